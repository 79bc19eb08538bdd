import type {
  Allowance,
  Gate,
  GatePart,
  GateResult,
  GateRule,
  GateSide,
  GateTrouble,
  Noise,
  OverallVerdict,
  SeedSettings,
  Verdict,
} from '../../model/gate.ts';
import { Float } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { compileGlob } from '../params/glob.ts';
import { closest } from '../schema/closest.ts';
import { holdsZero, mean, noiseOf, standingOf, uncountable, withoutNumber } from './noise.ts';

/** The metrics of one side: file → flattened name → value; or why a file could not be read. */
export type GateValues = ReadonlyMap<string, ReadonlyMap<string, Value> | GateTrouble>;

/** The runs of seeds that a gate asks for: the metrics of each, in the order of the seeds. */
export interface SeedRuns {
  readonly settings: SeedSettings;
  readonly seeds: readonly Scalar[];
  readonly head: readonly GateValues[] | GateTrouble;
  /** Undefined where there is nothing to compare with, or nothing is to be compared. */
  readonly base: readonly GateValues[] | GateTrouble | undefined;
}

/**
 * Judges metrics by gates, each part of each rule by itself.
 *
 * @param base undefined where there is nothing to compare with; a trouble where that cannot be read.
 * @param seeded of gates that ask for seeds, their runs, which count instead of what is there.
 */
export function judge(
  gates: readonly Gate[],
  head: GateValues,
  base: GateValues | GateTrouble | undefined,
  seeded: ReadonlyMap<Gate, SeedRuns> = new Map(),
): readonly GateResult[] {
  return gates.flatMap(gate => {
    const there = metricsFor(gate, head, base ?? { kind: 'no-base' });
    const runs = seeded.get(gate);
    const found = runs === undefined ? there : seededMetrics(gate, runs, there);
    const asked = found.length > 0 ? found : [unmatched(gate, head)];
    return asked.flatMap(metric => judgeMetric(gate, metric));
  });
}

/** The worst of all: a failure is one, whatever else cannot be decided. */
export function overall(results: readonly GateResult[]): OverallVerdict {
  const has = (verdict: Verdict): boolean => results.some(result => result.verdict === verdict);
  if (has('fail')) return 'fail';
  if (has('undecided')) return 'undecided';
  return has('warn') ? 'warn' : 'pass';
}

/** What one side has of a metric; undefined: nothing. */
type Found = Value | GateTrouble | undefined;

/** One metric that a gate is for, on both sides. */
interface Measured {
  readonly file: string;
  readonly metric: string;
  readonly old: Found;
  readonly new: Found;
  /** Where both are means of runs with several seeds. */
  readonly noise?: Noise;
}

function metricsFor(gate: Gate, head: GateValues, base: GateValues | GateTrouble): readonly Measured[] {
  const isFile = compileGlob(gate.file);
  const isMetric = compileGlob(gate.metric);
  // Whoever names a metric outright means a number; wildcards are not for the texts that stand between numbers.
  const isMeant = (value: Found): boolean => PLAIN_METRIC.test(gate.metric) || numberOf(value) !== undefined;
  const files = [...new Set([...head.keys(), ...(isTrouble(base) ? [] : base.keys())])].filter(isFile);
  return files.flatMap(file => {
    const [now, before] = [head.get(file), isTrouble(base) ? base : base.get(file)];
    if (isTrouble(now)) return [{ file, metric: gate.metric, old: undefined, new: now }];
    const names = new Set([...namesOf(now), ...namesOf(before)]);
    return [...names].filter(isMetric).flatMap((metric): Measured[] => {
      const old = isTrouble(before) ? before : before?.get(metric);
      const value = now?.get(metric);
      return isMeant(value) || isMeant(old) ? [{ file, metric, old, new: value }] : [];
    });
  });
}

