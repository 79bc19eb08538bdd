import { PLOT_ANCHOR } from '../../model/layout.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import type { PlotTrouble } from '../../model/plot.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { compareCodePoints } from '../python/order.ts';
import type { Drawable } from './points.ts';
import type { SeriesRows } from './series-rows.ts';
import { SQUARE } from './square.ts';
import type { PlotSize } from './square.ts';
import type { Source } from './sources.ts';

/** A plot with all its revisions, ready to be drawn. */
export interface Chart extends Drawable {
  /** In the order in which they were asked for; those without rows left out. */
  readonly revisions: readonly string[];
}

/** Anchors that stay in a specification, for whoever draws it to fill in. */
export type Apart = ReadonlySet<string>;
export const NOTHING_APART: Apart = new Set();
/** With `--split`. */
export const SPLIT: Apart = new Set([
  ...['color', 'data', 'plot_height', 'plot_width', 'shape', 'stroke_dash', 'title', 'tooltip'],
  ...['x_label', 'y_label', 'zoom_and_pan'],
]);
/** May be missing in a template; those that one series has no use for become `{}`. */
const OPTIONAL = [
  ...['color', 'column', 'group_by_x', 'group_by_y', 'group_by', 'pivot_field', 'plot_height', 'plot_width'],
  ...['row', 'shape', 'stroke_dash', 'tooltip', 'zoom_and_pan'],
];
const COLORS = ['#945dd6', '#13adc7', '#f46837', '#48bb78', '#4299e1', '#ed8936', '#f56565'];
const DASHES = [
  [1, 0],
  [8, 8],
  [8, 4],
  [4, 4],
  [4, 2],
  [2, 1],
  [1, 1],
];
const SHAPES = ['circle', 'square', 'triangle', 'diamond'];

/** What varies from series to series: nothing, the file, the field, or both. */
type Varied = readonly ('filename' | 'field')[];

/** A template with everything of a chart in it but the data. */
export interface FilledTemplate {
  /** Vega-Lite, with {@link DATA} where the data belong. */
  readonly content: ValueMap;
  /** What belongs at the anchors that were to stay. */
  readonly anchors: ReadonlyMap<Scalar, Value>;
  /** The data, which say what tells series apart. */
  readonly rows: readonly SeriesRows[];
}

/**
 * Puts a chart into a template.
 *
 * @param content the template, as a Vega-Lite specification with anchors (`<DVC_METRIC_X>`) in it.
 * @source iterative/dvc-render src/dvc_render/vega.py (get_filled_template).
 */
export function fillTemplate(
  { name, content }: { readonly name: string; readonly content: ValueMap },
  chart: Chart,
  apart: Apart,
  size: PlotSize = SQUARE,
): Result<FilledTemplate, PlotTrouble> {
  for (const axis of ['x', 'y']) {
    const field = chart.props.get(axis);
    if (typeof field === 'string' && field !== '' && !chart.rows.some(rows => has(rows, field)))
      return err({
        type: 'NoFieldInDataError',
        message: `Field '${field}' does not exist in provided data.`,
      });
  }
  if (!anchorsIn(content).has(DATA))
    return err({
      type: 'BadTemplateError',
      message: `Template '${name}' is not using '${DATA}' anchor`,
    });
  const filling = new Filling(content, apart);
  const varied = fillOptional(filling, chart, size);
  const rows = varied === undefined ? chart.rows : chart.rows.map(each => toldApart(each, varied));
  const given: readonly (readonly [string, Value | undefined])[] = [
    ['title', chart.props.get('title') ?? ''],
    ['x', escaped(chart.props.get('x'))],
    ['y', escaped(chart.props.get('y'))],
    ['x_label', chart.props.get('x_label') ?? chart.props.get('x')],
    ['y_label', chart.props.get('y_label') ?? chart.props.get('y')],
  ];
  for (const [key, value] of given) if (value !== undefined && value !== null) filling.put(key, value);
  return ok({ content: filling.content, anchors: filling.anchors, rows });
}

/** Puts the data, row by row, where they belong. */
export function withPoints(
  { content, anchors, rows }: FilledTemplate,
  apart: Apart,
): Omit<FilledTemplate, 'rows'> {
  const points = rows.flatMap(each => Array.from({ length: each.length }, (_, row) => each.point(row)));
  return apart.has('data')
    ? { content, anchors: new Map([...anchors, [DATA, points]]) }
    : { content: replaced(content, [{ anchor: DATA, value: points }]), anchors };
}

function has(rows: SeriesRows, field: string): boolean {
  const cells = rows.cells(field);
  for (let row = 0; row < rows.length; row += 1) if (cells?.(row) !== undefined) return true;
  return false;
}

class Filling {
  readonly anchors = new Map<Scalar, Value>();
  readonly #template: ValueMap;
  readonly #apart: Apart;
  readonly #open: Set<string>;
  readonly #puts: Put[] = [];

  constructor(template: ValueMap, apart: Apart) {
    this.#template = template;
    this.#apart = apart;
    const found = anchorsIn(template);
    this.#open = new Set(OPTIONAL.filter(name => found.has(anchor(name))));
  }

