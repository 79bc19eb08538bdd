import { createHash } from 'node:crypto';
import { DIR_SUFFIX } from '../../model/hash.ts';
import type { TreeEntry, TreeFault } from '../../model/hash.ts';
import { dirname, startsWithDrive } from '../../model/path.ts';
import type { PathFault } from '../../model/path.ts';
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

export function md5OfBytes(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
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
 * Reads a folder's object. Its names are hostile until proven otherwise: one that leads elsewhere, or a digest that is
 * no MD5, makes the whole object invalid.
 */
export function decodeTree(bytes: string): Result<readonly TreeEntry[], TreeFault> {
  let content: unknown;
  try {
    content = JSON.parse(bytes);
  } catch {
    return err({ form: 'it is not JSON' });
  }
  if (!Array.isArray(content)) return err({ form: 'it is not a list' });
  const entries: TreeEntry[] = [];
  for (const item of content as unknown[]) {
    if (typeof item !== 'object' || item === null) return err({ form: 'an entry is not a mapping' });
    const { relpath, md5 } = item as { relpath?: unknown; md5?: unknown };
    if (typeof md5 !== 'string' || !/^[0-9a-f]{32}$/.test(md5)) return err({ form: 'an entry has no MD5' });
    if (typeof relpath !== 'string') return err({ form: 'the path of an entry is not a text' });
    const why = faultOf(relpath);
    if (why !== undefined) return err({ name: relpath, why });
    entries.push({ relpath, md5 });
  }
  const nested = findNested(entries);
  return nested === undefined ? ok(entries) : err({ name: nested, why: 'nested' });
}

/** An empty part, or one that leads elsewhere. */
const UNPLAIN = /(?:^|\/)\.{0,2}(?:\/|$)/;
/** Only a path with one of these can be closed: asked first, as folders may hold a million files. */
const SUSPECT = /\0|[.~]/;

function faultOf(path: string): PathFault | undefined {
  if (UNPLAIN.test(path)) {
    if (path.startsWith('/')) return 'absolute';
    return path.split('/').includes('..') ? 'outside' : 'parts';
  }
  if (startsWithDrive(path)) return 'drive';
  return SUSPECT.test(path) ? closedBy(`-/${path}`, '') : undefined;
}

/** A file in whose place there would have to be a folder. */
export function findNested(entries: readonly TreeEntry[]): string | undefined {
  const folders = new Set<string>();
  for (const { relpath } of entries) {
    let folder = dirname(relpath);
    // Whoever knows a folder knows those above it.
    for (; folder !== '' && !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  if (folders.size === 0) return undefined;
  return entries.find(({ relpath }) => folders.has(relpath))?.relpath;
}
