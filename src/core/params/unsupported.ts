import { isList, isMap, PythonObject, Timestamp, Tuple } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { pyTypeName } from '../python/type-name.ts';

/** A value in a place where DVC takes none of its type. `key` is dotted, `found` Python's name of the type. */
export interface Unsupported {
  readonly key: string;
  readonly found: string;
}

/**
 * Finds the first date, tuple or set among parameters that a pipeline file may take values from: DVC takes texts,
 * numbers, booleans, bytes, nothing, and lists and maps of them, and refuses the whole file for anything else. What
 * stands under a key that is no text cannot be named, and does not matter.
 *
 * @source iterative/dvc dvc/parsing/context.py (Container._convert_with_meta).
 */
export function findUnsupported(value: Value, key = ''): Unsupported | undefined {
  const isObject = value instanceof PythonObject && value.type !== 'bytes';
  if (isObject || value instanceof Timestamp || value instanceof Tuple)
    return { key, found: pyTypeName(value) };
  if (!isList(value) && !isMap(value)) return undefined;
  const entries = isList(value) ? value.entries() : value;
  for (const [name, item] of entries) {
    if (item === null || typeof item !== 'object' || (isMap(value) && typeof name !== 'string')) continue;
    const found = findUnsupported(item, key === '' ? pyStr(name) : `${key}.${pyStr(name)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
