import type { Point } from '../../model/plot.ts';
import type { Value } from '../../model/value.ts';

/** What tells the series of a plot apart. */
const SERIES = ['rev', 'filename', 'field', 'filename::field'];

/**
 * Leaves out rows that would not be seen: each series is cut into pieces of the same length, and of each piece the rows
 * with the lowest and the highest value of each field stay, so that peaks are as high as they were.
 *
 * @param rows with numbers, or null, in `fields`.
 * @param most how many rows may stay; all do where there are fewer.
 * @returns rows in the order that they had.
 */
export function sampled(
  rows: readonly Point[],
  fields: readonly string[],
  most: number,
): readonly Point[] {
  if (rows.length <= most) return rows;
  const kept = new Set<number>();
  const perPiece = Math.max(1, 2 * fields.length);
  for (const series of seriesOf(rows)) {
    const room = Math.max(1, Math.floor((most * series.length) / rows.length / perPiece));
    const length = Math.ceil(series.length / room);
    for (let start = 0; start < series.length; start += length) {
      const piece = series.slice(start, start + length);
      if (fields.length === 0) kept.add(piece[0] ?? 0);
      for (const field of fields) for (const index of extremes(rows, piece, field)) kept.add(index);
    }
  }
  return rows.filter((_, index) => kept.has(index));
}

function seriesOf(rows: readonly Point[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = JSON.stringify(SERIES.map(name => row.get(name)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}

function extremes(rows: readonly Point[], piece: readonly number[], field: string): readonly number[] {
  let low: number | undefined;
  let high: number | undefined;
  const at = (index: number | undefined): Value | undefined =>
    index === undefined ? undefined : rows[index]?.get(field);
  for (const index of piece) {
    const value = at(index);
    if (typeof value !== 'number') continue;
    const [lowest, highest] = [at(low), at(high)];
    if (typeof lowest !== 'number' || value < lowest) low = index;
    if (typeof highest !== 'number' || value > highest) high = index;
  }
  return [low, high].filter(index => index !== undefined);
}
