import { PointRows } from '../../../src/core/plots/rows.ts';
import { SeriesRows } from '../../../src/core/plots/series-rows.ts';
import type { Value } from '../../../src/model/value.ts';

/** Rows of one series, as those of a data file with what is said of them. */
export function seriesOf(
  points: readonly Readonly<Record<string, Value>>[],
  said: Readonly<Record<string, string>> = { rev: 'workspace' },
): SeriesRows {
  const base = new PointRows(points.map(point => new Map(Object.entries(point))));
  return SeriesRows.of(base, new Map(), new Map(Object.entries(said)));
}
