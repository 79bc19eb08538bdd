import type { Point } from '../../model/plot.ts';
import { Float, isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { numberOf } from './number-of.ts';
import { sampled } from './sample.ts';
import { anchor } from './template.ts';
import type { Chart } from './template.ts';

/** More rows do not show in a picture, but cost time and space for each. */
const MOST_ROWS = 20_000;
/** Where rows are counted, a sample would tell something else. */
const MOST_COUNTED_ROWS = 400_000;

/** Why a picture shows less than the data say. */
export type Remark =
  | {
      readonly kind: 'no-numbers';
      readonly field: string;
      readonly rows: number;
      readonly of: number;
      /** As it stands in the file; undefined where nothing stands there. */
      readonly first: string | undefined;
    }
  | { readonly kind: 'sampled'; readonly rows: number; readonly of: number };

/** Of very many rows of a chart a sample stays. What of them cannot be drawn is told. */
export function drawableChart(
  template: ValueMap,
  chart: Chart,
): { readonly chart: Chart; readonly remarks: readonly Remark[] } {
  const fields = { numeric: new Set<string>(), counts: false };
  lookAt(template, fields);
  const numeric = ['x', 'y'].flatMap(axis => {
    const field = chart.props.get(axis);
    return typeof field === 'string' && fields.numeric.has(anchor(axis)) ? [field] : [];
  });
  const points = sampled(chart.points, numeric, fields.counts ? MOST_COUNTED_ROWS : MOST_ROWS);
  const remarks = numeric.flatMap(field => noNumbers(chart.points, field));
  if (points.length < chart.points.length)
    remarks.push({ kind: 'sampled', rows: points.length, of: chart.points.length });
  return { chart: { ...chart, points }, remarks };
}

/**
 * Makes a filled template fit to be drawn here: text that stands for a number becomes one where numbers are drawn, and
 * what is none becomes nothing.
 *
 * What other programs are given (`--json`) has its values as they stand in the files, as DVC has them.
 */
export function drawableSpec(spec: ValueMap): ValueMap {
  const fields = { numeric: new Set<string>(), counts: false };
  lookAt(spec, fields);
  const drawn = withData(spec, rows => rows.map(row => numbersIn(row, fields.numeric)));
  const names = plainNames(drawn);
  return names.size === 0 ? drawn : withNames(withCopies(drawn, names), names);
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

/** JSON has no word for the others. */
function finite(value: Value): Value {
  if (value instanceof Float && !Number.isFinite(value.value)) return null;
  return typeof value === 'bigint' ? Number(value) : value;
}

function noNumbers(rows: readonly Point[], field: string): Remark[] {
  const lost = rows.filter(row => row.has(field) && numberOf(row.get(field)) === null);
  const [first] = lost;
  if (first === undefined) return [];
  const shown = first.get(field) ?? null;
  const text = shown === null ? '' : pyStr(shown);
  return [
    {
      kind: 'no-numbers',
      field,
      rows: lost.length,
      of: rows.length,
      first: text === '' ? undefined : text,
    },
  ];
}

/**
 * Columns with a name in which Vega would see a way into something, or the end of a text: each gets a name that is none
 * of that. Spelt with backslashes they work in most places of a specification only.
 */
function plainNames(spec: ValueMap): ReadonlyMap<Value, string> {
  const names = new Map<Value, string>();
  withData(spec, rows => {
    for (const name of rows[0]?.keys() ?? []) {
      if (name === null || !/[.[\]'"\\]/.test(name)) continue;
      const plain = `column ${names.size}`;
      // As DVC leaves it in tooltips and groups, and as it spells it for the axes.
      for (const form of [name, name.replace(/[.[\]]/g, '\\$&')]) names.set(form, plain);
    }
    return rows;
  });
  return names;
}

/** The old names stay: expressions of a template may use them. */
function withCopies(spec: ValueMap, names: ReadonlyMap<Value, string>): ValueMap {
  return withData(spec, rows =>
    rows.map(row => {
      const copied = new Map(row);
      for (const [name, value] of row) {
        const plain = names.get(name);
        if (plain !== undefined) copied.set(plain, value);
      }
      return copied;
    }),
  );
}

/** Keys under which names of fields stand. */
const NAMING = new Set<Scalar>([
  ...['field', 'groupby', 'key', 'fields', 'loess', 'on', 'regression', 'argmax', 'argmin'],
]);

function withNames(map: ValueMap, names: ReadonlyMap<Value, string>): ValueMap {
  const inside = (value: Value): Value =>
    isMap(value) ? withNames(value, names) : isList(value) ? value.map(inside) : value;
  const spelt = (value: Value): Value => names.get(value) ?? inside(value);
  return new Map(
    [...map].map(([key, value]) => {
      if (key === 'data') return [key, value];
      const isName = NAMING.has(key) || (key === 'value' && map.has('pivot'));
      return [key, !isName ? inside(value) : isList(value) ? value.map(spelt) : spelt(value)];
    }),
  );
}
