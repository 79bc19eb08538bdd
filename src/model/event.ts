import type { Diagnostic } from './diagnostic.ts';
import type { Failure, UndeclaredFiles } from './failure.ts';
import type { OutputRole } from './stage.ts';

/**
 * Everything that happens while a command works, as plain JSON: a log of events replays to the same screen.
 * `stage` is the stage's address as seen from the current folder. Times are milliseconds.
 */
export type Event =
  /** A project was found; from now on its names are used. */
  | { readonly type: 'project-opened'; readonly layout: 'mltrack' | 'dvc' }
  /** Another process works on the project, or on this absolute path of it, and this one waits for it. */
  | { readonly type: 'lock-awaited'; readonly holder: string; readonly path?: string }
  | { readonly type: 'stage-skipped'; readonly stage: string; readonly data: boolean }
  /** `first` is false when another stage ran directly before: plain output puts a blank line between them. */
  | { readonly type: 'stage-separated' }
  | { readonly type: 'stage-frozen'; readonly stage: string; readonly hides?: 'status' }
  | {
      readonly type: 'stage-verifying';
      readonly stage: string;
      readonly what: 'outputs' | 'data sources';
      readonly frozen: boolean;
    }
  | { readonly type: 'stage-started'; readonly stage: string; readonly reasons: readonly PrintableReason[] }
  | { readonly type: 'stage-restored'; readonly stage: string }
  /** Objects of these files did not hold what their names say, and are gone from the cache. `stage` makes them again. */
  | { readonly type: 'objects-damaged'; readonly paths: readonly string[]; readonly stage?: string }
  /** `sideBySide`: others run meanwhile, and what they print may stand in between. */
  | {
      readonly type: 'command-started';
      readonly stage: string;
      readonly command: string;
      readonly sideBySide?: boolean;
    }
  /** Lines that a stage printed, where several run side by side. */
  | {
      readonly type: 'stage-output';
      readonly stage: string;
      readonly stream: 'stdout' | 'stderr';
      readonly lines: readonly string[];
    }
  /** The last lines that a failed stage printed, told again at the end, as other output may stand behind them. */
  | {
      readonly type: 'stage-tail';
      readonly stage: string;
      readonly lines: readonly string[];
      /** So many others that failed ended with the same lines. */
      readonly alike: number;
    }
  /** So many failed stages whose last lines are not told again, as those of so many others are. */
  | { readonly type: 'tails-left-out'; readonly stages: number }
  /** A command that failed runs once more. */
  | {
      readonly type: 'stage-retried';
      readonly stage: string;
      readonly failure: Failure;
      readonly attempt: number;
      readonly of: number;
    }
  /** It was ended before it was done, as another one had failed. */
  | { readonly type: 'stage-ended'; readonly stage: string }
  /** Stages that run right now, by name, and how many are done, failed ones among them; told again as time passes. */
  | {
      readonly type: 'stages-running';
      readonly stages: readonly string[];
      readonly done: number;
      readonly failed: number;
      readonly total: number;
      readonly elapsedMs: number;
    }
  /** Gates have both sides run with several seeds, and this run goes on; told again as time passes. None: that is over. */
  | {
      readonly type: 'seeds-running';
      readonly run?: {
        readonly seed: string;
        readonly index: number;
        readonly of: number;
        readonly side: 'base' | 'head';
      };
      readonly elapsedMs?: number;
    }
  /** Its command ran to the end, and what it made is recorded. */
  | { readonly type: 'stage-finished'; readonly stage: string; readonly elapsedMs: number }
  | ({ readonly type: 'files-undeclared' } & UndeclaredFiles)
  | {
      readonly type: 'stage-failed';
      readonly stage: string;
      readonly failure: Failure;
      readonly ignored: boolean;
    }
  | { readonly type: 'stages-dropped'; readonly stages: readonly string[] }
  | { readonly type: 'lock-written'; readonly file: string; readonly created: boolean }
  /** `created`: the file was not there. `replaced`: a stage of that name was. */
  | {
      readonly type: 'pipeline-written';
      readonly file: string;
      readonly stage: string;
      readonly created: boolean;
      readonly replaced: boolean;
    }
  | { readonly type: 'stage-added'; readonly stage: string; readonly file: string }
  /** `elapsedMs`: from the first stage to the last, however many ran at a time. */
  | {
      readonly type: 'repro-finished';
      readonly ran: boolean;
      /** Nothing was done, only told. */
      readonly dry?: boolean;
      readonly elapsedMs: number;
    }
  /** It ended before all was done: so many stages failed, were ended while they ran, or were not begun. */
  | {
      readonly type: 'repro-stopped';
      readonly failed: number;
      readonly ended: number;
      readonly left: number;
      readonly elapsedMs: number;
    }
  /** Everything is done until one of so many files is edited. */
  | { readonly type: 'watching'; readonly files: number }
  | { readonly type: 'git-hint'; readonly paths: readonly string[]; readonly autostage: boolean }
  | { readonly type: 'output-empty'; readonly path: string; readonly role: OutputRole }
  /** Of several targets, or of several runs, one failed; the command goes on with the next. */
  | { readonly type: 'target-failed'; readonly failure: Failure }
  /** A revision whose pipeline or lock files cannot be read: its values count as absent. */
  | {
      readonly type: 'revision-unreadable';
      readonly kind: 'metrics' | 'params';
      readonly revision: string;
      readonly failure: Failure;
    }
  /** A file that cannot be read, where the rest is shown without it. */
  | { readonly type: 'file-left-out'; readonly failure: Failure }
  /** One file of a revision that cannot be read: its values count as absent. */
  | {
      readonly type: 'values-unreadable';
      readonly file: string;
      readonly revision: string;
      readonly why: string;
      /** All mistakes, where it is one with places. */
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Revisions of which something could not be read. */
  | {
      readonly type: 'revisions-troubled';
      readonly revisions: readonly string[];
      readonly what: 'metrics' | 'plots';
    }
  | { readonly type: 'warning'; readonly message: string; readonly hint?: string }
  /** `detail`: more than DVC says. Where stdout equals DVC's it goes to stderr. */
  | { readonly type: 'notice'; readonly message: string; readonly level?: 'debug' | 'detail' }
  /** Work that may take long. `total` is undefined while it is not known. */
  | {
      readonly type: 'progress';
      readonly task: string;
      readonly done: number;
      readonly total: number | undefined;
      readonly unit: 'files' | 'bytes' | 'stages';
    }
  | { readonly type: 'progress-ended' };

/** A reason with its values as text, so that an event stays plain JSON. */
export type PrintableReason = string;
