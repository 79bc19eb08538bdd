import { Float, isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';

/**
 * Drops the source text of floats: a lock file gets them as Python would print them, not as somebody wrote them. What
 * was one object in several places still is: the lock names it once and refers to it. Between two calls nothing is
 * shared, as DVC reads the lock again for every stage.
 */
export function plainFloats(params: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const made = new Map<Value, Value>();
  const plainScalar = (value: Scalar): Scalar =>
    value instanceof Float && value.text !== undefined ? new Float(value.value) : value;
  const plain = (value: Value): Value => {
    if (!isList(value) && !isMap(value)) return plainScalar(value);
    const known = made.get(value);
    if (known !== undefined) return known;
    const copy = isList(value)
      ? value.map(plain)
      : new Map([...value].map(([key, item]) => [plainScalar(key), plain(item)] as const));
    made.set(value, copy);
    return copy;
  };
  return new Map([...params].map(([name, value]) => [name, plain(value)]));
}
