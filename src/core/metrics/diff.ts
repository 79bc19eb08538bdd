import { isList, isMap, isNumeric } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { readJson } from '../json/read.ts';
import { valuesEqual } from '../python/equal.ts';
import { compareCodePoints } from '../python/order.ts';
import { pyRepr, pyStr } from '../python/text.ts';
import { isTruthy } from '../reading/truth.ts';
import { compareNames, flatten } from './flatten.ts';
import type { FlatName } from './flatten.ts';
import { subtract } from './subtract.ts';

/** One value on both sides; null where it is not there. Lists are the text Python shows of them. */
export interface Change {
  readonly old: Value;
  readonly new: Value;
  /** `new - old`, unrounded; only between numbers, and booleans count as such. */
  readonly diff?: Value;
}

/** File → flattened name → change. Files by code point, names in their order; no file is without a change. */
export type Changes = ReadonlyMap<string, ReadonlyMap<string, Change>>;

/** The values of each file at one revision: what `extractMetrics` or `pickParams` made of it. */
export type FileValues = ReadonlyMap<string, Value>;

interface Sides {
  readonly old: FileValues;
  readonly new: FileValues;
}

/**
 * Compares metrics or parameters of two revisions. A file that one side lacks counts as empty there.
 *
 * Values are equal as in Python: `1`, `1.0` and `true` are, NaN never equals itself.
 *
 * @param options `unchanged` keeps equal values too.
 */
export function diffValues(sides: Sides, options: { readonly unchanged: boolean }): Changes {
  const files = [...new Set([...sides.old.keys(), ...sides.new.keys()])].sort(compareCodePoints);
  const changes = new Map<string, ReadonlyMap<string, Change>>();
  for (const file of files) {
    const changed = diffFile(
      sides.old.get(file) ?? NOTHING,
      sides.new.get(file) ?? NOTHING,
      options.unchanged,
    );
    if (changed.size > 0) changes.set(file, changed);
  }
  return changes;
}

const NOTHING: Value = new Map();

function diffFile(before: Value, after: Value, unchanged: boolean): ReadonlyMap<string, Change> {
  const old = unwrap(before);
  const new_ = unwrap(after);
  if (isMap(old) || isMap(new_)) return diffFlat(old, new_, unchanged);
  const change = diffValue(old, new_, unchanged);
  return change === undefined ? new Map() : new Map([['', change]]);
}

/**
 * A file that holds one bare string, or a list, is taken for JSON where it reads as such.
 *
 * @source dvc/utils/diff.py: lists are turned into text first, and text is then tried as JSON.
 */
function unwrap(value: Value): Value {
  if (typeof value !== 'string' && !isList(value)) return value;
  const text = isList(value) ? pyRepr(value) : value;
  const read = readJson(text);
  return read.ok ? read.value : text;
}

function diffFlat(before: Value, after: Value, unchanged: boolean): ReadonlyMap<string, Change> {
  const old = namesOf(before);
  const new_ = namesOf(after);
  const names = [...new Set([...old.values.keys(), ...new_.values.keys()])].sort(compareNames);
  const changes = new Map<string, Change>();
  for (const name of names) {
    const change = diffValue(
      old.values.get(name) ?? old.otherwise,
      new_.values.get(name) ?? new_.otherwise,
      unchanged,
    );
    if (change !== undefined) changes.set(pyStr(name), change);
  }
  return changes;
}

/** DVC's words for every name of the other side when this side holds a bare value. */
const BARE_VALUE = 'unable to parse';

function namesOf(value: Value): { readonly values: ReadonlyMap<FlatName, Value>; readonly otherwise: Value } {
  if (isMap(value)) return { values: flatten(value), otherwise: null };
  return { values: new Map(), otherwise: isTruthy(value) ? BARE_VALUE : null };
}

function diffValue(old: Value, new_: Value, unchanged: boolean): Change | undefined {
  const [oldItem, newItem] = [onlyItem(old), onlyItem(new_)];
  if (oldItem !== undefined && newItem !== undefined) return diffValue(oldItem, newItem, unchanged);
  if (!unchanged && valuesEqual(old, new_)) return undefined;
  return isNumeric(old) && isNumeric(new_)
    ? { old, new: new_, diff: subtract(new_, old) }
    : { old, new: new_ };
}

function onlyItem(value: Value): Value | undefined {
  return isList(value) && value.length === 1 ? value[0] : undefined;
}
