import { Float, PythonObject, Timestamp } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { floatText } from './float.ts';
import { compareCodePoints } from './order.ts';
import { pyStr } from './text.ts';

/** What can be written: values from files, and plain objects of our own. A `number` with a fraction is a float. */
export type JsonSource =
  | Value
  | readonly JsonSource[]
  | ReadonlyMap<Scalar, JsonSource>
  | { readonly [key: string]: JsonSource | undefined };

export interface JsonOptions {
  /** Blanks per level, one item a line; absent: everything on one line. */
  readonly indent?: number;
  readonly sortKeys?: boolean;
  /** Escapes everything beyond ASCII; the default. */
  readonly ascii?: boolean;
}

/**
 * Writes JSON byte for byte as Python's `json.dumps`: blanks after `,` and `:`, floats by `repr`, `NaN` and
 * `Infinity` bare, keys that are no texts turned into texts.
 *
 * Dates and objects, which Python refuses, are written as texts. Properties that are undefined are left out.
 */
export function dumpJson(value: JsonSource, options: JsonOptions = {}): string {
  const text = options.ascii === false ? quote : quoteAscii;
  const separator = options.indent === undefined ? ', ' : ',';

  const write = (item: JsonSource, line: string): string => {
    if (typeof item === 'string') return text(item);
    if (item instanceof Timestamp || item instanceof PythonObject) return text(item.text);
    if (typeof item !== 'object' || item === null || item instanceof Float) return scalarText(item);
    const inner = options.indent === undefined ? '' : `${line}${' '.repeat(options.indent)}`;
    const isList = Array.isArray(item);
    const parts = isList
      ? (item as readonly JsonSource[]).map(each => inner + write(each, inner))
      : entriesOf(item, options).map(([key, each]) => `${inner}${text(keyText(key))}: ${write(each, inner)}`);
    const body = parts.length === 0 ? '' : parts.join(separator) + (options.indent === undefined ? '' : line);
    return isList ? `[${body}]` : `{${body}}`;
  };
  return write(value, '\n');
}

type Entry = readonly [Scalar, JsonSource];

function entriesOf(item: object, options: JsonOptions): Entry[] {
  const entries: readonly Entry[] =
    item instanceof Map ? [...(item as Map<Scalar, JsonSource>)] : Object.entries(item);
  const present = entries.filter(([, each]: readonly [Scalar, JsonSource | undefined]) => each !== undefined);
  return options.sortKeys === true ? present.sort(([a], [b]) => compareKeys(a, b)) : present;
}

/** Numbers among themselves by size; Python refuses to mix, so any order of mixed keys will do. */
function compareKeys(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareCodePoints(keyText(a), keyText(b));
}

function keyText(key: Scalar): string {
  if (typeof key === 'string' || key instanceof Timestamp || key instanceof PythonObject) return pyStr(key);
  return scalarText(key);
}

function scalarText(value: null | boolean | number | bigint | Float): string {
  if (value === null) return 'null';
  if (value instanceof Float) return jsonFloat(value.value);
  return typeof value === 'number' && !Number.isInteger(value) ? jsonFloat(value) : value.toString();
}

function jsonFloat(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Python and `JSON.stringify` agree on which controls have short escapes. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** A text as `json.dumps` writes it. */
export function quoteAscii(text: string): string {
  const quoted = JSON.stringify(text);
  return BEYOND_ASCII.test(quoted) ? quoted.replace(EACH_BEYOND_ASCII, escapeUnit) : quoted;
}

/** DEL is ASCII, but Python escapes all that is not printable ASCII. */
const BEYOND_ASCII = /[\x7f-\uffff]/;
const EACH_BEYOND_ASCII = new RegExp(BEYOND_ASCII, 'g');

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
