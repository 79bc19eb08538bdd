import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Rig } from '../rig/rig.ts';

/** Where the object of these bytes lies, below the root. */
export function objectOf(text: string): string {
  const digest = createHash('md5').update(text).digest('hex');
  return `.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

/** Puts other bytes under an object's name. */
export function damage(rig: Rig, text: string, bytes: string, mode: number): void {
  rmSync(join(rig.root, objectOf(text)), { force: true });
  rig.write({ [objectOf(text)]: bytes });
  chmodSync(join(rig.root, objectOf(text)), mode);
}
