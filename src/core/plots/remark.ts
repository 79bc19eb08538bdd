import { countText } from '../../model/count-text.ts';
import { pyRepr } from '../python/text.ts';
import type { SeriesRows } from './series-rows.ts';

/** Of one revision's data, what does not show: values that are no numbers where numbers are drawn. */
export interface Remark {
  readonly revision: string;
  readonly text: string;
}

/** What the drawing leaves out, by revision and field. */
export function remarksOn(all: readonly SeriesRows[], fields: readonly string[]): readonly Remark[] {
  const revisions = new Set(all.map(rows => rows.saidText('rev')));
  const files = new Set(all.map(rows => rows.saidText('filename')));
  return [...revisions].flatMap(revision =>
    [...new Set(fields)].flatMap(field => {
      const mine = all.filter(rows => rows.saidText('rev') === revision);
      const text = leftOut(mine, field, files.size > 1);
      return text === undefined ? [] : [{ revision, text }];
    }),
  );
}

function leftOut(all: readonly SeriesRows[], field: string, areSeveral: boolean): string | undefined {
  let [count, lost] = [0, 0];
  let example = '';
  for (const rows of all) {
    const cells = rows.cells(field);
    const numbers = rows.numbers(field);
    for (let row = 0; row < numbers.length; row += 1) {
      if (cells?.(row) === undefined) continue;
      count += 1;
      if (!Number.isNaN(numbers[row])) continue;
      lost += 1;
      if (lost === 1) {
        const file = areSeveral ? ` of ${rows.saidText('filename')}` : '';
        example = `${pyRepr(cells(row) ?? null)} in row ${row + 1}${file}`;
      }
    }
  }
  if (lost === 0) return undefined;
  if (lost === count) return `nothing in '${field}' is a number (${example})`;
  const are = lost === 1 ? 'is no number and is' : 'are no numbers and are';
  return `${countText(lost)} of ${countText(count)} values of '${field}' ${are} left out (${example})`;
}

/** Says that a picture shows a sample. */
export function sampleText(rows: number, of: number): string {
  return `${countText(rows)} of ${countText(of)} rows, highs and lows kept`;
}
