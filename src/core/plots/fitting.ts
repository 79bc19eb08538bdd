import type { Value, ValueMap } from '../../model/value.ts';
import { isList, isMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { numberOf } from './number-of.ts';
import type { PlotSize } from './size.ts';
import type { Chart } from './template.ts';
import { LEGEND_LIMIT, toMap } from './theme.ts';

/** About what a letter of a label takes, and what stands around a name in the legend. */
const LETTER = 6.5;
const AROUND = 46;

/** The looks that hang on what is drawn: names of classes and revisions, and whether numbers are whole. */
export function fittingLooks(template: ValueMap, chart: Chart, size: PlotSize): ValueMap {
  const classes = [...valuesOf(chart, 'x')].map(pyStr);
  const longest = classes.reduce((most, { length }) => Math.max(most, length), 1);
  const hasRoom = longest * LETTER < size.width / Math.max(1, classes.length);
  const marks = marksIn(template);
  return toMap({
    axisXDiscrete: { labelAngle: hasRoom ? 0 : -40, labelLimit: 200 },
    ...(isWhole(chart) ? { axisXQuantitative: { tickMinStep: 1, format: ',~r' } } : {}),
    header: { labelLimit: size.width },
    legend: {
      columns: columnsOf([...chart.revisions], size.width),
      ...(marks.has('line') ? { symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2.5 } : {}),
    },
  });
}

function columnsOf(names: readonly string[], width: number): number {
  const widths = names.map(({ length }) => Math.min(LEGEND_LIMIT, length * LETTER) + AROUND);
  return Math.max(1, Math.min(names.length, Math.floor(width / Math.max(1, ...widths))));
}

function valuesOf(chart: Chart, axis: string): ReadonlySet<Value> {
  const field = chart.props.get(axis);
  return new Set(typeof field === 'string' ? chart.points.map(point => point.get(field) ?? null) : []);
}

function isWhole(chart: Chart): boolean {
  const values = [...valuesOf(chart, 'x')];
  return values.length > 1 && values.every(value => Number.isInteger(numberOf(value)));
}

function marksIn(value: Value, found = new Set<Value>()): ReadonlySet<Value> {
  if (isList(value)) for (const each of value) marksIn(each, found);
  if (!isMap(value)) return found;
  const mark = value.get('mark');
  if (mark !== undefined) found.add(isMap(mark) ? (mark.get('type') ?? null) : mark);
  for (const each of value.values()) marksIn(each, found);
  return found;
}
