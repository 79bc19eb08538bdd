import type { Point } from '../../model/plot.ts';
import { Float, isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { sampled } from './sample.ts';

/** More rows do not show in a picture, but cost time and space for each. */
const MOST_ROWS = 20_000;
/** Where rows are counted, a sample would tell something else. */
const MOST_COUNTED_ROWS = 400_000;

/** Why a picture shows less than the data say. */
export type Remark =
  | { readonly kind: 'no-numbers'; readonly field: string; readonly rows: number; readonly first: string }
  | { readonly kind: 'sampled'; readonly rows: number; readonly of: number };

/**
 * Makes a filled template fit to be drawn here: text that stands for numbers becomes numbers where numbers are drawn,
 * what is none is left out, and of very many rows a sample stays.
 *
 * What other programs are given (`--json`) has its values as they stand in the files, as DVC has them.
 */
export function drawableSpec(spec: ValueMap): {
  readonly spec: ValueMap;
  readonly remarks: readonly Remark[];
} {
  const fields = { numeric: new Set<string>(), counts: false };
  lookAt(spec, fields);
  const remarks: Remark[] = [];
  const drawn = withData(spec, rows => {
    const most = fields.counts ? MOST_COUNTED_ROWS : MOST_ROWS;
    const numbers = rows.map(row => numbersIn(row, fields.numeric));
    remarks.push(...noNumbers(rows, numbers, fields.numeric));
    const kept = sampled(numbers, [...fields.numeric], most);
    if (kept.length < rows.length) remarks.push({ kind: 'sampled', rows: kept.length, of: rows.length });
    return kept;
  });
  const columns = oddColumns(drawn);
  return { spec: columns.size === 0 ? drawn : escapedIn(drawn, columns), remarks };
}

interface Fields {
  readonly numeric: Set<string>;
  /** Is a row drawn for what it counts, not for itself? */
  counts: boolean;
}

/** Transforms that reckon with the field under this key. */
const RECKONED = ['loess', 'on', 'regression', 'density', 'quantile'];

function lookAt(value: Value, fields: Fields): void {
  if (isList(value)) for (const each of value) lookAt(each, fields);
  if (!isMap(value)) return;
  const named = value.get('field');
  if (typeof named === 'string' && value.get('type') === 'quantitative') fields.numeric.add(plain(named));
  for (const key of RECKONED) {
    const field = value.get(key);
    if (typeof field === 'string') fields.numeric.add(plain(field));
  }
  if (isList(value.get('aggregate')) || value.get('aggregate') === 'count') fields.counts = true;
  for (const [key, each] of value) if (key !== 'data') lookAt(each, fields);
}

/** A field as the data call it. */
function plain(field: string): string {
  return field.replace(/\\([.[\]])/g, '$1');
}

function withData(spec: ValueMap, change: (rows: readonly Point[]) => readonly Point[]): ValueMap {
  const result = new Map<Scalar, Value>();
  for (const [key, value] of spec) {
    const rows = key === 'data' && isMap(value) ? value.get('values') : undefined;
    if (isMap(value) && isList(rows) && rows.every(isMap))
      result.set(key, new Map<Scalar, Value>([...value, ['values', change(rows as readonly Point[])]]));
    else if (isMap(value)) result.set(key, withData(value, change));
    else
      result.set(
        key,
        isList(value) ? value.map(each => (isMap(each) ? withData(each, change) : each)) : value,
      );
  }
  return result;
}

function numbersIn(row: Point, numeric: ReadonlySet<string>): Point {
  const result = new Map<string | null, Value>();
  for (const [name, value] of row) {
    // The rest of a row that is too long has no name by which it could be drawn.
    if (name !== null) result.set(name, numeric.has(name) ? numberOf(value) : finite(value));
  }
  return result;
}

/** Null for what is no number; booleans are 0 and 1. */
export function numberOf(value: Value | undefined): number | null {
  const number =
    value instanceof Float
      ? value.value
      : typeof value === 'string' && NUMBER.test(value)
        ? Number(value)
        : typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
          ? Number(value)
          : NaN;
  return Number.isFinite(number) ? number : null;
}

/** As Python and C print them; JavaScript takes more than that for a number: `''`, `0x10`. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** JSON has no word for the others. */
function finite(value: Value): Value {
  if (value instanceof Float && !Number.isFinite(value.value)) return null;
  return typeof value === 'bigint' ? Number(value) : value;
}

function noNumbers(
  rows: readonly Point[],
  numbers: readonly Point[],
  numeric: ReadonlySet<string>,
): readonly Remark[] {
  return [...numeric].flatMap((field): Remark[] => {
    const isLost = (_: Point, index: number): boolean => numbers[index]?.get(field) === null;
    const first = rows.find(isLost);
    if (first === undefined) return [];
    const shown = first.get(field) ?? null;
    return [
      {
        kind: 'no-numbers',
        field,
        rows: rows.filter(isLost).length,
        first: shown === null ? '' : pyStr(shown),
      },
    ];
  });
}

/** Columns with a name that Vega would take for a way into something. */
function oddColumns(spec: ValueMap): ReadonlySet<string> {
  const odd = new Set<string>();
  withData(spec, rows => {
    for (const name of rows[0]?.keys() ?? []) if (name !== null && /[.[\]]/.test(name)) odd.add(name);
    return rows;
  });
  return odd;
}

/** Keys under which names of fields stand. DVC escapes those of the axes, but not those of tooltips and groups. */
const NAMING = new Set(['field', 'groupby', 'key', 'fields']);

function escapedIn(map: ValueMap, odd: ReadonlySet<string>): ValueMap {
  const escaped = (value: Value): Value =>
    typeof value === 'string' && odd.has(value) ? value.replace(/[.[\]]/g, '\\$&') : value;
  const inside = (value: Value): Value =>
    isMap(value) ? escapedIn(value, odd) : isList(value) ? value.map(inside) : value;
  return new Map(
    [...map].map(([key, value]) => {
      if (key === 'data') return [key, value];
      const isName = NAMING.has(String(key as string));
      return [key, isName ? (isList(value) ? value.map(escaped) : escaped(inside(value))) : inside(value)];
    }),
  );
}
