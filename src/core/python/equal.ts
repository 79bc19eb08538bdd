import { Float, isList, isMap, isNumeric, PythonObject, Timestamp, Tuple } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';

/**
 * Python's `==`: `1`, `1.0` and `True` are equal, NaN is not equal to itself, the order of a map's keys does not
 * count, that of a list does. A tuple equals no list.
 */
export function valuesEqual(a: Value, b: Value): boolean {
  return equal(a, b, (one, other) => one === other);
}

/** As {@link valuesEqual}, but NaN is what it is: for what is read twice to see whether anything changed. */
export function valuesSame(a: Value, b: Value): boolean {
  return equal(a, b, (one, other) => Object.is(one, other));
}

/** Are the items of two lists or tuples equal? */
export function itemsEqual(a: readonly Value[], b: readonly Value[]): boolean {
  return allEqual(a, b, (one, other) => one === other);
}

type NumbersEqual = (a: number | bigint, b: number | bigint) => boolean;

function equal(a: Value, b: Value, numbers: NumbersEqual): boolean {
  if (isNumeric(a)) return isNumeric(b) && numbers(numericValue(a), numericValue(b));
  if (isList(a)) return isList(b) && a instanceof Tuple === b instanceof Tuple && allEqual(a, b, numbers);
  if (isMap(a)) return isMap(b) && mapsEqual(a, b, numbers);
  if (a instanceof Timestamp) return b instanceof Timestamp && a.text === b.text;
  if (a instanceof PythonObject) return b instanceof PythonObject && a.type === b.type && a.repr === b.repr;
  return a === b;
}

function allEqual(a: readonly Value[], b: readonly Value[], numbers: NumbersEqual): boolean {
  return a.length === b.length && a.every((item, i) => equal(item, b[i] ?? null, numbers));
}

/**
 * A name for a map's key such that two keys have the same name exactly when Python takes them for one key.
 * Texts are their own name where no other kind of key can be mistaken for them.
 */
export function keyIdentity(key: Scalar): string | number | bigint | null {
  if (typeof key === 'string') return key;
  if (isNumeric(key)) return numericValue(key);
  if (key instanceof PythonObject) return `\0${key.type}\0${key.repr}`;
  return key === null ? null : `\0${key.text}`;
}

/** An integer that fits is a number, so that `number` and `bigint` never name the same value. */
function numericValue(value: number | bigint | boolean | Float): number | bigint {
  const plain = value instanceof Float ? value.value : value;
  if (typeof plain === 'bigint') return plain;
  const number = Number(plain) + 0;
  return Number.isSafeInteger(number) || !Number.isInteger(number) ? number : BigInt(number);
}

function mapsEqual(a: ValueMap, b: ValueMap, numbers: NumbersEqual): boolean {
  if (a.size !== b.size) return false;
  let byIdentity: Map<string | number | bigint | null, Value> | undefined;
  for (const [key, value] of a) {
    let other = b.get(key);
    if (other === undefined && typeof key !== 'string') {
      byIdentity ??= new Map([...b].map(([each, item]) => [keyIdentity(each), item]));
      other = byIdentity.get(keyIdentity(key));
    }
    if (other === undefined || !equal(value, other, numbers)) return false;
  }
  return true;
}
