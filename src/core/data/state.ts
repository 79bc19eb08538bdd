import type { HashName, TreeEntry } from '../../model/hash.ts';
import type { RepoPath } from '../../model/path.ts';

/** A hash by which content is told apart: of different kinds none is equal to another. */
export interface ContentHash {
  readonly name: HashName;
  readonly digest: string;
}

/** What one state of a project (a commit, the lock and data files of now, the workspace) has at one tracked path. */
export interface DataItem {
  /** Absent for what is declared and was never made. */
  readonly hash?: ContentHash;
  readonly isDirectory: boolean;
  /** Of a folder; undefined when nobody knows, as its list is not in the cache. */
  readonly content?: FolderContent | undefined;
}

/** Made when somebody asks: of large folders in which nothing changed nobody does. */
export interface FolderContent {
  readonly files: () => readonly TreeEntry[];
  /** Folders below the folder. */
  readonly folders: () => Iterable<string>;
}

/** By the paths of outputs. */
export type DataState = ReadonlyMap<RepoPath, DataItem>;

/** One file or folder of a state. */
export interface DataEntry {
  readonly path: RepoPath;
  readonly hash?: ContentHash;
  readonly isDirectory: boolean;
}

export function isSameHash(one: ContentHash | undefined, other: ContentHash | undefined): boolean {
  return one?.digest === other?.digest && one?.name === other?.name;
}

/** A path as people and programs read it: folders end in `/`. */
export function entryText({ path, isDirectory }: DataEntry): string {
  return isDirectory ? `${path}/` : path;
}
