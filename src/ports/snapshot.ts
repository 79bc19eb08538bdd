import type { RepoPath } from '../model/path.ts';
import type { DirectoryEntry, EntryKind } from './files.ts';

/**
 * One state of the project's files: the workspace or a git revision. Metrics, params and pipelines are read
 * through it, and nobody asks which one it is.
 */
export interface Snapshot {
  /** What users call it: `workspace`, or the revision as typed. */
  readonly label: string;
  /** The commit it was read from; absent for the workspace. Only for messages. */
  readonly revision?: string;
  /**
   * Undefined when there is no such file. Files that git or the disk hold; the cache is the engine's business.
   * Bytes that are no UTF-8 arrive as U+FFFD.
   */
  readText(path: RepoPath): Promise<string | undefined>;
  /** As {@link readText}, untouched. */
  readBytes(path: RepoPath): Promise<Uint8Array | undefined>;
  /** Is a file UTF-8 throughout? For a text with U+FFFD in it, which may be meant. A missing file is. */
  isUtf8(path: RepoPath): Promise<boolean>;
  /** Undefined when there is no such folder. */
  list(path: RepoPath): Promise<readonly DirectoryEntry[] | undefined>;
  /** What a path is, itself and not what it links to; undefined when there is nothing. */
  look(path: RepoPath): Promise<Look | undefined>;
}

/** How one path of a {@link Snapshot} looks. */
export interface Look {
  readonly kind: EntryKind;
  /**
   * Bytes. As listings of DVC have it, this is for a folder what the disk or git keeps of it, and for a link on disk
   * the size of what it leads to (0: nowhere), in git the length of the link's text.
   */
  readonly size: number;
  /** A file that anybody may execute. */
  readonly isExecutable: boolean;
}
