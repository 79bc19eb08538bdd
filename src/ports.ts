/**
 * The interfaces to the world. Adapters implement them, the CLI passes them in, nobody else makes one.
 * Paths are absolute and `/`-separated, unless a method says otherwise.
 */
import type { CatalogEntry } from './model/catalog.ts';
import type { Event } from './model/event.ts';
import type { LinkType } from './model/link.ts';
import type { RepoPath } from './model/path.ts';

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

export interface DigestedFile {
  /** Lower-case hex. */
  readonly md5: string;
  readonly size: number;
}

/**
 * Hashes and stores many files at once, on every core where that pays. Answers keep the order of the questions. A long
 * batch is ended by a signal: FailureError `interrupted`.
 */
export interface Hasher {
  /** Says that a batch of at least so many files is to come, so that threads which are worth it can start meanwhile. */
  expect(files: number): void;
  /** Undefined for a file that vanished meanwhile. `legacy` folds CRLF as DVC 2 did. */
  hash(paths: readonly string[], options?: HashOptions): Promise<readonly (DigestedFile | undefined)[]>;
  /**
   * Puts a private copy of each file into the object folder under the md5 of the bytes that were copied,
   * read-only, by temporary name and rename. An object that is there already is left alone.
   */
  store(
    paths: readonly string[],
    objects: string,
    options?: HashOptions,
  ): Promise<readonly (DigestedFile | undefined)[]>;
  /**
   * Copies objects out to new files, checking the md5 of what was copied. A copy that does not match is removed
   * again and answered with false.
   */
  restore(jobs: readonly RestoreJob[], options?: HashOptions): Promise<readonly boolean[]>;
  close(): Promise<void>;
}

export interface HashOptions {
  readonly legacy?: boolean;
  /** Called now and then with the number of files and bytes finished so far. */
  readonly onProgress?: (files: number, bytes: number) => void;
}

export interface RestoreJob {
  readonly object: string;
  readonly md5: string;
  readonly to: string;
  /** Permission bits of the new file. */
  readonly mode: number;
}

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
  /** The commit that a revision names; also a name that exists only as one remote's branch. */
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
  /** Changes with git's index, without asking git; undefined where that cannot be told. */
  indexStamp(): string | undefined;
  /**
   * How many lines of files changed since the commit that changed `reference` last, uncommitted changes included.
   * Undefined when no commit ever did; what is not text is left out.
   */
  linesChangedSince(reference: string, paths: readonly string[]): Promise<LinesChanged | undefined>;
  /** The best common ancestor of two commits. */
  mergeBase(a: string, b: string): Promise<string | undefined>;
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
  /** Makes an empty repository whose first branch is to be `branch`; used by examples. */
  create(folder: string, branch: string): Promise<void>;
  /** Commits everything there, also when nobody has told git a name yet. Hooks and signing are left out. */
  commitAll(folder: string, message: string): Promise<void>;
  checkoutNewBranch(folder: string, branch: string): Promise<void>;
}

export interface ShellExit {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The number of that signal on this platform. */
  readonly signalNumber?: number;
  /** What the command and all it started used, where the system tells. */
  readonly usage?: Usage;
}

export interface Usage {
  /** CPU time of all processes together, milliseconds. */
  readonly cpuMs: number;
  /** The most memory that they held together, bytes, as far as it was looked at. */
  readonly peakBytes?: number;
}

/** What a command did with a file. Paths are absolute; `real` is one without links, where it differs. */
export type FileAccess =
  | { readonly kind: 'read' | 'write'; readonly path: string; readonly real?: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string };

/** Why it cannot be seen what commands do with files: strace is for Linux, is not there, or may not. */
export type TracingTrouble =
  | { readonly kind: 'platform' | 'missing' }
  | { readonly kind: 'refused'; readonly message: string };

export interface ShellTrace {
  /** A file for it to write to, absolute, gone again when the command has ended. */
  readonly log: string;
  /** Told when the command has ended, in the order in which things happened. */
  readonly onAccess: (access: FileAccess) => void;
}

export interface Shell {
  /**
   * Runs one command line in the user's shell, in a process group of its own, with the terminal's stdin. Signals to
   * this process are passed on to the group. Resolves when the shell is gone and, where a signal ended it, nothing of
   * its group is left.
   */
  run(line: string, options: ShellOptions): Promise<ShellExit>;
  /** Undefined where commands can be traced. */
  tracingTrouble(): Promise<TracingTrouble | undefined>;
}

