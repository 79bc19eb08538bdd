import type { TreeEntry } from '../../model/hash.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { compareCodePoints } from '../python/order.ts';
import { findNested } from './tree.ts';

/**
 * Merges the listings of a folder file by file.
 *
 * @returns what cannot be merged, in DVC's words. That a file which both sides removed is refused is DVC's choice, too.
 * @source iterative/dvc-data src/dvc_data/hashfile/tree.py (merge)
 */
export function mergeTrees(
  base: readonly TreeEntry[],
  ours: readonly TreeEntry[],
  theirs: readonly TreeEntry[],
): Result<readonly TreeEntry[], string> {
  const [before, our, their] = [byPath(base), byPath(ours), byPath(theirs)];
  if (isSame(before, our)) return ok(theirs);
  if (isSame(before, their)) return ok(ours);
  const merged: TreeEntry[] = [];
  const conflicts: string[] = [];
  for (const relpath of [...new Set([...before.keys(), ...our.keys(), ...their.keys()])].sort(
    compareCodePoints,
  )) {
    const [b, o, t] = [before.get(relpath), our.get(relpath), their.get(relpath)];
    if (b !== undefined && o === undefined && t === undefined)
      return err(`${UNABLE}both deleted: ${keyText(relpath)}`);
    if (o !== t && o !== b && t !== b) {
      conflicts.push(relpath);
      continue;
    }
    const md5 = o === b ? t : o;
    if (md5 !== undefined) merged.push({ relpath, md5 });
  }
  // A file of one side where the other one has a folder.
  const nested = findNested(merged);
  if (nested !== undefined) conflicts.push(nested);
  return conflicts.length > 0 ? err(UNABLE + conflicts.join('\n')) : ok(merged);
}

const UNABLE = 'unable to auto-merge the following paths:\n';

function byPath(entries: readonly TreeEntry[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ relpath, md5 }) => [relpath, md5]));
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, md5]) => b.get(path) === md5);
}

/** The parts of a path as Python writes a tuple of them. */
function keyText(relpath: string): string {
  const parts = relpath.split('/').map(part => `'${part}'`);
  return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`;
}
