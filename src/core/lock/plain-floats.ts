import { Float, isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Drops the source text of floats: a lock file gets them as Python would print them, not as somebody wrote them. */
export function plainFloats(value: Value): Value {
  if (value instanceof Float) return value.text === undefined ? value : new Float(value.value);
  if (isList(value)) return value.map(plainFloats);
  if (isMap(value))
    return new Map(
      [...value].map(([key, item]) => [key instanceof Float ? new Float(key.value) : key, plainFloats(item)]),
    );
  return value;
}
