import type { Value, ValueMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { drawnNumber } from './drawn-number.ts';
import { distinct } from './series-rows.ts';
import { marksIn } from './template-marks.ts';
import type { PlotSize } from './square.ts';
import type { Chart } from './template.ts';
import type { Plain } from './theme.ts';
import { LEGEND_LIMIT, toMap } from './theme.ts';

/** About what a letter of a label takes, and what stands around a name in the legend. */
const LETTER = 6.5;
const AROUND = 46;

/** The looks that hang on what is drawn: names of classes and revisions, and whether numbers are whole. */
export function fittingLooks(template: ValueMap, chart: Chart, size: PlotSize): ValueMap {
  const classes = [...valuesOf(chart, 'x')].map(pyStr);
  const longest = classes.reduce((most, { length }) => Math.max(most, length), 1);
  const hasRoom = longest * LETTER < size.width / Math.max(1, classes.length);
  const { kinds } = marksIn(template);
  return toMap({
    axisXDiscrete: { labelAngle: hasRoom ? 0 : -40, labelLimit: 200 },
    axisXQuantitative: numberLooks(chart, 'x'),
    axisYQuantitative: numberLooks(chart, 'y'),
    header: { labelLimit: size.width },
    // Points at the edge would be cut.
    ...(kinds.has('point') && !kinds.has('line') ? { scale: { continuousPadding: 8 } } : {}),
    legend: {
      columns: columnsOf([...chart.revisions], size.width),
      ...(kinds.has('line') ? { symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2.5 } : {}),
    },
  });
}

function columnsOf(names: readonly string[], width: number): number {
  const widths = names.map(({ length }) => Math.min(LEGEND_LIMIT, length * LETTER) + AROUND);
  return Math.max(1, Math.min(names.length, Math.floor(width / Math.max(1, ...widths))));
}

function valuesOf(chart: Chart, axis: string): ReadonlySet<Value> {
  const field = chart.props.get(axis);
  return typeof field === 'string' ? distinct(chart.rows, field) : new Set();
}

function numberLooks(chart: Chart, axis: 'x' | 'y'): { readonly [key: string]: Plain } {
  const values = [...valuesOf(chart, axis)].map(drawnNumber).filter(value => value !== null);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const format = formatOf(values, largest);
  return {
    ...(axis === 'x' && values.length > 1 && values.every(Number.isInteger) ? { tickMinStep: 1 } : {}),
    ...(format === undefined ? {} : { format }),
  };
}

/** Undefined: Vega's own choice is good. One value alone it would print with six digits. */
function formatOf(values: readonly number[], largest: number): string | undefined {
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4)) return '~e';
  if (largest >= 1e6) return '~s';
  return values.length === 1 ? '~g' : undefined;
}
