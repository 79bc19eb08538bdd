import type {
  Allowance,
  Gate,
  GatePart,
  GateResult,
  GateRule,
  GateTrouble,
  Verdict,
} from '../../model/gate.ts';
import { Float } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { compileGlob } from '../params/glob.ts';

/** The metrics of one side: file → flattened name → value; or why a file could not be read. */
export type GateValues = ReadonlyMap<string, ReadonlyMap<string, Value> | GateTrouble>;

/**
 * Judges metrics by gates, each part of each rule by itself.
 *
 * @param base undefined where there is nothing to compare with.
 */
export function judge(
  gates: readonly Gate[],
  head: GateValues,
  base: GateValues | undefined,
): readonly GateResult[] {
  return gates.flatMap(gate => {
    const found = metricsFor(gate, head, base);
    if (found.length === 0) return gate.rule.required ? [unmatched(gate)] : [];
    return found.flatMap(metric => judgeMetric(gate, metric));
  });
}

/** The worst of all: a failure is one, whatever else cannot be decided. */
export function overall(
  results: readonly GateResult[],
  { isStrict }: { readonly isStrict: boolean },
): Verdict {
  const has = (verdict: Verdict): boolean => results.some(result => result.verdict === verdict);
  if (has('fail')) return 'fail';
  if (has('undecided') || (isStrict && has('not-evaluated'))) return 'undecided';
  return has('warn') ? 'warn' : 'pass';
}

/** One metric that a gate is for, on both sides. */
interface Measured {
  readonly file: string;
  readonly metric: string;
  readonly old: Value | GateTrouble | undefined;
  readonly new: Value | GateTrouble | undefined;
  readonly hasBase: boolean;
}

function metricsFor(gate: Gate, head: GateValues, base: GateValues | undefined): readonly Measured[] {
  const isFile = compileGlob(gate.file);
  const isMetric = compileGlob(gate.metric);
  const files = [...new Set([...head.keys(), ...(base?.keys() ?? [])])].filter(isFile);
  return files.flatMap(file => {
    const [now, before] = [head.get(file), base?.get(file)];
    const broken = isTrouble(now) ? now : undefined;
    if (broken !== undefined)
      return [{ file, metric: gate.metric, old: undefined, new: broken, hasBase: base !== undefined }];
    const names = new Set([...namesOf(now), ...namesOf(before)]);
    return [...names].filter(isMetric).map(metric => ({
      file,
      metric,
      old: isTrouble(before) ? before : before?.get(metric),
      new: isTrouble(now) ? now : now?.get(metric),
      hasBase: base !== undefined,
    }));
  });
}

function namesOf(values: ReadonlyMap<string, Value> | GateTrouble | undefined): readonly string[] {
  return values === undefined || isTrouble(values) ? [] : [...values.keys()];
}

function isTrouble(value: unknown): value is GateTrouble {
  return typeof value === 'object' && value !== null && 'kind' in value && !(value instanceof Map);
}

function unmatched(gate: Gate): GateResult {
  return {
    ...{ file: gate.file, metric: gate.metric, gate, part: 'required', verdict: 'undecided' },
    ...{ old: undefined, new: undefined, why: { kind: 'no-match' } },
  };
}

function judgeMetric(gate: Gate, measured: Measured): readonly GateResult[] {
  const { file, metric } = measured;
  const [old, now] = [numberOf(measured.old), numberOf(measured.new)];
  const result = (part: GatePart, verdict: Verdict, why?: GateTrouble): GateResult => ({
    ...{ file, metric, gate, part, verdict, old, new: now },
    ...(why === undefined ? {} : { why }),
  });
  if (now === undefined) {
    const why = troubleOf(measured.new);
    // A metric that has gone and is not required decides nothing; a file that is broken hides what was asked for.
    const isAsked = gate.rule.required || why.kind === 'unreadable';
    return [result('required', isAsked ? 'undecided' : 'not-evaluated', why)];
  }
  const failed: Verdict = gate.rule.level === 'warn' ? 'warn' : 'fail';
  return partsOf(gate.rule).map(part => {
    if (part === 'min' || part === 'max')
      return result(part, isWithin(part, gate.rule, now) ? 'pass' : failed);
    if (old === undefined) {
      const why = measured.hasBase ? baseTrouble(measured.old) : ({ kind: 'no-base' } as const);
      return result(part, why.kind === 'unreadable' ? 'undecided' : 'not-evaluated', why);
    }
    return result(part, hasMovedTooFar(part, gate.rule, old, now) ? failed : 'pass');
  });
}

function baseTrouble(value: Measured['old']): GateTrouble {
  return value === undefined ? { kind: 'new-metric' } : troubleOf(value);
}

function troubleOf(value: Value | GateTrouble | undefined): GateTrouble {
  if (value === undefined) return { kind: 'missing' };
  return isTrouble(value) ? value : { kind: 'not-a-number' };
}

/** The parts that a rule has. A direction with a tolerance and nothing else asks that it gets no worse than that. */
function partsOf(rule: GateRule): readonly GatePart[] {
  const parts = (['min', 'max', 'maxDrop', 'maxRise'] as const).filter(part => rule[part] !== undefined);
  return parts.length > 0 || rule.direction === undefined ? parts : ['direction'];
}

/** NaN is never within anything. */
function isWithin(part: 'min' | 'max', { min, max }: GateRule, value: number): boolean {
  return part === 'min' ? value >= (min ?? -Infinity) : value <= (max ?? Infinity);
}

function hasMovedTooFar(part: GatePart, rule: GateRule, old: number, now: number): boolean {
  if (Number.isNaN(now)) return !Number.isNaN(old);
  const isDrop = part === 'maxDrop' || (part === 'direction' && rule.direction === 'higher');
  const worse = old === now ? 0 : isDrop ? old - now : now - old;
  if (worse <= rule.tolerance) return false;
  const allowance = part === 'maxDrop' ? rule.maxDrop : part === 'maxRise' ? rule.maxRise : undefined;
  return !(worse <= limitOf(allowance, old) + roundingError(old, now));
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
function numberOf(value: Value | GateTrouble | undefined): number | undefined {
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
