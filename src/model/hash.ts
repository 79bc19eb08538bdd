import type { PathFault } from './path.ts';
import type { Value } from './value.ts';

/** How a digest was made. `md5-dos2unix` marks entries of old 2.x projects (facts: no `hash:` key). */
export type HashName = 'md5' | 'md5-dos2unix' | 'etag' | 'checksum';

/** What a lock or data file records of one path. Digests of folders end in `.dir`. */
export interface HashRecord {
  readonly name: HashName;
  /** Lower-case hex, with `.dir` at the end for folders. */
  readonly digest: string;
  /** Bytes; for a folder the sum of its files. */
  readonly size?: number | bigint;
  /** Only for folders. */
  readonly nfiles?: number;
  /** Only for files with any x bit. */
  readonly isexec?: boolean;
  /** What clouds with versions add; carried along. */
  readonly versionId?: Value;
  readonly cloud?: Value;
  readonly files?: Value;
}

export const DIR_SUFFIX = '.dir';

export function isDirDigest(digest: string): boolean {
  return digest.endsWith(DIR_SUFFIX);
}

/** May a digest name an object, or would it lead a path elsewhere? Those of clouds (`etag`) name none. */
export function namesObject(digest: string): boolean {
  return /^\w{3,}(\.dir)?$/.test(digest);
}

/** One file of a tracked folder. `relpath` is below the folder, `/`-separated. */
export interface TreeEntry {
  readonly relpath: string;
  readonly md5: string;
}

/** Why a text is no list of a folder's files: by a name in it, or by its form, in words. */
export type TreeFault = { readonly name: string; readonly why: PathFault } | { readonly form: string };
