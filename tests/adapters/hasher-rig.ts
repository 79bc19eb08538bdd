import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';

export const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex');
export const modeOf = (path: string): number => statSync(path).mode & 0o7777;
export const objectPath = (objects: string, digest: string): string =>
  `${objects}/${digest.slice(0, 2)}/${digest.slice(2)}`;

/** Bytes that differ from place to place, so that a chunk in the wrong place shows. */
export function bytes(length: number, seed = 1): Uint8Array {
  const content = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[i] = state >>> 24;
  }
  return content;
}

/** As a whole: names below the object folder, to show that nothing else was left there. */
export function objectsIn(objects: string): readonly string[] {
  const all = readdirSync(objects, { recursive: true, withFileTypes: true });
  return all.filter(each => !each.isDirectory()).map(each => each.name);
}
