import { isList, isMap, Tuple } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import { pyRepr, pyStr } from '../python/text.ts';

/** The name of a flattened value: keys joined with dots. An integer key at the top stays one, and sorts as one. */
export type FlatName = string | number | bigint;

/**
 * Flattens nested maps: `{a: {b: 1}}` becomes `a.b → 1`. Lists become the text Python shows of them, empty maps
 * vanish, tuples stay. When two places flatten to one name the later one stays.
 */
export function flatten(map: ValueMap): ReadonlyMap<FlatName, Value> {
  const flat = new Map<FlatName, Value>();
  const visit = (node: ValueMap, prefix: string | undefined): void => {
    for (const [key, value] of node) {
      const name = prefix !== undefined ? `${prefix}.${pyStr(key)}` : isInteger(key) ? key : pyStr(key);
      if (isMap(value)) visit(value, typeof name === 'string' ? name : pyStr(name));
      else flat.set(name, isList(value) && !(value instanceof Tuple) ? pyRepr(value) : value);
    }
  };
  visit(map, undefined);
  return flat;
}

/** Orders names: integers by their value and first, then strings by code point. */
export function compareNames(a: FlatName, b: FlatName): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareCodePoints(a, b) : 1;
  return typeof b === 'string' ? -1 : a < b ? -1 : a > b ? 1 : 0;
}

function isInteger(key: unknown): key is number | bigint {
  return typeof key === 'number' || typeof key === 'bigint';
}