  get content(): ValueMap {
    return replaced(this.#template, this.#puts);
  }

  get hasOptional(): boolean {
    return this.#open.size > 0;
  }

  /** An optional anchor, if the template has it. */
  offer(name: string, value: Value): void {
    if (this.#open.delete(name)) this.put(name, value);
  }

  put(name: string, value: Value): void {
    if (this.#apart.has(name)) this.anchors.set(anchor(name), value);
    else this.#puts.push({ anchor: anchor(name), value });
  }

  emptyRest(): void {
    for (const name of this.#open) this.#puts.push({ anchor: anchor(name), value: new Map() });
  }
}

/** @returns what varies; undefined for a template that has no place for it. */
function fillOptional(
  filling: Filling,
  { revisions, series, props }: Chart,
  { width, height }: PlotSize,
): Varied | undefined {
  if (!filling.hasOptional) return undefined;
  filling.offer('color', scaleOf('rev', revisions, COLORS));
  filling.offer('zoom_and_pan', mapOf({ name: 'grid', select: 'interval', bind: 'scales' }));
  filling.offer('plot_height', height);
  filling.offer('plot_width', width);
  const x = props.get('x') ?? null;
  const y = props.get('y') ?? null;
  const isOne = series.length <= 1;
  const varied = isOne ? [] : variedIn(series);
  const together = varied.join('::');
  const groups = isOne ? ['rev'] : ['rev', together];
  filling.offer('group_by', groups);
  filling.offer('group_by_x', [...groups, x]);
  filling.offer('group_by_y', [...groups, y]);
  filling.offer('pivot_field', ['rev', ...varied].map(name => `datum.${name}`).join(" + '::' + "));
  if (!isOne) {
    for (const name of ['row', 'column']) filling.offer(name, mapOf({ field: together, sort: [] }));
  }
  const fields: readonly Value[] = ['rev', x, y, ...(isOne ? [] : [together])];
  filling.offer(
    'tooltip',
    fields.map(field => mapOf({ field })),
  );
  if (isOne) {
    filling.emptyRest();
    return [];
  }
  const legend = mapOf({ symbolFillColor: 'transparent', symbolStrokeColor: 'grey' });
  const domain = domainOf(series, varied);
  for (const [name, range] of [['stroke_dash', DASHES] as const, ['shape', SHAPES] as const])
    filling.offer(name, new Map([...scaleOf(together, domain, range), ['legend', legend]]));
  return varied;
}

function variedIn(series: readonly Source[]): Varied {
  const isVaried = (values: readonly string[]): boolean => new Set(values).size > 1;
  return [
    ...(isVaried(series.map(({ file }) => file)) ? (['filename'] as const) : []),
    ...(isVaried(series.map(({ field }) => field)) ? (['field'] as const) : []),
  ];
}

function domainOf(series: readonly Source[], varied: Varied): readonly string[] {
  const names = series.map(({ file, field }) =>
    varied.map(name => (name === 'filename' ? file : field)).join('::'),
  );
  return [...new Set(names)].sort(compareCodePoints);
}

/** The rows, saying only what tells their series from others. */
function toldApart(rows: SeriesRows, varied: Varied): SeriesRows {
  const [only, other] = varied;
  const together = varied.map(name => rows.saidText(name)).join('::');
  const more = other === undefined ? [] : ([['filename::field', together]] as const);
  const isSaid = (name: string): boolean => other === undefined && name === only;
  return rows.saying(
    new Map(more),
    ['filename', 'field'].filter(name => !isSaid(name)),
  );
}

/** A domain that is longer than the range begins it anew. */
function scaleOf(field: string, domain: readonly string[], range: readonly Value[]): ValueMap {
  const cycled = domain.map((_, index) => range[index % range.length] ?? null);
  return mapOf({ field, scale: mapOf({ domain, range: cycled }) });
}

function mapOf(entries: Readonly<Record<string, Value>>): ValueMap {
  return new Map(Object.entries(entries));
}

export function anchor(name: string): string {
  return `<${PLOT_ANCHOR}${name.toUpperCase()}>`;
}

/** Where the data belong. */
export const DATA = anchor('data');

/** Vega takes dots and brackets in the name of a field for the way to a part of it. */
function escaped(field: Value | undefined): Value | undefined {
  return typeof field === 'string' ? field.replace(/[.[\]]/g, '\\$&') : field;
}

const known = new WeakMap<ValueMap, ReadonlySet<string>>();

/** All that are the value of some key. Lists in lists are not looked into. */
function anchorsIn(template: ValueMap): ReadonlySet<string> {
  const before = known.get(template);
  if (before !== undefined) return before;
  const found = new Set<string>();
  const collect = (value: Value): void => {
    if (typeof value === 'string' && value.startsWith(`<${PLOT_ANCHOR}`)) found.add(value);
    if (!isMap(value)) return;
    for (const each of value.values())
      if (!isList(each)) collect(each);
      else for (const item of each) if (!isList(item)) collect(item);
  };
  collect(template);
  known.set(template, found);
  return found;
}

/** What is put at an anchor. */
interface Put {
  readonly anchor: string;
  readonly value: Value;
}

/**
 * Puts one after the other: what is put in may have anchors of later ones in it. A whole text becomes the value, whatever
 * it is; a part of one only where the value is a text as well, and the text is no item of a list.
 */
function replaced(map: ValueMap, puts: readonly Put[], from = 0): ValueMap {
  const result = new Map<Scalar, Value>();
  for (const [key, each] of map) result.set(key, replacedIn(each, puts, from, true));
  return result;
}

function replacedIn(value: Value, puts: readonly Put[], from: number, isProperty: boolean): Value {
  if (isMap(value)) return replaced(value, puts, from);
  if (isList(value)) return value.map(each => replacedIn(each, puts, from, false));
  if (typeof value !== 'string' || !value.includes(`<${PLOT_ANCHOR}`)) return value;
  let text = value;
  for (const [at, { anchor: wanted, value: put }] of puts.entries()) {
    if (at < from) continue;
    if (text === wanted && typeof put !== 'string') return replacedIn(put, puts, at + 1, isProperty);
    if (typeof put === 'string' && (isProperty || text === wanted)) text = text.replaceAll(wanted, () => put);
  }
  return text;
}
