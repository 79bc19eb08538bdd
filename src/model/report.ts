import type { Base } from './base.ts';
import type { GateResult, OverallVerdict } from './gate.ts';
import type { RepoPath } from './path.ts';
import type { Value } from './value.ts';

/**
 * What a change of the project means, before it is text: what has to run, what changed in the metrics, is it good enough.
 */
export interface Report {
  /** Of the project: its folder's name. */
  readonly name: string;
  readonly base: Base;
  readonly head: ReportHead;
  /** Absent where no gates are declared. */
  readonly gates?: { readonly verdict: OverallVerdict; readonly results: readonly GateResult[] };
  /** All of them, in the order of files and names. */
  readonly metrics: readonly MetricRow[];
  /** Those that changed. */
  readonly params: readonly ParamRow[];
  /** In the order in which they run. */
  readonly stages: readonly StageRow[];
  /** Pictures that stages make. */
  readonly pictures: readonly PictureRow[];
  /** What could not be read, a sentence each. */
  readonly troubles: readonly string[];
}

export interface ReportHead {
  readonly commit?: string;
  /** The workspace holds what is not in that commit. */
  readonly isDirty: boolean;
}

/** What a change of a metric is worth. `other`: it is neither better nor worse, or nobody knows which way is better. */
export type Worth = 'better' | 'worse' | 'other' | 'same' | 'new' | 'gone';

/** One metric on both sides. */
export interface MetricRow {
  readonly file: string;
  /** Empty for a file that holds one bare value. */
  readonly name: string;
  /** Null where it is not. */
  readonly old: Value;
  readonly new: Value;
  readonly worth: Worth;
}

export interface ParamRow {
  readonly file: string;
  readonly name: string;
  readonly old: Value;
  readonly new: Value;
}

export interface StageRow {
  readonly name: string;
  readonly state: 'new' | 'changed' | 'same' | 'stale' | 'failed';
  /** A sentence each: what it reads or does that is not what it was. */
  readonly why: readonly string[];
  /** How its last run on this machine ended, and what it took. */
  readonly run?: {
    readonly outcome: 'ran' | 'restored' | 'failed';
    readonly elapsedMs: number;
    readonly exit?: number;
  };
  /** The last lines that a failed run printed. */
  readonly tail?: string;
  /** Names of stages that it reads from. */
  readonly upstream: readonly string[];
}

/** A picture that a stage makes. `base` is absent where there is nothing to compare with. */
export interface PictureRow {
  readonly path: RepoPath;
  readonly head: PictureSide;
  readonly base?: PictureSide;
}

/** `lost`: it is neither there, nor in git, nor in the cache. `absent`: that side has no such output. */
export type PictureSide =
  | { readonly kind: 'here'; readonly bytes: Uint8Array }
  | { readonly kind: 'lost' | 'absent' }
  | { readonly kind: 'too-large'; readonly bytes: number };
