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
  /** Tracked data that is not what it was. */
  readonly data: readonly DataRow[];
  /** Charts that the project declares. */
  readonly plots: readonly PlotRow[];
  /** Pictures that stages make, and those that are declared as plots. */
  readonly pictures: readonly PictureRow[];
  /** Of the metrics that matter most, a few. */
  readonly history: readonly MetricHistory[];
  /** What could not be read, a sentence each. */
  readonly troubles: readonly string[];
  readonly look: ReportLook;
}

/** What can stand in a report. */
export const SECTIONS = [
  'title',
  'alert',
  'metrics',
  'log',
  'stages',
  'params',
  'data',
  'plots',
  'images',
  'history',
  'pipeline',
  'unchanged',
  'footer',
] as const;

export type SectionName = (typeof SECTIONS)[number];

/** How the project wants its reports. */
export interface ReportLook {
  /** Digits behind the point, more where a change would not be seen. Absent: as usual. */
  readonly precision?: number;
  /** The report from the top. */
  readonly parts: readonly ReportPart[];
  /** The words around the sections are the project's own. */
  readonly isOwn: boolean;
}

/** Markdown of whoever wrote the template, or a place for a section. */
export type ReportPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'section'; readonly name: SectionName };

export interface ReportHead {
  readonly commit?: string;
  /** The workspace holds what is not in that commit. */
  readonly isDirty: boolean;
}

/**
 * What a change of a metric is worth. `other`: it is neither better nor worse, or nobody knows which way is better.
 * `unknown`: one side cannot be read.
 */
export type Worth = 'better' | 'worse' | 'other' | 'same' | 'new' | 'gone' | 'unknown';

/** One metric on both sides. */
export interface MetricRow {
  readonly file: string;
  /** Empty for a file that holds one bare value. */
  readonly name: string;
  /** Null where it is not. */
  readonly old: Value;
  readonly new: Value;
  readonly worth: Worth;
  /** The project does not want it among those that are seen at once. */
  readonly isAside: boolean;
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

/** One output or file of the project that is tracked as data. */
export interface DataRow {
  readonly path: RepoPath;
  /** Absent on the side that does not have it. */
  readonly old?: DataSize;
  readonly new?: DataSize;
}

/** As far as it is recorded. */
export interface DataSize {
  readonly bytes?: number;
  readonly files?: number;
}

/** What became of a chart or picture. Where there is nothing to compare with, all are new. */
export type Appearance = 'changed' | 'new' | 'gone' | 'same';

/** A chart, both sides in one. */
export interface PlotRow {
  readonly name: string;
  readonly change: Appearance;
  /** Absent where no pictures are wanted, of what is the same on both sides, and of what cannot be drawn. */
  readonly drawn?: DrawnPlot;
  /** What of it is not drawn, and why: a sentence each. */
  readonly troubles: readonly string[];
}

export interface DrawnPlot {
  readonly format: PlotFormat;
  readonly bytes: Uint8Array;
}

export type PlotFormat = 'png' | 'svg';

/** A metric in the commits that changed its file, on the line of history that leads to the base. */
export interface MetricHistory {
  readonly file: string;
  readonly name: string;
  /** The oldest first, the base or the last one before it at the end. Undefined: it is no number there. */
  readonly points: readonly { readonly commit: string; readonly value: number | undefined }[];
  readonly now: number | undefined;
}

/** A picture. `base` is absent where there is nothing to compare with. */
export interface PictureRow {
  readonly path: RepoPath;
  readonly head: PictureSide;
  readonly base?: PictureSide;
  /** The same are those whose pixels are, as far as they can be compared. */
  readonly change: Appearance;
}

/**
 * `lost`: it is neither there, nor in git, nor in the cache. `absent`: that side has no such output. `outside`: it is a
 * link that leads out of the project. `broken`: what is there is no picture.
 */
export type PictureSide =
  | { readonly kind: 'here'; readonly bytes: Uint8Array }
  | { readonly kind: 'lost' | 'absent' | 'outside' | 'broken' }
  | { readonly kind: 'too-large'; readonly bytes: number };