export interface ShellOptions {
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes; it gets no stdin then. Absent: the streams of this process, stdin too. */
  readonly output?: ShellOutput;
  /** Gets a copy of what the command prints where no terminal shows it: there it has the terminal for itself. */
  readonly copy?: ShellOutput;
  /** Told the number of the process that leads the group. */
  readonly onStart?: (pid: number) => void;
  /** Ends the command and all it has started. */
  readonly abort?: AbortSignal;
  /** Looks what it does with files. It is waited for until all it has started has ended. */
  readonly trace?: ShellTrace;
}

/** Takes what a command prints, in pieces as they come. */
export interface ShellOutput {
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
}

/** What people or programs tell this process while it runs. */
export interface Input {
  /** Asks the person at the terminal for a line; undefined where nobody is there, or who is there leaves. */
  ask(question: string): Promise<string | undefined>;
  /** The lines of standard input, without their ends. */
  lines(): AsyncIterable<string>;
}

/** Tells that something has happened in folders; what it was, whoever waits has to look up. */
export interface Watch {
  /**
   * Watches exactly these folders from now on, each without what lies in its sub-folders. A missing one is left out.
   *
   * @returns whether a folder is new among them: what happened in it before this call goes unnoticed.
   */
  folders(paths: ReadonlySet<string>): boolean;
  /**
   * Waits until something happens, at most so long; what has happened since the last call counts. `stop` as soon as the
   * user wants an end.
   */
  next(withinMs?: number): Promise<'event' | 'quiet' | 'stop'>;
  close(): void;
}

/** Milliseconds since the epoch, and a steady clock for durations. */
export interface Clock {
  now(): number;
  steady(): number;
  /** A time as ISO 8601 in UTC, to the second: `2026-01-31T12:00:00Z`. */
  iso(epochMs: number): string;
  /** When a day (`2026-1-31`) begins here, in milliseconds since the epoch; undefined for what is no day. */
  startOfDay(day: string): number | undefined;
  /** A moment as people here read it: `2026-01-31 08:05`. */
  text(time: number): string;
}

/** Excludes other mltrack and DVC processes from a project. */
export interface Locks {
  /**
   * Undefined when another process holds it for more than 3 s, or never with `wait`; `release` never throws. `onWait` is
   * told once that it takes longer than a moment.
   */
  acquire(path: string, wait: boolean, onWait?: () => void): Promise<{ release(): void } | undefined>;
  /** For people: which process seems to hold it. */
  holder(path: string): string | undefined;
  /** Ends what would outlive this program; locks that are still held may go with it. */
  close(): void;
}

/** Processes by an id that is never used twice and is good for a file's name: computer, number, start. */
export interface Processes {
  /** This one. */
  readonly self: string;
  idOf(pid: number): string;
  /** Is it known to be no more? Nothing is known of other computers; what is no id is gone. */
  isGone(id: string): boolean;
  pidOf(id: string): number;
  /** Waits for its end; false when it has not come by then. */
  hasEnded(id: string, withinMs: number): Promise<boolean>;
  /** Ends the group that it leads. */
  end(id: string): Promise<void>;
}

/** What the platform is, for `doctor`. */
export interface Machine {
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  readonly nodeVersion: string;
  readonly cores: number;
  readonly pid: number;
  readonly user: string;
  readonly homeDirectory: string;
  readonly installDirectory: string;
  fileSystemOf(path: string): string | undefined;
}

export interface Ports {
  readonly files: Files;
  readonly git: GitSetup;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly locks: Locks;
  readonly processes: Processes;
  readonly input: Input;
  /** Begins to watch folders, none yet, and to listen for the user's wish to end that. */
  watch(): Promise<Watch>;
  /** The project's files as they are on disk. */
  workspace(root: string): Snapshot;
  /** Made on first use, since it may start threads. */
  hasher(): Hasher;
}

/** Everything a command gets from outside. */
export interface Context extends Ports {
  /** Absolute, `/`-separated. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All commands of the program. */
  catalog(): Promise<readonly CatalogEntry[]>;
  /** The name the program was called by. */
  readonly program: string;
  readonly version: string;
  /** Is stdout a terminal? Only for what people read; never changes what machines read. */
  readonly terminal: boolean;
  readonly columns: number;
  /** Wait for other processes as long as they take. */
  readonly waitsForLock: boolean;
  emit(event: Event): void;
  /** Set once the user interrupted. */
  readonly cancelled: AbortSignal;
}
