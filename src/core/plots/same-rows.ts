import { pyStr } from '../python/text.ts';
import type { SeriesRows } from './series-rows.ts';

/** Do the rows of two revisions of a chart say the same, however their files are written? */
export function sameRows(all: readonly SeriesRows[], one: string, other: string): boolean {
  const of = (revision: string): readonly SeriesRows[] =>
    all.filter(rows => rows.saidText('rev') === revision);
  const [left, right] = [of(one), of(other)];
  return left.length === right.length && left.every((rows, at) => isSame(rows, right[at]));
}

function isSame(rows: SeriesRows, other: SeriesRows | undefined): boolean {
  if (other === undefined || rows.length !== other.length) return false;
  const names = rows.names.filter(name => name !== 'rev');
  if (names.length !== other.names.filter(name => name !== 'rev').length) return false;
  return names.every(name => {
    const [mine, theirs] = [rows.cells(name), other.cells(name)];
    if (mine === undefined || theirs === undefined) return mine === theirs;
    for (let row = 0; row < rows.length; row += 1)
      if (pyStr(mine(row) ?? null) !== pyStr(theirs(row) ?? null)) return false;
    return true;
  });
}
