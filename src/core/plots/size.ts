import type { ValueMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { distinct } from './series-rows.ts';
import { SQUARE } from './square.ts';
import type { PlotSize } from './square.ts';
import { marksIn } from './template-marks.ts';
import type { Chart } from './template.ts';

const WIDE: PlotSize = { width: 460, height: 280 };
/** Of a bar, of the gap between groups of bars, of a cell with a number in it. */
const BAR = 16;
const GAP = 10;
const CELL = 52;
const SMALL_CELL = 38;
const MANY = 6;
const LARGEST = 2400;

/** How large a picture of a chart has to be for all that it says to be read. */
export function sizeOf(template: ValueMap, chart: Chart): PlotSize {
  const facets = ['facet', 'row', 'column'].some(key => template.has(key));
  if (facets) {
    const classes = Math.max(valuesOf(chart, 'x'), valuesOf(chart, 'y'));
    const side = between(200, classes * (classes > MANY ? SMALL_CELL : CELL), 900);
    return { width: side, height: side };
  }
  const { kinds, yType } = marksIn(template);
  if (!kinds.has('bar') || yType !== 'nominal') return WIDE;
  const bars = valuesOf(chart, 'y') * (Math.max(1, chart.revisions.length) * BAR + GAP);
  return { width: chart.series.length > 1 ? SQUARE.width : WIDE.width, height: between(80, bars, LARGEST) };
}

function valuesOf(chart: Chart, axis: string): number {
  const field = chart.props.get(axis);
  if (typeof field !== 'string') return 0;
  return new Set([...distinct(chart.rows, field)].map(pyStr)).size;
}

function between(least: number, wanted: number, most: number): number {
  return Math.min(most, Math.max(least, wanted));
}
