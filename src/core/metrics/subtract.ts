import { Float } from '../../model/value.ts';

/** What Python counts with: integers of any size, floats, and booleans as 1 and 0. */
export type PyNumber = number | bigint | boolean | Float;

/** Subtracts as Python does: exact among integers, in doubles as soon as one side is a float. */
export function subtract(a: PyNumber, b: PyNumber): number | bigint | Float {
  if (a instanceof Float || b instanceof Float) return new Float(toDouble(a) - toDouble(b));
  const difference = BigInt(a) - BigInt(b);
  const small = Number(difference);
  return Number.isSafeInteger(small) ? small : difference;
}

function toDouble(value: PyNumber): number {
  return value instanceof Float ? value.value : Number(value);
}
