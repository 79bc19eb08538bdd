import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach } from 'vitest';

/** Fresh folders, absolute and without links in them; each is gone after the test, or after all with `'suite'`. */
export function temporaryFolders(life: 'test' | 'suite' = 'test'): () => string {
  const made: string[] = [];
  const clean = (): void => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  };
  if (life === 'test') afterEach(clean);
  else afterAll(clean);
  return () => {
    const folder = realpathSync(mkdtempSync(`${tmpdir()}/mltrack-adapters-`));
    made.push(folder);
    return folder;
  };
}

/** Writes files below `folder`, with their folders. */
export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = `${folder}/${path}`;
    mkdirSync(full.slice(0, full.lastIndexOf('/')), { recursive: true });
    writeFileSync(full, content);
  }
}
