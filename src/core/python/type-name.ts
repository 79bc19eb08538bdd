import { Float, isList, PythonObject, Timestamp, Tuple } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** The name of a value's type in Python: `type(value).__name__`. */
export function pyTypeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (value instanceof Float) return 'float';
  if (value instanceof Timestamp) return /^\d{4}-\d\d-\d\d$/.test(value.text) ? 'date' : 'datetime';
  if (value instanceof PythonObject) return value.type;
  if (value instanceof Tuple) return 'tuple';
  return isList(value) ? 'list' : 'dict';
}