const PLAIN_METRIC = /^[^*?[]*$/;

function namesOf(values: ReadonlyMap<string, Value> | GateTrouble | undefined): readonly string[] {
  return values === undefined || isTrouble(values) ? [] : [...values.keys()];
}

/** Tells a trouble from values. */
export function isTrouble(value: unknown): value is GateTrouble {
  return typeof value === 'object' && value !== null && 'kind' in value && !(value instanceof Map);
}

/** A gate for what neither side has says so, as a name may be misspelt. */
function unmatched({ file, metric }: Gate, head: GateValues): Measured {
  const isFile = compileGlob(file);
  const files = [...head.keys()];
  const names = files.filter(isFile).flatMap(each => namesOf(head.get(each)));
  const similar = names.length > 0 ? closest(metric, names) : closest(file, files);
  const trouble = { kind: 'no-match', ...(similar === undefined ? {} : { similar }) } as const;
  return { file, metric, old: undefined, new: trouble };
}

/** @param there the metrics that are there without any run: they are told of where the runs are not there. */
function seededMetrics(gate: Gate, runs: SeedRuns, there: readonly Measured[]): readonly Measured[] {
  const { head, base } = runs;
  if (isTrouble(head)) {
    const { file, metric } = gate;
    const asked = there.length > 0 ? there : [{ file, metric }];
    return asked.map(each => ({ file: each.file, metric: each.metric, old: undefined, new: head }));
  }
  const first = isTrouble(base) || base === undefined ? (base ?? { kind: 'no-base' }) : base[0];
  const found = metricsFor(gate, head[0] ?? new Map(), first ?? { kind: 'no-base' });
  return found.map(({ file, metric, old: before }) => {
    const now = numbersOf(runs, 'head', head, file, metric);
    const old = isTrouble(base) || base === undefined ? before : numbersOf(runs, 'base', base, file, metric);
    if (!Array.isArray(now)) return { file, metric, old: undefined, new: now };
    const values = { ...runs, head: now, base: Array.isArray(old) ? old : undefined };
    const noise = noiseOf(values);
    return { file, metric, old: Array.isArray(old) ? mean(old) : old, new: mean(now), noise };
  });
}

/** A metric in each of the runs of one side; undefined where none has it. */
function numbersOf(
  { seeds }: SeedRuns,
  side: GateSide,
  runs: readonly GateValues[],
  file: string,
  metric: string,
): number[] | GateTrouble | undefined {
  const values = runs.map((each): Found => {
    const found = each.get(file);
    return isTrouble(found) ? found : found?.get(metric);
  });
  if (values.every(value => value === undefined)) return undefined;
  const numbers: number[] = [];
  for (const [index, value] of values.entries()) {
    const number = numberOf(value);
    if (number !== undefined) numbers.push(number);
    else if (isTrouble(value)) return value;
    else return withoutNumber(side, seeds[index] ?? null, value === undefined ? 'missing' : 'not-a-number');
  }
  return numbers;
}

function judgeMetric(gate: Gate, measured: Measured): readonly GateResult[] {
  const { file, metric } = measured;
  const [old, now] = [numberOf(measured.old), numberOf(measured.new)];
  const result = (part: GatePart, verdict: Verdict, why?: GateTrouble): GateResult => ({
    ...{ file, metric, gate, part, verdict, old, new: now },
    ...(why === undefined ? {} : { why }),
    ...(measured.noise === undefined ? {} : { noise: measured.noise }),
  });
  const parts = partsOf(gate.rule);
  if (now === undefined) {
    const why = troubleOf(measured.new);
    const isBroken = isLost(why) || why.kind === 'not-a-number';
    const open: Verdict = gate.rule.level === 'warn' && !isLost(why) ? 'warn' : 'undecided';
    // A metric that has gone and is not required decides nothing; what is broken hides what was asked for.
    return parts.map(part => result(part, isBroken || part === 'required' ? open : 'not-evaluated', why));
  }
  const failed: Verdict = gate.rule.level === 'warn' ? 'warn' : 'fail';
  return parts.map(part => {
    if (part === 'required') return result(part, 'pass');
    if (part === 'min' || part === 'max')
      return result(part, isWithin(part, gate.rule, now) ? 'pass' : failed);
    if (old === undefined) {
      const why = baseTrouble(measured.old);
      return result(part, isLost(why) ? 'undecided' : 'not-evaluated', why);
    }
    if (measured.noise !== undefined)
      return { ...result(part, 'pass'), ...judgeChange(measured.noise, part, gate.rule, old, now) };
    return result(part, hasMovedTooFar(part, gate.rule, old, now) ? failed : 'pass');
  });
}

/**
 * Judges a change by the interval that it lies in. Only where all of that is beyond what is allowed has it failed; where
 * it lies on both sides that is said, as a warning where at least it is known that there is a change for the worse.
 */
function judgeChange(
  noise: Noise,
  part: GatePart,
  rule: GateRule,
  old: number,
  now: number,
): Pick<GateResult, 'verdict' | 'noise' | 'why'> {
  const failed: Verdict = rule.level === 'warn' ? 'warn' : 'fail';
  const isLostNumber = noise.pairs.some(pair => Number.isNaN(pair.new) && !Number.isNaN(pair.old));
  if (isLostNumber) return { verdict: failed, noise: { ...noise, standing: 'beyond' } };
  const limit = Math.max(rule.tolerance, limitOf(allowanceOf(part, rule), old)) + roundingError(old, now);
  const standing = standingOf(noise, isDropPart(part, rule), limit);
  if (standing === undefined) return { verdict: 'undecided', noise, why: uncountable(noise) };
  const isUnclear = standing === 'unclear' && !holdsZero(noise);
  const verdict = standing === 'beyond' ? failed : isUnclear ? 'warn' : 'pass';
  return { verdict, noise: { ...noise, standing } };
}

/** What was asked for cannot be read, or was not made. */
function isLost({ kind }: GateTrouble): boolean {
  return kind === 'unreadable' || kind === 'seeds';
}

function baseTrouble(value: Found): GateTrouble {
  return value === undefined ? { kind: 'new-metric' } : troubleOf(value);
}

function troubleOf(value: Found): GateTrouble {
  if (value === undefined) return { kind: 'missing' };
  return isTrouble(value) ? value : { kind: 'not-a-number' };
}

/**
 * The parts that a rule has. A direction with a tolerance and nothing else asks that it gets no worse than that. That a
 * metric is required is asked last, as whatever else is asked of it says so too where it is there.
 */
function partsOf(rule: GateRule): readonly GatePart[] {
  const limits = (['min', 'max', 'maxDrop', 'maxRise'] as const).filter(part => rule[part] !== undefined);
  const parts = limits.length > 0 || rule.direction === undefined ? limits : (['direction'] as const);
  return rule.required ? [...parts, 'required'] : parts;
}

/** NaN is never within anything. */
function isWithin(part: 'min' | 'max', { min, max }: GateRule, value: number): boolean {
  return part === 'min' ? value >= (min ?? -Infinity) : value <= (max ?? Infinity);
}

function hasMovedTooFar(part: GatePart, rule: GateRule, old: number, now: number): boolean {
  if (Number.isNaN(now)) return !Number.isNaN(old);
  const worse = old === now ? 0 : isDropPart(part, rule) ? old - now : now - old;
  if (worse <= rule.tolerance) return false;
  return !(worse <= limitOf(allowanceOf(part, rule), old) + roundingError(old, now));
}

/** Is less worse? */
function isDropPart(part: GatePart, { direction }: GateRule): boolean {
  return part === 'maxDrop' || (part === 'direction' && direction === 'higher');
}

function allowanceOf(part: GatePart, { maxDrop, maxRise }: GateRule): Allowance | undefined {
  return part === 'maxDrop' ? maxDrop : part === 'maxRise' ? maxRise : undefined;
}

function limitOf(allowance: Allowance | undefined, old: number): number {
  if (allowance === undefined) return 0;
  return allowance.unit === 'absolute' ? allowance.amount : (Math.abs(old) * allowance.amount) / 100;
}

/** 0.8 - 0.78 is a little more than 0.02 in doubles; nobody means that. */
function roundingError(old: number, now: number): number {
  return 4 * Number.EPSILON * Math.max(Math.abs(old), Math.abs(now));
}

/** Booleans and texts are no numbers; text that DVCLive writes for NaN and infinity is. */
export function numberOf(value: Found): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return value.value;
  if (typeof value === 'string') return SPOKEN.get(value.toLowerCase());
  return undefined;
}

const SPOKEN: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity],
]);
