import type { Point } from '../../model/plot.ts';
import { pyStr } from '../python/text.ts';
import { numberOf } from './number-of.ts';

/** What tells the series of a plot apart. */
const SERIES = ['rev', 'filename', 'field', 'filename::field'];

/**
 * Leaves out rows that would not be seen: each series is cut into pieces of the same length, and of each piece the rows
 * with the lowest and the highest value of each field stay, so that peaks are as high as they were.
 *
 * @param most how many rows may stay; all do where there are fewer.
 * @returns rows in the order that they had.
 */
export function sampled(rows: readonly Point[], fields: readonly string[], most: number): readonly Point[] {
  if (rows.length <= most) return rows;
  const kept = new Set<number>();
  const perPiece = Math.max(1, 2 * fields.length);
  for (const series of seriesOf(rows)) {
    const room = Math.max(1, Math.floor((most * series.length) / rows.length / perPiece));
    const length = Math.ceil(series.length / room);
    for (let start = 0; start < series.length; start += length) {
      const piece = series.slice(start, start + length);
      const found = fields.flatMap(field => extremes(rows, piece, field));
      // A piece without numbers is a gap, which is to be seen.
      for (const index of found.length > 0 ? found : piece.slice(0, 1)) kept.add(index);
    }
  }
  return rows.filter((_, index) => kept.has(index));
}

function seriesOf(rows: readonly Point[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = SERIES.map(name => pyStr(row.get(name) ?? '')).join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}

function extremes(rows: readonly Point[], piece: readonly number[], field: string): readonly number[] {
  let low = { value: Infinity, index: -1 };
  let high = { value: -Infinity, index: -1 };
  for (const index of piece) {
    const value = numberOf(rows[index]?.get(field));
    if (value === null) continue;
    if (value < low.value) low = { value, index };
    if (value > high.value) high = { value, index };
  }
  return low.index < 0 ? [] : [low.index, high.index];
}
