import type { PageTable } from '../../model/plot-page.ts';
import type { PlotTrouble } from '../../model/plot.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { tableOf } from './page-data.ts';
import { remarksOn, sampleText } from './remark.ts';
import type { Remark } from './remark.ts';
import { sampled } from './sample.ts';
import { countRows } from './series-rows.ts';
import type { SeriesRows } from './series-rows.ts';
import type { PlotSize } from './square.ts';
import { tallied } from './tally.ts';
import { anchor, fillTemplate } from './template.ts';
import type { Apart, Chart } from './template.ts';

/** More rows do not show in a picture, but cost time and space for each. */
export const MOST_ROWS = 20_000;
/** Where rows are counted, a sample would tell something else. */
const MOST_COUNTED = 20;

/** A chart as it is drawn, on a page as well as on paper. */
export interface DrawableChart {
  /** Vega-Lite, with the anchor of the data in it, and those that were to stay. */
  readonly spec: ValueMap;
  readonly data: readonly PageTable[];
  /** The chart with the rows that are drawn. */
  readonly chart: Chart;
  /** Says how many rows of all are drawn; undefined: all. */
  readonly sample: string | undefined;
  readonly remarks: readonly Remark[];
}

export interface DrawingOptions {
  readonly apart: Apart;
  readonly size?: PlotSize;
  /** How many rows are drawn at most. */
  readonly most?: number;
}

/**
 * Makes a chart fit to be drawn: of very many rows a sample stays, text that stands for a number becomes one where
 * numbers are drawn, and what is none becomes nothing.
 *
 * What other programs are given (`--json`) has its values as they stand in the files, as DVC has them.
 */
export function drawableOf(
  template: { readonly name: string; readonly content: ValueMap },
  chart: Chart,
  { apart, size, most = MOST_ROWS }: DrawingOptions,
): Result<DrawableChart, PlotTrouble> {
  const filled = fillTemplate(template, chart, apart, size);
  if (!filled.ok) return filled;
  const axes = axesOf(template.content, chart);
  const tally = tallied(filled.value.content, filled.value.rows, most);
  const content = tally?.content ?? filled.value.content;
  const { numeric, areCounted } = fieldsIn(content);
  const rows = tally?.rows ?? sampled(filled.value.rows, axes, areCounted ? most * MOST_COUNTED : most);
  const names = plainNames(rows);
  const spec = names.size === 0 ? content : withNames(content, names);
  const options = { numeric, ...columnNames(spec, names) };
  const [count, all] = [countRows(rows), countRows(chart.rows)];
  return ok({
    spec,
    data: rows.map(each => tableOf(each, options)),
    chart: { ...chart, rows },
    sample: tally !== undefined || count === all ? undefined : sampleText(count, all),
    remarks: remarksOn(chart.rows, axes),
  });
}

/** The fields of the axes on which a template draws numbers. */
export function axesOf(template: ValueMap, { props }: Chart): readonly string[] {
  const { numeric } = fieldsIn(template);
  return ['x', 'y'].flatMap(axis => {
    const field = props.get(axis);
    return typeof field === 'string' && numeric.has(anchor(axis)) ? [field] : [];
  });
}

interface Fields {
  readonly numeric: Set<string>;
  /** Is a row drawn for what it counts, not for itself? */
  areCounted: boolean;
}

const known = new WeakMap<ValueMap, Fields>();

/** What a specification says of the fields that it draws. */
function fieldsIn(spec: ValueMap): Fields {
  const before = known.get(spec);
  if (before !== undefined) return before;
  const fields = { numeric: new Set<string>(), areCounted: false };
  lookAt(spec, fields);
  known.set(spec, fields);
  return fields;
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
  if (isList(value.get('aggregate')) || value.get('aggregate') === 'count') fields.areCounted = true;
  for (const [key, each] of value) if (key !== 'data') lookAt(each, fields);
}

/** A field as the data call it. */
function plain(field: string): string {
  return field.replace(/\\([.[\]])/g, '$1');
}

/** As DVC spells a field for the axes. */
function spelt(field: string): string {
  return field.replace(/[.[\]]/g, '\\$&');
}

/** Letters in which Vega would see a way into something, or the end of a text, and those that look like them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '.': '\u2024',
  '[': '\u27e6',
  ']': '\u27e7',
  "'": '\u2019',
  '"': '\u201d',
  '\\': '\u2216',
};

/** For columns with such letters: the names that they are drawn by. Backslashes help in most places only. */
function plainNames(all: readonly SeriesRows[]): ReadonlyMap<string, string> {
  const taken = new Set<string | null>(all.flatMap(rows => rows.names));
  const names = new Map<string, string>();
  for (const name of [...taken]) {
    if (name === null || !/[.[\]'"\\]/.test(name)) continue;
    let alike = name.replace(/[.[\]'"\\]/g, letter => LOOK_ALIKES[letter] ?? '');
    while (taken.has(alike)) alike += '\u2009';
    taken.add(alike);
    names.set(name, alike);
  }
  return names;
}

interface ColumnNames {
  readonly names: ReadonlyMap<string, string>;
  /** Those that stay under their old name as well. */
  readonly kept: ReadonlySet<string>;
}

/** Expressions of a template spell names as they are. */
function columnNames(spec: ValueMap, names: ReadonlyMap<string, string>): ColumnNames {
  if (names.size === 0) return { names, kept: new Set() };
  const expressions = [...textsIn(spec)].filter(text => text.includes('datum'));
  const kept = [...names.keys()].filter(name => expressions.some(text => text.includes(name)));
  return { names, kept: new Set(kept) };
}

function* textsIn(value: Value): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (isList(value)) for (const each of value) yield* textsIn(each);
  else if (isMap(value)) for (const each of value.values()) yield* textsIn(each);
}

/** Keys under which names of fields stand. */
const NAMING = new Set<Scalar>([
  ...['field', 'groupby', 'key', 'fields', 'loess', 'on', 'regression', 'argmax', 'argmin'],
]);

function withNames(spec: ValueMap, names: ReadonlyMap<string, string>): ValueMap {
  const forms = new Map<Value, string>(
    [...names].flatMap(([name, alike]) => [
      [name, alike],
      [spelt(name), alike],
    ]),
  );
  const inside = (value: Value): Value =>
    isMap(value) ? renamed(value) : isList(value) ? value.map(inside) : value;
  const name = (value: Value): Value => forms.get(value) ?? inside(value);
  const renamed = (map: ValueMap): ValueMap =>
    new Map(
      [...map].map(([key, value]) => {
        const isName = NAMING.has(key) || (key === 'value' && map.has('pivot'));
        return [key, !isName ? inside(value) : isList(value) ? value.map(name) : name(value)];
      }),
    );
  return renamed(spec);
}
