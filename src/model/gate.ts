import type { SourcePlace } from './stage.ts';

/** How far a metric may move: by so much, or by so many percent of its old value. */
export interface Allowance {
  readonly amount: number;
  readonly unit: 'absolute' | 'percent';
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
  /** Undefined where there is no such number. */
  readonly old: number | undefined;
  readonly new: number | undefined;
  /** Of what is undecided or not evaluated. */
  readonly why?: GateTrouble;
}

export type GateTrouble =
  | { readonly kind: 'no-base' | 'new-metric' | 'missing' | 'not-a-number' }
  /** Neither side has it. `similar`: what was probably meant. */
  | { readonly kind: 'no-match'; readonly similar?: string }
  | { readonly kind: 'unreadable'; readonly revision: string; readonly detail: string };
