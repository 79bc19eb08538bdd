import type { GateSide, GateTrouble, Noise, SeedPair, SeedSettings } from '../../model/gate.ts';
import type { Scalar } from '../../model/value.ts';
import { compareToLimit, pairedInterval } from '../statistics/paired.ts';
import { numberText } from './numbers.ts';
import { seedText } from './seeds.ts';

/** How sure an interval is. */
const LEVEL = 0.95;

/** What one metric was with each of the seeds. */
export interface SeededValues {
  readonly settings: SeedSettings;
  readonly seeds: readonly Scalar[];
  readonly head: readonly number[];
  /** Undefined where there is nothing to compare with. */
  readonly base: readonly number[] | undefined;
}

export function mean(values: readonly number[]): number {
  const [first = NaN] = values;
  // Adding up and dividing again may miss it by a little.
  if (values.every(value => value === first)) return first;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What the runs say of the change, whatever is allowed. */
export function noiseOf({ settings, seeds, head, base }: SeededValues): Noise {
  const pairs = seeds.map((seed, index): SeedPair => ({ seed, old: base?.[index], new: head[index] ?? NaN }));
  const found = base === undefined ? undefined : pairedInterval(changesAsPairs(pairs), LEVEL);
  if (found === undefined || !Number.isFinite(found.mean)) return { settings, pairs };
  const { low, high } = found;
  return { settings, pairs, interval: { level: LEVEL, low, high } };
}

/** The change of a pair by itself: numbers that are equal have not changed, be they infinite or NaN. */
function changesAsPairs(pairs: readonly SeedPair[]): readonly (readonly [number, number])[] {
  return pairs.map(({ old = NaN, new: now }) => [0, Object.is(old, now) || old === now ? 0 : now - old]);
}

/**
 * Where a change lies, measured against what is allowed.
 *
 * @param isDrop less is worse.
 * @returns undefined where that cannot be counted: a pair has a number that is infinite, or none any more.
 */
export function standingOf(
  { interval }: Noise,
  isDrop: boolean,
  limit: number,
): 'beyond' | 'within' | 'unclear' | undefined {
  if (interval === undefined) return undefined;
  const { low, high } = isDrop ? { low: -interval.high, high: -interval.low } : interval;
  return compareToLimit({ low, high, mean: (low + high) / 2 }, limit);
}

/** Cannot it be told whether there was a change at all? */
export function holdsZero({ interval }: Noise): boolean {
  return interval !== undefined && interval.low <= 0 && interval.high >= 0;
}

/** A run that is there and has no such number. */
export function withoutNumber(side: GateSide, seed: Scalar, found: 'missing' | 'not-a-number'): GateTrouble {
  const what = found === 'missing' ? 'there is no such metric' : 'it is not a number';
  return { kind: 'seeds', detail: `seed ${seedText(seed)} at ${side}: ${what}` };
}

/** Of a pair that no difference can be made of. */
export function uncountable({ pairs }: Noise): GateTrouble {
  const pair = pairs.find(({ old = NaN, new: now }) => !Object.is(old, now) && !Number.isFinite(now - old));
  if (pair === undefined) return { kind: 'unclear' };
  const numbers = `${numberText(pair.old ?? NaN)} → ${numberText(pair.new)}`;
  return {
    kind: 'seeds',
    detail: `seed ${seedText(pair.seed)}: ${numbers} is no change that can be counted`,
  };
}
