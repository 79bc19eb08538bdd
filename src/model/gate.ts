import type { RepoPath } from './path.ts';
import type { SourcePlace } from './stage.ts';
import type { Scalar } from './value.ts';

/** How far a metric may move: by so much, or by so many percent of its old value. */
export interface Allowance {
  readonly amount: number;
  readonly unit: 'absolute' | 'percent';
}

/** Compare several runs of both sides, with another seed each, instead of the one that is there. */
export interface SeedSettings {
  /** The parameter that holds the seed: its file, and its dotted key there. */
  readonly file: RepoPath;
  readonly key: string;
  /** So many of them, or these. */
  readonly values: number | readonly Scalar[];
}

/** What is asked of metrics. Numbers are in the metric's own unit. */
export interface GateRule {
  /** Which way is better. Without it no change is good or bad by itself. */
  readonly direction?: 'higher' | 'lower';
  readonly min?: number;
  readonly max?: number;
  readonly maxDrop?: Allowance;
  readonly maxRise?: Allowance;
  /** Changes of no more than this are none. */
  readonly tolerance: number;
  readonly required: boolean;
  readonly level: 'fail' | 'warn';
  readonly seeds?: SeedSettings;
}

/** A rule, and what it is for. */
export interface Gate {
  /** Pattern of paths of metrics files. */
  readonly file: string;
  /** Pattern of names of metrics. */
  readonly metric: string;
  readonly rule: GateRule;
  readonly place: SourcePlace;
}

/** Which part of a rule was asked. */
export type GatePart = 'min' | 'max' | 'maxDrop' | 'maxRise' | 'direction' | 'required';

/**
 * What a gate says of one metric. `undecided`: it was asked for and cannot be told, see `why`. `not-evaluated`: there is
 * nothing to compare with, which is no mistake.
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'undecided' | 'not-evaluated';

/** What all gates say together. */
export type OverallVerdict = Exclude<Verdict, 'not-evaluated'>;

/** One part of one gate for one metric. */
export interface GateResult {
  readonly file: string;
  readonly metric: string;
  readonly gate: Gate;
  readonly part: GatePart;
  readonly verdict: Verdict;
  /** Undefined where there is no such number. Of runs with several seeds, their mean. */
  readonly old: number | undefined;
  readonly new: number | undefined;
  /** Of what is undecided or not evaluated. */
  readonly why?: GateTrouble;
  /** Of runs with several seeds. */
  readonly noise?: Noise;
}

/** What runs with several seeds measured, and what that says of the change. */
export interface Noise {
  readonly settings: SeedSettings;
  readonly pairs: readonly SeedPair[];
  /** Of the mean change; absent where there is nothing to compare with. */
  readonly interval?: { readonly level: number; readonly low: number; readonly high: number };
  /** Does all of the interval lie on one side of what is allowed? Absent where no change is asked about. */
  readonly standing?: 'beyond' | 'within' | 'unclear';
}

/** Two runs with the same seed. */
export interface SeedPair {
  readonly seed: Scalar;
  readonly old: number | undefined;
  readonly new: number;
}

/** The two states that are compared. */
export type GateSide = 'base' | 'head';

export type GateTrouble =
  | { readonly kind: 'no-base' | 'new-metric' | 'missing' | 'not-a-number' }
  /** Neither side has it. `similar`: what was probably meant. */
  | { readonly kind: 'no-match'; readonly similar?: string }
  | { readonly kind: 'unreadable'; readonly revision: string; readonly detail: string }
  /** The base has nothing that a seed could be given to. */
  | { readonly kind: 'seedless-base'; readonly detail: string }
  /** There are not all runs of seeds that were asked for. `lines`: what a stage that failed printed last. */
  | {
      readonly kind: 'seeds';
      readonly detail: string;
      readonly hint?: string;
      readonly lines?: readonly string[];
    }
  /** The interval of the change lies on both sides of what is allowed. */
  | { readonly kind: 'unclear' };
