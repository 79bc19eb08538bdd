import type { SeedSettings } from '../../model/gate.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';

/**
 * The seeds to run with. Of a number of them the first is the declared one, whose run is there in most cases, then come
 * 1, 2, 3 and so on without it.
 *
 * @param declared what the parameter is where nobody changes it.
 */
export function seedsOf({ values }: SeedSettings, declared: Value): readonly Scalar[] {
  if (typeof values !== 'number') return values;
  const first = isSeed(declared) ? [declared] : [];
  const counted = Array.from({ length: values }, (_, index) => index + 1);
  return [...first, ...counted.filter(seed => !first.some(each => valuesEqual(each, seed)))].slice(0, values);
}

/** Nothing, or `true`, is no seed: it means that any will do. */
function isSeed(value: Value): value is Scalar {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
}

/** Whoever asks for the same seeds twice gets the same runs. */
export function settingsKey({ file, key, values }: SeedSettings): string {
  return JSON.stringify([file, key, typeof values === 'number' ? values : values.map(seedText)]);
}

export function seedText(seed: Scalar): string {
  return pyStr(seed);
}
