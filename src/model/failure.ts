import type { Diagnostic } from './diagnostic.ts';
import type { TreeFault } from './hash.ts';
import type { PathFault } from './path.ts';

/**
 * Expected trouble, as data. `view/failure.ts` makes the words: what happened, where, what to do next.
 * Paths in it are as the user sees them (relative to the current folder).
 */
export type Failure =
  | { readonly code: 'not-a-project'; readonly folder: string }
  | { readonly code: 'not-a-git-repository'; readonly folder: string }
  | { readonly code: 'usage'; readonly message: string; readonly command?: string; readonly hint?: string }
  | {
      readonly code: 'file-invalid';
      readonly file: string;
      /** `syntax`: it is no YAML. `schema`: not what such a file may hold. `old-schema`: what it held in the past. */
      readonly mistake: 'syntax' | 'conflict' | 'schema' | 'old-schema';
      readonly revision?: string;
      readonly diagnostics: readonly Diagnostic[];
      /** What DVC raises where it is a template that is wrong. */
      readonly raised?: { readonly type: string; readonly message: string };
    }
  /** Bytes that are no UTF-8. */
  | { readonly code: 'file-not-text'; readonly file: string; readonly diagnostics: readonly Diagnostic[] }
  /** More than one file that cannot be used. `cause`: the first of them, with which DVC fails. */
  | { readonly code: 'files-invalid'; readonly cause: Failure; readonly others: readonly Failure[] }
  | {
      readonly code: 'config-invalid';
      readonly message: string;
      readonly file?: string;
      /** Where it is set, as far as any file does. */
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly code: 'cycle'; readonly stages: readonly string[] }
  | { readonly code: 'output-twice'; readonly path: string; readonly stages: readonly string[] }
  | {
      readonly code: 'outputs-overlap';
      readonly outer: string;
      readonly outerStage: string;
      readonly inner: string;
      readonly innerStage: string;
    }
  | { readonly code: 'output-is-dependency'; readonly path: string; readonly stage: string }
  | {
      readonly code: 'stage-file-in-output';
      readonly file: string;
      readonly output: string;
      readonly stage: string;
    }
  /** `cause` is the first of them; `diagnostics` tell all, each at every declaration that takes part in it. */
  | {
      readonly code: 'graph-invalid';
      readonly cause: Failure;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly code: 'pipeline-file-missing';
      readonly file: string;
      /** Nobody has asked for this file by name: does the project have others? */
      readonly others?: 'none' | 'some';
      /** There is something of that name, but a folder. */
      readonly isFolder?: true;
      /** The pipeline file of another layout that is there instead. */
      readonly other?: string;
    }
  | { readonly code: 'pipeline-file-ignored'; readonly file: string }
  /** The way the file is written is such that the stage cannot be changed without changing others. */
  | { readonly code: 'pipeline-not-editable'; readonly file: string; readonly stage: string }
  /** Its name is neither that of a pipeline file nor that of a data file. */
  | { readonly code: 'not-a-stage-file'; readonly path: string }
  | {
      readonly code: 'stage-not-found';
      readonly name: string;
      readonly file: string;
      readonly similar?: string;
    }
  | {
      readonly code: 'target-not-found';
      readonly target: string;
      readonly file: string;
      readonly similar?: string;
    }
  | { readonly code: 'external-dependency'; readonly path: string }
  | { readonly code: 'dataset-not-found'; readonly name: string }
  /** `isOther`: there is a record, of another declaration. */
  | {
      readonly code: 'dataset-unrecorded';
      readonly name: string;
      readonly file: string;
      readonly isOther: boolean;
    }
  /** An output that lies where mltrack writes nothing: elsewhere on this machine, or behind a URL. */
  | { readonly code: 'external-output'; readonly path: string; readonly isUrl: boolean }
  /** `why`: what a server said. `diagnostics`: everything that is missing of what was to run, where it is declared. */
  | {
      readonly code: 'dependency-missing';
      readonly path: string;
      readonly why?: string;
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly code: 'output-missing'; readonly path: string }
  | { readonly code: 'data-missing'; readonly paths: readonly string[] }
  /** `place` and `message` are those of the first mistake; `place` is `:line:column`, or empty. */
  | {
      readonly code: 'params-invalid';
      readonly file: string;
      readonly place: string;
      readonly message: string;
      /** All mistakes; none where no place is to blame. */
      readonly diagnostics: readonly Diagnostic[];
    }
  /** `pipelineFile` may take values from this file, and it holds no map. `found` is Python's name of the type. */
  | {
      readonly code: 'params-no-map';
      readonly file: string;
      readonly pipelineFile: string;
      readonly found: string;
    }
  /** A value that DVC cannot hold, `key` with dots. */
  | {
      readonly code: 'params-unsupported';
      readonly file: string;
      readonly key: string;
      readonly found: string;
    }
  /** What DVC does not expect of parameters: the error that escapes from it, under Python's name of its type. */
  | {
      readonly code: 'params-unexpected';
      readonly type: string;
      readonly message: string;
      readonly hint: string;
    }
  | {
      readonly code: 'params-missing';
      readonly file: string;
      readonly keys: readonly string[];
      readonly isFileMissing?: true;
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly code: 'command-failed'; readonly command: string; readonly exit: number }
  | {
      readonly code: 'command-timeout';
      readonly command: string;
      /** When it was asked to end. */
      readonly timeoutMs: number;
      readonly goneAfterMs: number;
      /** It did not do as asked. */
      readonly killed: boolean;
    }
  /** Another stage had failed, and nothing was to go on. */
  | { readonly code: 'stage-ended'; readonly stage: string }
  | ({ readonly code: 'files-undeclared' } & UndeclaredFiles)
  | {
      readonly code: 'tracing-unavailable';
      readonly why: 'platform' | 'missing' | 'refused';
      readonly message?: string;
    }
  | { readonly code: 'repro-failed'; readonly stages: readonly string[]; readonly cause?: Failure }
  /** `what` was not done: `failed to freeze 'x'`. */
  | { readonly code: 'action-failed'; readonly what: string; readonly cause: Failure }
  | { readonly code: 'nothing-to-unprotect'; readonly path: string }
  | { readonly code: 'interrupted' }
  | { readonly code: 'project-busy'; readonly holder?: string }
  /** Versions of a lock file that differ in more than stages. */
  | { readonly code: 'merge-refused'; readonly path: string }
  /** Others work on this path, which is absolute. */
  | {
      readonly code: 'path-busy';
      readonly path: string;
      readonly holders: readonly { readonly pid: number; readonly cmd: string }[];
    }
  | { readonly code: 'already-initialised'; readonly directory: string }
  /** One of the other layout, which would be hidden by a new one or hide it. */
  | { readonly code: 'other-project-there'; readonly directory: string }
  | { readonly code: 'init-needs-git'; readonly directory: string }
  | { readonly code: 'subdir-without-git' }
  | { readonly code: 'init-ignored'; readonly directory: string }
  | { readonly code: 'folder-not-empty'; readonly folder: string }
  | { readonly code: 'output-tracked-by-git'; readonly path: string }
  /** `closed`: what else it is that keeps it out. `file`: that which has it as an output. */
  | {
      readonly code: 'outside-project';
      readonly path: string;
      readonly closed?: PathFault;
      readonly file?: string;
    }
  | { readonly code: 'behind-symlink'; readonly path: string }
  | { readonly code: 'path-ignored'; readonly path: string; readonly rule: string }
  | { readonly code: 'ignore-file-inside'; readonly folder: string }
  | { readonly code: 'unsaved-changes'; readonly paths: readonly string[] }
  /**
   * `paths`: what the cache does not have. `damaged`: files whose objects did not hold what their names say; these have
   * been taken out of the cache. `refused`: what must not be made.
   */
  | {
      readonly code: 'checkout-failed';
      readonly paths: readonly string[];
      readonly damaged?: readonly string[];
      readonly refused?: readonly Failure[];
    }
  | { readonly code: 'commit-needs-force'; readonly stage: string }
  | { readonly code: 'revision-unknown'; readonly revision: string; readonly similar?: string }
  /** `names`: branches of remotes, which differ. */
  | { readonly code: 'revision-ambiguous'; readonly revision: string; readonly names: readonly string[] }
  | { readonly code: 'needs-git' }
  /** In none of the states that are compared. */
  | { readonly code: 'tracked-nowhere'; readonly target: string; readonly revisions: readonly string[] }
  /** A tracked folder whose list of files the cache does not have. */
  | { readonly code: 'folder-list-lost'; readonly folder: string }
  /** One whose list holds what no list of files may: a name, or something in its form. */
  | {
      readonly code: 'folder-list-refused';
      readonly folder: string;
      readonly digest: string;
      readonly fault: TreeFault;
    }
  | { readonly code: 'path-missing'; readonly path: string }
  | { readonly code: 'tree-and-json' }
  | { readonly code: 'not-file-or-folder'; readonly path: string }
  | { readonly code: 'changed-meanwhile'; readonly path: string }
  | { readonly code: 'broken-link'; readonly path: string }
  | { readonly code: 'file-trouble'; readonly action: string; readonly path: string; readonly errno: string }
  /** What a state of the project uses cannot be found out. */
  | { readonly code: 'collection-failed'; readonly revision: string; readonly cause: Failure }
  /**
   * A message in DVC's own words where no data is lost by keeping it whole. `isUnexpected`: DVC takes it for a mistake of
   * its own, which has another exit code.
   */
  | {
      readonly code: 'refused';
      readonly message: string;
      readonly hint?: string;
      readonly isUnexpected?: boolean;
    };

/** A failure over one file together with those over others; each is told once. */
export function withOthers(cause: Failure, others: readonly Failure[]): Failure {
  const [first = cause, ...rest] = [cause, ...others].flatMap(each =>
    each.code === 'files-invalid' ? [each.cause, ...each.others] : [each],
  );
  const known = new Set([JSON.stringify(first)]);
  const further = rest.filter(each => known.size < known.add(JSON.stringify(each)).size);
  return further.length === 0 ? first : { code: 'files-invalid', cause: first, others: further };
}

/** What a stage was seen to use without declaring it: paths as its pipeline file would name them. */
export interface UndeclaredFiles {
  /** As the user calls it. */
  readonly stage: string;
  /** Its key in the pipeline file. */
  readonly name: string;
  /** The key is that of a group. */
  readonly group?: 'foreach' | 'matrix';
  readonly file: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Carries a failure up through code that has nothing to add to it. Caught where a stage or a command ends. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

type CheckoutFailure = Extract<Failure, { code: 'checkout-failed' }>;

/** The cache does not have what was to be made from it. */
export function isCheckoutFailure(
  error: unknown,
): error is FailureError & { readonly failure: CheckoutFailure } {
  return error instanceof FailureError && error.failure.code === 'checkout-failed';
}
