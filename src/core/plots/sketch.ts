import type { PlotProps, Point } from '../../model/plot.ts';
import type { Curve, CurveRow, MatrixSketch, Range, Sketch } from '../../model/sketch.ts';
import { isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import { pyStr } from '../python/text.ts';
import { numberOf } from './number-of.ts';
import { sampled } from './sample.ts';
import type { Source } from './sources.ts';
import type { Chart } from './template.ts';
import { marksIn } from './template-marks.ts';

/** A terminal has no more dots than that in a line. */
const MOST_POINTS = 4_000;
/** More do not fit beside each other. */
const MOST_NAMES = 20;

/** Puts into a few dots what a template would draw of a chart; undefined where nothing can be. */
export function sketchOf(title: string, template: ValueMap, chart: Chart): Sketch['content'] | undefined {
  if (chart.points.length === 0) return undefined;
  if (template.has('facet')) return matrices(chart, title);
  const { kinds, yType } = marksIn(template);
  if (kinds.has('bar') && yType === 'nominal') return bars(chart);
  const isLine = kinds.has('line') || kinds.has('area');
  if (hasNumbers(chart, 'y') && hasNumbers(chart, 'x')) return curves(chart, isLine);
  return !isLine && areFew(chart) ? matrices(chart, title) : undefined;
}

function hasNumbers({ points, props }: Chart, axis: string): boolean {
  const field = textOf(props, axis);
  return points.some(point => numberOf(point.get(field)) !== null);
}

/** How many rows there are of each kind is all that names on an axis have to say. */
function areFew(chart: Chart): boolean {
  return ['x', 'y'].every(axis => {
    const field = textOf(chart.props, axis);
    const names = new Set<string>();
    for (const point of chart.points) if (names.size <= MOST_NAMES) names.add(textIn(point, field));
    return names.size <= MOST_NAMES;
  });
}

function curves(chart: Chart, isLine: boolean): Sketch['content'] {
  const [x, y] = [textOf(chart.props, 'x'), textOf(chart.props, 'y')];
  const points = sampled(chart.points, [x, y], MOST_POINTS);
  const namer = namerOf(chart);
  const rows = seriesNames(chart).map((name): CurveRow => {
    const isMine = (point: Point): boolean => namer?.(sourceOf(point)) === name;
    return {
      name,
      panels: chart.revisions.map(revision => {
        const mine = (all: readonly Point[]): readonly Point[] =>
          all.filter(point => point.get('rev') === revision && isMine(point));
        return curve(revision, mine(points), mine(chart.points), { x, y, isLine });
      }),
    };
  });
  const all = rows.flatMap(({ panels }) => panels.flatMap(panel => panel.points));
  return {
    kind: 'curves',
    isLine,
    xLabel: textOf(chart.props, 'x_label'),
    yLabel: textOf(chart.props, 'y_label'),
    x: rangeOf(all.map(point => point.x)),
    y: rangeOf(all.flatMap(point => (point.y === null ? [] : [point.y]))),
    rows,
  };
}

function curve(
  name: string,
  points: readonly Point[],
  all: readonly Point[],
  { x, y, isLine }: { readonly x: string; readonly y: string; readonly isLine: boolean },
): Curve {
  const drawn = points.flatMap(point => {
    const at = numberOf(point.get(x));
    return at === null ? [] : [{ x: at, y: numberOf(point.get(y)) }];
  });
  const values = all.flatMap(point => numberOf(point.get(y)) ?? []);
  const { from, to } = rangeOf(values);
  return {
    name,
    points: isLine ? drawn.sort((a, b) => a.x - b.x) : drawn,
    last: isLine ? valueAtEnd(all, x, y) : values.at(-1),
    ...(values.length === 0 ? { low: undefined, high: undefined } : { low: from, high: to }),
  };
}

/** Where x is largest; of several rows there the last one's. */
function valueAtEnd(points: readonly Point[], x: string, y: string): number | undefined {
  let end = { x: -Infinity, y: undefined as number | undefined };
  for (const point of points) {
    const [at, value] = [numberOf(point.get(x)), numberOf(point.get(y))];
    if (at !== null && value !== null && at >= end.x) end = { x: at, y: value };
  }
  return end.y;
}

function bars(chart: Chart): Sketch['content'] {
  const [x, y] = [textOf(chart.props, 'x'), textOf(chart.props, 'y')];
  const groups = new Map<string, { revision: string; value: number }[]>();
  const namer = namerOf(chart);
  for (const point of chart.points) {
    const value = numberOf(point.get(x));
    const series = namer === undefined ? '' : `${namer(sourceOf(point))} `;
    const name = `${series}${textIn(point, y)}`;
    if (value === null) continue;
    groups.set(name, [...(groups.get(name) ?? []), { revision: textIn(point, 'rev'), value }]);
  }
  const values = [...groups.values()].flatMap(each => each.map(({ value }) => value));
  const { from, to } = rangeOf([0, ...values]);
  return {
    kind: 'bars',
    label: textOf(chart.props, 'x_label'),
    range: { from, to },
    revisions: chart.revisions,
    groups: [...groups].map(([name, each]) => ({ name, bars: each })),
  };
}

function matrices(chart: Chart, title: string): MatrixSketch {
  const [x, y] = [textOf(chart.props, 'x'), textOf(chart.props, 'y')];
  const labels = (field: string): readonly string[] =>
    [...new Set(chart.points.map(point => textIn(point, field)))].sort(compareLabels);
  const [columns, rows] = [labels(x), labels(y)];
  const template = chart.props.get('template');
  const isShare = typeof template === 'string' && template.includes('normalized');
  const namer = namerOf(chart);
  const panels = seriesNames(chart).flatMap(series =>
    chart.revisions.map(revision => {
      const counts = new Map<string, number>();
      for (const point of chart.points) {
        if (point.get('rev') !== revision) continue;
        if (namer?.(sourceOf(point)) !== series) continue;
        const cell = JSON.stringify([textIn(point, y), textIn(point, x)]);
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
      return {
        name: series === undefined ? revision : `${revision} ${series}`,
        columns,
        isShare,
        rows: rows.map(name => ({
          name,
          counts: shares(
            columns.map(column => counts.get(JSON.stringify([name, column])) ?? 0),
            isShare,
          ),
        })),
      };
    }),
  );
  return {
    kind: 'matrices',
    xLabel: textOf(chart.props, 'x_label') || title,
    yLabel: textOf(chart.props, 'y_label'),
    panels,
  };
}

function shares(counts: readonly number[], isShare: boolean): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return isShare ? counts.map(count => (sum === 0 ? 0 : count / sum)) : counts;
}

/** Numbers by what they are worth. */
function compareLabels(a: string, b: string): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  return first !== null && second !== null ? first - second : compareCodePoints(a, b);
}

