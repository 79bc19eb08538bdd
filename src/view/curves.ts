import type { Curve, CurveRow, CurveSketch, Range } from '../model/sketch.ts';
import { BrailleCanvas } from './braille.ts';
import { fitted, shortNumber } from './fitted.ts';
import type { Paint } from './paint.ts';
import { seriesPaint } from './series-paint.ts';

const HEIGHT = 6;
/** Of a panel, so that what is said below it has room. */
const NARROWEST = 32;
const WIDEST = 56;
const GAP = 2;
const INDENT = 2;

/** Lines or clouds, the revisions beside each other on the same axes. */
export function renderCurves(sketch: CurveSketch, columns: number, paint: Paint): readonly string[] {
  const labels = labelsOf(sketch.y);
  const axis = Math.max(...labels.map(({ length }) => length)) + INDENT + 1;
  const revisions = Math.max(1, ...sketch.rows.map(({ panels }) => panels.length));
  const room = columns - axis;
  const perLine = Math.max(1, Math.min(revisions, Math.floor(room / (NARROWEST + GAP))));
  const width = Math.max(10, Math.min(WIDEST, Math.floor(room / perLine) - GAP));
  return sketch.rows.flatMap(row => [
    ...(row.name === undefined
      ? []
      : [`${' '.repeat(INDENT)}${paint('strong', fitted(row.name, columns - INDENT))}`]),
    ...chunks(row, perLine).flatMap(({ panels, first }) =>
      panelLines(panels, { sketch, labels, axis, width, first, paint }),
    ),
  ]);
}

/** Where all values are the same, they are drawn in the middle. */
function labelsOf({ from, to }: Range): readonly string[] {
  const labels = Array.from({ length: HEIGHT }, () => '');
  if (from === to) labels[(HEIGHT >> 1) - 1] = shortNumber(from);
  else {
    labels[0] = shortNumber(to);
    labels[HEIGHT - 1] = shortNumber(from);
  }
  return labels;
}

interface Look {
  readonly sketch: CurveSketch;
  /** What stands at each row. */
  readonly labels: readonly string[];
  readonly axis: number;
  readonly width: number;
  /** The number of the first panel's revision. */
  readonly first: number;
  readonly paint: Paint;
}

function chunks({ panels }: CurveRow, size: number): readonly { panels: readonly Curve[]; first: number }[] {
  const found: { panels: readonly Curve[]; first: number }[] = [];
  for (let first = 0; first < panels.length; first += size)
    found.push({ panels: panels.slice(first, first + size), first });
  return found;
}

function panelLines(panels: readonly Curve[], look: Look): readonly string[] {
  const { sketch, labels, axis, width, first, paint } = look;
  const inner = width - 1;
  const drawings = panels.map(panel => drawingOf(panel, sketch, inner));
  const beside = (cells: readonly string[]): string => cells.join(' '.repeat(GAP));
  const margin = ' '.repeat(axis);
  const paints = panels.map((_, index) => seriesPaint(paint, first + index));
  const rows = Array.from({ length: HEIGHT }, (_, row) => {
    const label = labels[row] ?? '';
    const cells = drawings.map(
      (lines, index) => `${paint('dim', label === '' ? '│' : '┤')}${paints[index]?.(lines[row] ?? '') ?? ''}`,
    );
    return `${paint('dim', fitted(label, axis - 1, 'right'))} ${beside(cells)}`;
  });
  const ends = `${shortNumber(sketch.x.from)}${fitted(shortNumber(sketch.x.to), inner - shortNumber(sketch.x.from).length, 'right')}`;
  return [
    `${margin}${beside(panels.map(({ name }, index) => paints[index]?.(fitted(name, width)) ?? ''))}`,
    ...rows,
    `${margin}${beside(panels.map(() => paint('dim', `└${'─'.repeat(inner)}`)))}`,
    `${margin}${beside(panels.map(() => paint('dim', ` ${ends}`)))}`,
    `${margin}${beside(panels.map(panel => factsOf(panel, width, paint)))}`,
  ];
}

function drawingOf({ points }: Curve, { x, y, isLine }: CurveSketch, columns: number): readonly string[] {
  const canvas = new BrailleCanvas(columns, HEIGHT);
  let before: readonly [number, number] | undefined;
  for (const point of points) {
    if (point.y === null) {
      before = undefined;
      continue;
    }
    const at = [
      placeOf(point.x, x, canvas.width),
      canvas.height - 1 - placeOf(point.y, y, canvas.height),
    ] as const;
    if (isLine && before !== undefined) canvas.line(...before, ...at);
    else canvas.dot(...at);
    before = at;
  }
  return canvas.lines();
}

/** In the middle where all are the same. */
function placeOf(value: number, { from, to }: Range, dots: number): number {
  return to === from ? dots >> 1 : Math.round(((value - from) / (to - from)) * (dots - 1));
}

function factsOf({ last, low, high }: Curve, width: number, paint: Paint): string {
  if (last === undefined || low === undefined || high === undefined)
    return paint('dim', fitted(' nothing to draw', width));
  const end = shortNumber(last);
  const ends = `↓ ${shortNumber(low)} ↑ ${shortNumber(high)}`;
  return ` ${paint('dim', 'last')} ${paint('strong', end)}  ${paint('dim', fitted(ends, width - 8 - end.length))}`;
}
