import { studentQuantile } from './student.ts';

/** Where a mean lies, as far as a few measurements tell. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The confidence interval of the mean change between measurements that belong together in pairs: both runs of a pair
 * had the same seed, so that what the seed does to both alike cancels out.
 *
 * The changes are taken for independent and about normally distributed: Student's t with one degree of freedom less
 * than there are pairs.
 *
 * @param level such as 0.95.
 * @returns undefined for less than two pairs, of which nobody can tell how they vary.
 * @source Student (1908), "The probable error of a mean", Biometrika 6.
 */
export function pairedInterval(
  pairs: readonly (readonly [before: number, after: number])[],
  level: number,
): Interval | undefined {
  const count = pairs.length;
  if (count < 2) return undefined;
  const changes = pairs.map(([before, after]) => after - before);
  const mean = sum(changes) / count;
  const variance = sum(changes.map(change => (change - mean) ** 2)) / (count - 1);
  const reach = studentQuantile((1 - level) / 2, count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - reach, high: mean + reach };
}

/**
 * Is a change for the worse more than what is allowed? Only where all of the interval lies on one side of the limit is
 * that known.
 *
 * @param worse the interval of the change, counted so that more is worse.
 */
export function compareToLimit(worse: Interval, limit: number): 'beyond' | 'within' | 'unclear' {
  if (worse.low > limit) return 'beyond';
  return worse.high <= limit ? 'within' : 'unclear';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
