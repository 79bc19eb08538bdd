import type { PlotProps } from '../../model/plot.ts';
import type { Curve, CurveRow, MatrixSketch, Range, Sketch } from '../../model/sketch.ts';
import { isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import { pyStr } from '../python/text.ts';
import { drawnNumber } from './drawn-number.ts';
import { sampled } from './sample.ts';
import { distinct } from './series-rows.ts';
import type { SeriesRows } from './series-rows.ts';
import type { Source } from './sources.ts';
import type { Chart } from './template.ts';
import { marksIn } from './template-marks.ts';

/** A terminal has no more dots than that in a line. */
const MOST_POINTS = 4_000;
/** More do not fit beside each other. */
const MOST_NAMES = 20;

/** Puts into a few dots what a template would draw of a chart; undefined where nothing can be. */
export function sketchOf(title: string, template: ValueMap, chart: Chart): Sketch['content'] | undefined {
  if (chart.rows.length === 0) return undefined;
  if (template.has('facet')) return matrices(chart, title);
  const { kinds, yType } = marksIn(template);
  if (kinds.has('bar') && yType === 'nominal') return bars(chart);
  const isLine = kinds.has('line') || kinds.has('area');
  if (hasNumbers(chart, 'y') && hasNumbers(chart, 'x')) return curves(chart, isLine);
  return !isLine && areFew(chart) ? matrices(chart, title) : undefined;
}

function hasNumbers({ rows, props }: Chart, axis: string): boolean {
  const field = textOf(props, axis);
  return rows.some(each => each.numbers(field).some(value => !Number.isNaN(value)));
}

/** How many rows there are of each kind is all that names on an axis have to say. */
function areFew(chart: Chart): boolean {
  return ['x', 'y'].every(axis => labelsOf(chart, textOf(chart.props, axis)).size <= MOST_NAMES);
}

function labelsOf({ rows }: Chart, field: string): ReadonlySet<string> {
  return new Set([...distinct(rows, field)].map(shownText));
}

function curves(chart: Chart, isLine: boolean): Sketch['content'] {
  const [x, y] = [textOf(chart.props, 'x'), textOf(chart.props, 'y')];
  const sample = sampled(chart.rows, [x, y], MOST_POINTS);
  const namer = namerOf(chart);
  const rows = seriesNames(chart).map((name): CurveRow => {
    return {
      name,
      panels: chart.revisions.map(revision => {
        const mine = (all: readonly SeriesRows[]): readonly SeriesRows[] =>
          all.filter(each => each.saidText('rev') === revision && namer?.(sourceOf(each)) === name);
        return curve(revision, mine(sample), mine(chart.rows), { x, y, isLine });
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
  sample: readonly SeriesRows[],
  all: readonly SeriesRows[],
  { x, y, isLine }: { readonly x: string; readonly y: string; readonly isLine: boolean },
): Curve {
  const drawn = sample.flatMap(rows => {
    const [xs, ys] = [rows.numbers(x), rows.numbers(y)];
    return Array.from(xs, (at, row) => ({ x: at, y: numberOrNull(ys[row]) })).filter(
      point => !Number.isNaN(point.x),
    );
  });
  const { low, high, last, end } = extremesOf(all, x, y);
  return {
    name,
    points: isLine ? drawn.sort((a, b) => a.x - b.x) : drawn,
    ...{ low, high, last: isLine ? end : last },
  };
}

/** @returns of y the lowest, highest and last value, and that at the end: where x is largest. */
function extremesOf(all: readonly SeriesRows[], x: string, y: string): Extremes {
  let [low, high, farthest] = [Infinity, -Infinity, -Infinity];
  let last: number | undefined;
  let end: number | undefined;
  for (const rows of all) {
    const [xs, ys] = [rows.numbers(x), rows.numbers(y)];
    for (let row = 0; row < ys.length; row += 1) {
      const [at = NaN, value = NaN] = [xs[row], ys[row]];
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      last = value;
      // Of several rows there the last one's.
      if (at >= farthest) [farthest, end] = [at, value];
    }
  }
  return last === undefined ? NO_EXTREMES : { low, high, last, end };
}

const NO_EXTREMES: Extremes = { low: undefined, high: undefined, last: undefined, end: undefined };
type Extremes = { readonly [key in 'low' | 'high' | 'last' | 'end']: number | undefined };

function numberOrNull(value = NaN): number | null {
  return Number.isNaN(value) ? null : value;
}

function bars(chart: Chart): Sketch['content'] {
  const [x, y] = [textOf(chart.props, 'x'), textOf(chart.props, 'y')];
  const groups = new Map<string, { revision: string; value: number }[]>();
  const namer = namerOf(chart);
  for (const rows of chart.rows) {
    const series = namer === undefined ? '' : `${namer(sourceOf(rows))} `;
    const names = rows.cells(y);
    rows.numbers(x).forEach((value, row) => {
      if (Number.isNaN(value)) return;
      const name = `${series}${shownText(names?.(row) ?? null)}`;
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push({ revision: rows.saidText('rev'), value });
    });
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
  const [columns, names] = [x, y].map(field => [...labelsOf(chart, field)].sort(compareLabels));
  const template = chart.props.get('template');
  const isShare = typeof template === 'string' && template.includes('normalized');
  const namer = namerOf(chart);
  const panels = seriesNames(chart).flatMap(series =>
    chart.revisions.map(revision => {
      const mine = chart.rows.filter(
        rows => rows.saidText('rev') === revision && namer?.(sourceOf(rows)) === series,
      );
      const counts = countsOf(mine, y, x);
      return {
        name: series === undefined ? revision : `${revision} ${series}`,
        columns: columns ?? [],
        isShare,
        rows: (names ?? []).map(name => ({
          name,
          counts: shares(columns?.map(column => counts.get(name)?.get(column) ?? 0) ?? [], isShare),
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

/** How many rows have a pair of values. */
function countsOf(
  all: readonly SeriesRows[],
  first: string,
  second: string,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const rows of all) {
    const [left, right] = [rows.cells(first), rows.cells(second)];
    for (let row = 0; row < rows.length; row += 1) {
      const [a, b] = [shownText(left?.(row) ?? null), shownText(right?.(row) ?? null)];
      const line = counts.get(a) ?? new Map<string, number>();
      counts.set(a, line);
      line.set(b, (line.get(b) ?? 0) + 1);
    }
  }
  return counts;
}

function shares(counts: readonly number[], isShare: boolean): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return isShare ? counts.map(count => (sum === 0 ? 0 : count / sum)) : counts;
}

/** Numbers by what they are worth. */
function compareLabels(a: string, b: string): number {
  const [first, second] = [drawnNumber(a), drawnNumber(b)];
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

function sourceOf(rows: SeriesRows): Source {
  return { file: rows.saidText('filename'), field: rows.saidText('field') };
}

function textOf(props: PlotProps, name: string): string {
  const value = props.get(name);
  return value === undefined || value === null ? '' : shownText(value);
}

function shownText(value: Value): string {
  return isMap(value) ? '' : pyStr(value);
}

function rangeOf(values: readonly number[]): Range {
  const from = values.reduce((least, value) => Math.min(least, value), Infinity);
  const to = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return from > to ? { from: 0, to: 0 } : { from, to };
}
