import { isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyTypeName } from '../python/type-name.ts';

/**
 * Why a parameter cannot be recorded, in DVC's words; undefined when it can. Dates, sets, bytes and the like cannot:
 * DVC makes JSON of a stage to name its runs.
 */
export function whyUnstorable(value: Value): string | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (isObject(value)) return `Object of type ${pyTypeName(value)} is not JSON serializable`;
  if (isMap(value)) {
    for (const key of value.keys()) {
      if (isObject(key)) return `keys must be str, int, float, bool or None, not ${pyTypeName(key)}`;
    }
  } else if (!isList(value)) return undefined;
  for (const item of value.values()) {
    const why = whyUnstorable(item);
    if (why !== undefined) return why;
  }
  return undefined;
}

function isObject(value: Value): boolean {
  return value instanceof PythonObject || value instanceof Timestamp;
}
