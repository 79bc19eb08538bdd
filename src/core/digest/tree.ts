import { createHash } from 'node:crypto';
import { DIR_SUFFIX } from '../../model/hash.ts';
import type { TreeEntry } from '../../model/hash.ts';
import type { Result } from '../../model/result.ts';
import { err, ok } from '../../model/result.ts';
import { closedBy } from '../paths.ts';
import { quoteAscii } from '../python/json.ts';
import { compareCodePoints } from '../python/order.ts';

/**
 * The object that stands for a folder: the canonical JSON list of its files, and the MD5 of those bytes with
 * `.dir` behind it.
 *
 * @param entries every file below the folder, in any order; `relpath` unique.
 * @source iterative/dvc-data src/dvc_data/hashfile/tree.py: sorted by relpath in code-point order, Python's
 *         default JSON separators, everything beyond ASCII escaped, no line end.
 */
export function encodeTree(entries: readonly TreeEntry[]): {
  readonly digest: string;
  readonly bytes: string;
} {
  const sorted = isSorted(entries)
    ? entries
    : [...entries].sort((a, b) => compareCodePoints(a.relpath, b.relpath));
  const items = sorted.map(({ relpath, md5 }) => `{"md5": "${md5}", "relpath": ${quoteAscii(relpath)}}`);
  const bytes = `[${items.join(', ')}]`;
  return { digest: md5OfText(bytes) + DIR_SUFFIX, bytes };
}

/** MD5 of a text's UTF-8 bytes, lower-case hex. */
export function md5OfText(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isSorted(entries: readonly TreeEntry[]): boolean {
  for (let i = 1; i < entries.length; i++) {
    if (compareCodePoints(entries[i - 1]?.relpath ?? '', entries[i]?.relpath ?? '') > 0) return false;
  }
  return true;
}

/**
 * Reads a folder's object. Its names are hostile until proven otherwise: absolute paths, `..`, empty parts and
 * digests that are no MD5 make the whole object invalid.
 */
export function decodeTree(bytes: string): Result<readonly TreeEntry[], string> {
  let content: unknown;
  try {
    content = JSON.parse(bytes);
  } catch {
    return err('it is not JSON');
  }
  if (!Array.isArray(content)) return err('it is not a list');
  const entries: TreeEntry[] = [];
  for (const item of content as unknown[]) {
    if (typeof item !== 'object' || item === null) return err('an entry is not a mapping');
    const { relpath, md5 } = item as { relpath?: unknown; md5?: unknown };
    if (typeof md5 !== 'string' || !/^[0-9a-f]{32}$/.test(md5)) return err('an entry has no MD5');
    if (typeof relpath !== 'string' || !isSafeRelpath(relpath))
      return err(`an entry's path is refused: ${String(relpath)}`);
    entries.push({ relpath, md5 });
  }
  return ok(entries);
}

/** An empty part, one that leads elsewhere; a Windows drive. */
const UNSAFE_RELPATH = /(?:^|\/)\.{0,2}(?:\/|$)|^[a-z]:[\\/]/i;
/** Only a path with one of these can be closed: asked first, as folders may hold a million files. */
const SUSPECT = /\0|[.~]/;

function isSafeRelpath(path: string): boolean {
  return !UNSAFE_RELPATH.test(path) && !(SUSPECT.test(path) && closedBy(`-/${path}`, '') !== undefined);
}
