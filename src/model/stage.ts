import type { HashRecord } from './hash.ts';
import type { RepoPath } from './path.ts';
import type { Value, ValueMap } from './value.ts';

/** A command as declared: one string (each of its lines runs in a shell of its own) or a list. */
export type Command = string | readonly string[];

/** Where a thing is declared, for messages. `line` and `column` start at 1. */
export interface SourcePlace {
  readonly file: RepoPath;
  readonly line?: number;
  readonly column?: number;
}

/** A file or folder that a stage reads. */
export interface Dependency {
  /** As written; sorts and locks under this text. */
  readonly written: string;
  /** Where it is, or undefined when it is outside the project (a URL, `remote://`, `..`). */
  readonly path: RepoPath | undefined;
  /** Absolute path of what lies on this machine outside the project: read, never written. */
  readonly outside?: string;
  /** Of what lies on a web server, which is asked whether it changed. */
  readonly url?: string;
  /** Name of the dataset that it is: what the lock records of that is what is read. */
  readonly dataset?: string;
  /** What a `.dvc` file itself records of it (imports). Stages keep that in the lock. */
  readonly recorded?: HashRecord;
}

/** Can be found out what is there? Not of clouds and the like. */
export function isWithinReach({ path, outside, url, dataset }: Omit<Dependency, 'written'>): boolean {
  return [path, outside, url, dataset].some(place => place !== undefined);
}

/** What users are told of a thing outside the project: where it is, or an absolute path as they wrote it. */
export function shownOutside({ written, outside }: Pick<Dependency, 'written' | 'outside'>): string {
  return outside === undefined || written.startsWith('/') ? written : outside;
}

/** The keys of one parameters file that a stage reads. */
export interface ParamsDependency {
  readonly written: string;
  readonly path: RepoPath;
  /** Dotted keys in declared order, or `'whole'` for the file with all its top-level keys. */
  readonly keys: readonly string[] | 'whole';
}

export type OutputRole = 'data' | 'metric' | 'plot';

/** A file or folder that a stage makes. */
export interface Output {
  readonly written: string;
  readonly path: RepoPath | undefined;
  /** Absolute path of what lies on this machine outside the project: looked at, never written nor removed. */
  readonly outside?: string;
  readonly role: OutputRole;
  /** Kept in the cache and ignored by git; false: left to git. */
  readonly cached: boolean;
  /** Not removed before the stage runs. */
  readonly persistent: boolean;
  readonly push: boolean;
  readonly remote?: string;
  readonly desc?: string;
  /** Every other key of its entry (labels, type, meta, plot properties), in file order. */
  readonly extra?: ValueMap;
  /** What a data file itself records of it. Stages keep that in the lock. */
  readonly recorded?: HashRecord;
}

/** How a stage is run. */
export interface Execution {
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number;
  /** How often it is run again after a failure. */
  readonly retries: number;
  /** How many of the jobs that may run at once it counts for. */
  readonly slots: number;
  readonly gpus: number;
  /** Names of which only one running stage may hold each. */
  readonly mutexes: readonly string[];
}

/** A node of the graph: a stage of a pipeline file, or a data file (`kind: 'data'`). */
export interface Stage {
  readonly kind: 'pipeline' | 'data';
  /** Its name in the pipeline file; the empty string for a data file. */
  readonly name: string;
  /** The pipeline or data file that declares it. */
  readonly file: RepoPath;
  readonly place: SourcePlace;
  readonly command: Command | undefined;
  /** Folder in which commands run and from which paths are read. */
  readonly workdir: RepoPath;
  readonly dependencies: readonly Dependency[];
  readonly params: readonly ParamsDependency[];
  readonly outputs: readonly Output[];
  readonly frozen: boolean;
  readonly alwaysChanged: boolean;
  readonly desc?: string;
  /** True for data that comes from elsewhere (`import`, `import-url`): has dependencies but no command. */
  readonly isImport: boolean;
  /** Absent: one job, no limits. */
  readonly execution?: Execution;
  /** The group (`foreach`, `matrix`) of its file that it was made from. */
  readonly group?: string;
  /** What makes the stages of its group: the body of `foreach` stands one level deeper, under `do`. */
  readonly groupKind?: 'foreach' | 'matrix';
  /** Its definition holds templates, or comes from a group: nobody can write it back as it is. */
  readonly isTemplated?: boolean;
  /** What templates took from parameters files (paths of the project): file → dotted key → value. */
  readonly usedParams?: ReadonlyMap<RepoPath, ReadonlyMap<string, Value>>;
  /** The stage's own checksum as an import's data file records it. */
  readonly checksum?: string;
}

/** Names a stage uniquely within a project: `path/pipeline-file:name`, or a data file's path. */
export type StageId = string & { readonly __brand: 'StageId' };

export function stageId(stage: Pick<Stage, 'kind' | 'file' | 'name'>): StageId {
  return (stage.kind === 'data' ? stage.file : `${stage.file}:${stage.name}`) as StageId;
}

/** What was true of one path when its stage last succeeded. */
export interface LockedPath {
  readonly written: string;
  /** Undefined when the entry holds no hash. */
  readonly record: HashRecord | undefined;
  /** What it said of a dataset, which has no hash. */
  readonly dataset?: ValueMap;
}

/** What was true when the stage last succeeded: its entry in the lock file. */
export interface LockEntry {
  readonly command: Command | undefined;
  readonly dependencies: readonly LockedPath[];
  /** File as written → key → value. */
  readonly params: ReadonlyMap<string, ReadonlyMap<string, Value>>;
  readonly outputs: readonly LockedPath[];
}

/** What one pipeline file declares. */
export interface Pipeline {
  readonly file: RepoPath;
  readonly stages: readonly Stage[];
  /** Top-level lists, as paths of the project. */
  readonly metrics: readonly RepoPath[];
  readonly params: readonly RepoPath[];
  /** Top-level `plots`, as written; read by the plots commands. */
  readonly plots: Value;
  readonly artifacts: Value;
  readonly datasets: Value;
}