/** How a row's series is called; undefined where there is one series alone. */
type Namer = ((source: Source) => string) | undefined;

function namerOf({ series }: Chart): Namer {
  if (series.length < 2) return undefined;
  const isOneFile = new Set(series.map(({ file }) => file)).size === 1;
  const isOneField = new Set(series.map(({ field }) => field)).size === 1;
  return ({ file, field }) => (isOneFile ? field : isOneField ? file : `${file}::${field}`);
}

function seriesNames(chart: Chart): readonly (string | undefined)[] {
  const name = namerOf(chart);
  return name === undefined ? [undefined] : [...new Set(chart.series.map(name))];
}

function sourceOf(point: Point): Source {
  return { file: textIn(point, 'filename'), field: textIn(point, 'field') };
}

function textOf(props: PlotProps, name: string): string {
  const value = props.get(name);
  return value === undefined || value === null ? '' : shownText(value);
}

function textIn(point: Point, name: string): string {
  return shownText(point.get(name) ?? null);
}

function shownText(value: Value): string {
  return isMap(value) ? '' : pyStr(value);
}

function rangeOf(values: readonly number[]): Range {
  const from = values.reduce((least, value) => Math.min(least, value), Infinity);
  const to = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return from > to ? { from: 0, to: 0 } : { from, to };
}
