/** The local file system. Paths are absolute and `/`-separated, unless a method says otherwise. */
import type { LinkType } from '../model/link.ts';

export type EntryKind = 'file' | 'directory' | 'symlink' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Times are epoch milliseconds with sub-millisecond digits. `mode` holds the permission bits only. */
export interface FileStat {
  readonly kind: EntryKind;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly mode: number;
  /** Number of names that this file has. */
  readonly links: number;
}

export type { LinkType };

/** How files look, in the order of their names. */
export interface Looks {
  /** Four numbers a file: mtime and ctime (epoch ms), size (bytes), inode. */
  readonly stats: Float64Array;
  /** Those that are symbolic links, or have another name somewhere. */
  readonly linked: readonly string[];
}

/** The files below a folder, in an order that is the same for the same names. */
export interface WalkedFiles extends Looks {
  /** `/`-separated, below the folder. */
  readonly names: readonly string[];
  /** Folders below the folder, each before what it holds. */
  readonly folders: readonly string[];
  /** Links to folders, into which nobody has looked. */
  readonly linkedFolders: readonly string[];
  /** Links that lead nowhere. */
  readonly broken: readonly string[];
}

/**
 * The local file system, synchronous: for many small files that is four times faster than promises.
 * What is missing reads as undefined; every other trouble throws a `FileTrouble`.
 */
export interface Files {
  /** Follows links; undefined for nothing there and for a broken link. */
  stat(path: string): FileStat | undefined;
  lstat(path: string): FileStat | undefined;
  /**
   * Every file below a folder, links to files followed, links to folders left out. Undefined when it is no folder.
   * `skip` is asked with the path below the folder. A broken link is an entry of `broken`.
   */
  walk(path: string, skip: (relpath: string, isDirectory: boolean) => boolean): WalkedFiles | undefined;
  /** Looks at files below a folder that are known to be there and to be no symbolic links; undefined when one is gone. */
  lookAgain(path: string, names: readonly string[]): Looks | undefined;
  /** Undefined when there is no such folder. Sorted by name, in code-point order of UTF-16 units. */
  list(path: string): readonly DirectoryEntry[] | undefined;
  readText(path: string): string | undefined;
  readBytes(path: string): Uint8Array | undefined;
  readLink(path: string): string | undefined;
  /** The path with every link resolved, or undefined when there is nothing. */
  realPath(path: string): string | undefined;
  /** Adds to the end of a file, which is made where there is none. Nothing is synced: for what may be lost. */
  append(path: string, content: Uint8Array): void;
  /** Writes under a temporary name in the same folder, syncs, renames: readers see the old text or the new one. */
  writeAtomic(path: string, content: string | Uint8Array, mode?: number): void;
  /** As {@link writeAtomic}, but a power cut may lose it or leave it empty: for what can be made again. */
  writeLossy(path: string, content: string | Uint8Array): void;
  makeDirectory(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file, link or whole folder; a missing one is fine. Never follows links. */
  remove(path: string): void;
  /** Removes a folder if it is empty; tells whether it did. */
  removeEmptyDirectory(path: string): boolean;
  chmod(path: string, mode: number): void;
  /**
   * Makes `to` a link or copy of `from`, in one step where a file or link stands there already; false when this file
   * system cannot do that type.
   */
  link(type: LinkType, from: string, to: string): boolean;
  /** The process's umask. */
  readonly umask: number;
  /** The names of all files that this process writes to rename them begin with it, and end with `.tmp`. */
  readonly temporaryPrefix: string;
}

/** Trouble of the file system other than "not there": errno code, path and what was tried. */
export class FileTrouble extends Error {
  readonly code: string;
  readonly path: string;
  /** In the -ing form: `writing`. */
  readonly action: string;
  constructor(code: string, path: string, action: string, cause: unknown) {
    super(`${action} ${path}: ${code}`, { cause });
    this.name = 'FileTrouble';
    this.code = code;
    this.path = path;
    this.action = action;
  }
}
