import { Float, Timestamp } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { leave } from './cursor.ts';
import { readPlain } from './plain.ts';

/** Longer keys are written in another form, and shorter ones must fit in what YAML looks ahead. */
const MAX_KEY_LENGTH = 1000;

/** Adds an entry whose key is new. Kinds of keys that Python may take for one another are uncommon. */
export function addEntry(map: Map<Scalar, Value>, key: Scalar, value: Value): void {
  if (typeof key === 'string') {
    if (key.length > MAX_KEY_LENGTH) leave();
  } else if (typeof key === 'boolean' || key instanceof Float || key instanceof Timestamp) leave();
  const before = map.size;
  map.set(key, value);
  if (map.size === before) leave();
}

/** The value of an unquoted text. */
export function plainValue(text: string): Scalar {
  const value = readPlain(text);
  return value === undefined ? leave() : value;
}
