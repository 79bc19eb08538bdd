import { Float, isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Python's `bool()`: nothing, false, zeros, and whatever is empty are false. NaN is true. */
export function isTruthy(value: Value): boolean {
  if (isMap(value)) return value.size > 0;
  if (isList(value)) return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  return value !== null && value !== false && value !== 0 && value !== 0n && value !== '';
}
