import { expect, it } from 'vitest';
import { sampled } from '../../../src/core/plots/sample.ts';
import { countRows } from '../../../src/core/plots/series-rows.ts';
import type { SeriesRows } from '../../../src/core/plots/series-rows.ts';
import type { Value } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

function rows(count: number, y: (index: number) => Value, rev = 'workspace'): SeriesRows {
  return seriesOf(
    Array.from({ length: count }, (_, x) => ({ x, y: y(x) })),
    { rev },
  );
}

function kept(all: readonly SeriesRows[], field = 'x'): readonly Value[] {
  return all.flatMap(each =>
    Array.from({ length: each.length }, (_, row) => each.cells(field)?.(row) ?? null),
  );
}

it('few rows stay as they are', () => {
  const few = [rows(10, x => x)];
  expect(sampled(few, ['x', 'y'], 10)).toBe(few);
});

it('of many rows no more stay than asked for, with the first, the last, the highest and the lowest', () => {
  const all = rows(100_000, x => (x === 77_777 ? '9.5' : x === 3 ? '-4' : String(Math.sin(x))));
  const sample = sampled([all], ['x', 'y'], 1000);
  expect(countRows(sample)).toBeLessThanOrEqual(1000);
  expect(countRows(sample)).toBeGreaterThan(700);
  const places = kept(sample) as readonly number[];
  for (const index of [0, 3, 77_777, 99_999]) expect(places).toContain(index);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

it('each series is left its own highs and lows', () => {
  const one = rows(50_000, () => 1, 'one');
  const other = rows(50_000, x => (x === 500 ? 3 : 2), 'other');
  const [first, second] = sampled([one, other], ['y'], 100);
  expect(first?.length).toBeGreaterThan(10);
  expect(first?.saidText('rev')).toBe('one');
  expect(kept(second === undefined ? [] : [second])).toContain(500);
});

it('a gap is still a gap', () => {
  const all = rows(10_000, x => (x > 4000 && x < 6000 ? 'nan' : x));
  expect(kept(sampled([all], ['y'], 100), 'y')).toContain('nan');
});
