import type { RepoPath } from '../model/path.ts';
import type { Snapshot } from './snapshot.ts';

/** Trouble that git reported. The message is git's own words, several lines sometimes. */
export class GitTrouble extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'GitTrouble';
  }
}

/** What git itself refuses (a repository of another user, a damaged one, no git at all) throws a {@link GitTrouble}. */
export interface GitRepository {
  /** The work tree's top folder, absolute. */
  readonly root: string;
  /**
   * The commit that a revision names; also a name that exists only as one remote's branch. FailureError
   * `revision-ambiguous` where remotes disagree.
   */
  resolve(revision: string): Promise<string | undefined>;
  /** The tree of a commit, seen from `prefix` (the project's root below the work tree's top). */
  snapshot(commit: string, label: string, prefix: RepoPath): Snapshot;
  /** Branch and tag names with their commits, and the commits reachable from them. */
  branches(): Promise<readonly GitRef[]>;
  tags(): Promise<readonly GitRef[]>;
  commits(): Promise<readonly string[]>;
  /** Those of the commits that were made at that time (epoch seconds) or later. */
  commitsSince(time: number): Promise<readonly string[]>;
  /** Experiments of DVC: names as below `refs/exps`, with their commits. */
  experiments(): Promise<readonly GitRef[]>;
  /** The name of the branch that is checked out. */
  currentBranch(): Promise<string | undefined>;
  /** Those of the given absolute paths that an ignore rule hides. */
  ignored(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of the given absolute paths that are in the index (a folder counts when a file below it is). */
  tracked(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** What `git status` says, without touching the index. Modes of files do not count, nor do other repositories inside. */
  status(untracked: 'all' | 'no'): Promise<GitStatus>;
  add(paths: readonly string[]): Promise<void>;
  /**
   * Those files below a folder (absolute) that belong to the work tree as it is: in the index, or new and not hidden by an
   * ignore rule. Absolute; some may be gone, or be folders that are repositories of their own.
   */
  filesBelow(folder: string): Promise<readonly string[]>;
  /**
   * Makes the files of a commit that lie below `prefix` in a folder (absolute, there already), at their paths from the top,
   * as a checkout would. Nothing of the repository changes.
   *
   * @param index a file for the index that it takes, gone again afterwards.
   * @returns the symbolic links among them, from the top.
   */
  exportFiles(commit: string, prefix: RepoPath, folder: string, index: string): Promise<readonly RepoPath[]>;
  /** Changes with git's index, without asking git; undefined where that cannot be told. */
  indexStamp(): string | undefined;
  /**
   * How many lines of files changed since the commit that changed `reference` last, uncommitted changes included.
   * Undefined when no commit ever did; what is not text is left out.
   */
  linesChangedSince(reference: string, paths: readonly string[]): Promise<LinesChanged | undefined>;
  /** The best common ancestor of two commits. */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** The parents that a commit names, whether they are here or not; none where the commit is not. */
  parents(commit: string): Promise<readonly string[]>;
  /**
   * The commits that changed one of the paths, the newest first: from a commit on back along first parents, as far as
   * the history is here.
   *
   * @param paths from the work tree's top folder.
   * @param bounds at most so many commits, of the last so many.
   */
  changesOf(
    commit: string,
    paths: readonly string[],
    bounds: { readonly most: number; readonly among: number },
  ): Promise<readonly string[]>;
  /** Only the newest part of the history is here. */
  isShallow(): Promise<boolean>;
  /** The commit of a branch at the remote; undefined when there is none, or it cannot be asked. */
  remoteTip(branch: string): Promise<string | undefined>;
  /**
   * Brings commits from the remote, without any branch or tag of theirs. With `depth` so many of each line of history,
   * with `deepen` so many more than are here, else all.
   *
   * @returns whether it worked.
   */
  fetch(commits: readonly string[], reach: FetchReach): Promise<boolean>;
  /** Merges three versions of a text line by line; undefined where they conflict. */
  mergeTexts(texts: {
    readonly base: string;
    readonly ours: string;
    readonly theirs: string;
  }): Promise<string | undefined>;
  /** Sets a value of this repository's own config. */
  setConfig(name: string, value: string): Promise<void>;
  close(): void;
}

export type FetchReach = { readonly depth: number } | { readonly deepen: number } | 'all';

export interface LinesChanged {
  readonly commit: string;
  /** By absolute path. */
  readonly files: ReadonlyMap<string, { readonly added: number; readonly deleted: number }>;
}

export interface GitStatus {
  /** Is anything staged, changed or (where they are asked for) untracked? */
  readonly isDirty: boolean;
  /** Files below the work tree's top, in code-point order. */
  readonly untracked: readonly string[];
}

export interface GitRef {
  readonly name: string;
  readonly commit: string;
}

export interface GitSetup {
  /** The repository around a folder, found without starting a process; undefined outside one. */
  open(folder: string): GitRepository | undefined;
  /** The repository that a folder is itself, one without a work tree: its commits alone can be asked for. */
  openBare(folder: string): GitRepository | undefined;
  /** Makes an empty repository whose first branch is to be `branch`; used by examples. */
  create(folder: string, branch: string): Promise<void>;
  /** Commits everything there, also when nobody has told git a name yet. Hooks and signing are left out. */
  commitAll(folder: string, message: string): Promise<void>;
  checkoutNewBranch(folder: string, branch: string): Promise<void>;
}
