import { countText } from '../model/count-text.ts';
import type { Bar, BarSketch } from '../model/sketch.ts';
import { fitted, shortNumber } from './fitted.ts';
import type { Paint } from './paint.ts';
import { seriesPaint } from './series-paint.ts';
import { widthOf } from './width.ts';

const INDENT = 2;
const MOST_GROUPS = 40;
const LONGEST_NAME = 28;
const WIDEST = 60;
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars below each other, those of one name together. */
export function renderBars(sketch: BarSketch, columns: number, paint: Paint): readonly string[] {
  const { groups, revisions, range } = sketch;
  const names = columnWidth(groups.map(({ name }) => name));
  const labels = revisions.length > 1 ? columnWidth(revisions) + 1 : 0;
  const values = [range.from, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value))];
  const numbers = values.reduce((most, value) => Math.max(most, shortNumber(value).length), 0);
  const room = Math.max(8, Math.min(WIDEST, columns - INDENT - names - labels - numbers - 4));
  const lines = groups.slice(0, MOST_GROUPS).flatMap(({ name, bars }) =>
    bars.map((bar, index) => {
      const series = seriesPaint(paint, Math.max(0, revisions.indexOf(bar.revision)));
      return [
        `${' '.repeat(INDENT)}${fitted(index === 0 ? name : '', names, 'right')} `,
        labels === 0 ? '' : series(fitted(bar.revision, labels)),
        barOf(bar, sketch, room, { series, paint }),
      ].join('');
    }),
  );
  const more = groups.length - MOST_GROUPS;
  return more > 0 ? [...lines, `${' '.repeat(INDENT)}${paint('dim', `and ${countText(more)} more`)}`] : lines;
}

function columnWidth(names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, Math.min(LONGEST_NAME, widthOf(name))), 0);
}

/** What is below zero goes to the left of the line. */
function barOf(
  { value }: Bar,
  { range: { from, to } }: BarSketch,
  room: number,
  { series, paint }: { readonly series: (text: string) => string; readonly paint: Paint },
): string {
  const unit = to === from ? 0 : room / (to - from);
  const left = Math.round(-from * unit);
  const length = Math.abs(value) * unit;
  const below = value < 0 ? '█'.repeat(Math.min(left, Math.round(length))) : '';
  const above = value > 0 ? '█'.repeat(Math.floor(length)) + (PARTS[Math.floor((length % 1) * 8)] ?? '') : '';
  const blanks = ' '.repeat(Math.max(0, left - below.length));
  return `${blanks}${series(below)}${paint('dim', '│')}${series(above)} ${shortNumber(value)}`;
}
