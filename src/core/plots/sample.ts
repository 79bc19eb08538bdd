import { countRows } from './series-rows.ts';
import type { SeriesRows } from './series-rows.ts';

/**
 * Leaves out rows that would not be seen: each series is cut into pieces of the same length, and of each piece the rows
 * with the lowest and the highest value of each field stay, so that peaks are as high as they were.
 *
 * @param most how many rows may stay; all do where there are fewer.
 * @returns rows in the order that they had.
 */
export function sampled(
  all: readonly SeriesRows[],
  fields: readonly string[],
  most: number,
): readonly SeriesRows[] {
  const count = countRows(all);
  if (count <= most) return all;
  return all.map(rows => rows.taken(seen(rows, fields, (most * rows.length) / count)));
}

function seen(rows: SeriesRows, fields: readonly string[], most: number): readonly number[] {
  const columns = fields.map(field => rows.numbers(field));
  const room = Math.max(1, Math.floor(most / Math.max(1, 2 * columns.length)));
  const length = Math.ceil(rows.length / room);
  const kept: number[] = [];
  for (let start = 0; start < rows.length; start += length) {
    const end = Math.min(rows.length, start + length);
    const found = new Set(columns.flatMap(column => extremes(column, start, end)));
    // A piece without numbers is a gap, which is to be seen.
    if (found.size === 0) kept.push(start);
    else kept.push(...[...found].sort((a, b) => a - b));
  }
  return kept;
}

function extremes(column: Float64Array, start: number, end: number): readonly number[] {
  let [low, high] = [-1, -1];
  for (let row = start; row < end; row += 1) {
    const value = column[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < (column[low] ?? NaN)) low = row;
    if (high < 0 || value > (column[high] ?? NaN)) high = row;
  }
  return low < 0 ? [] : [low, high];
}
