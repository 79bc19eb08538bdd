import { expect, it } from 'vitest';
import { sampled } from '../../../src/core/plots/sample.ts';
import type { Point } from '../../../src/model/plot.ts';
import type { Value } from '../../../src/model/value.ts';

function rows(count: number, y: (index: number) => Value, rev = 'workspace'): Point[] {
  return Array.from(
    { length: count },
    (_, x) =>
      new Map<string, Value>([
        ['x', x],
        ['y', y(x)],
        ['rev', rev],
      ]),
  );
}

it('few rows stay as they are', () => {
  const few = rows(10, x => x);
  expect(sampled(few, ['x', 'y'], 10)).toBe(few);
});

it('of many rows no more stay than asked for, with the first, the last, the highest and the lowest', () => {
  const all = rows(100_000, x => (x === 77_777 ? '9.5' : x === 3 ? '-4' : String(Math.sin(x))));
  const kept = sampled(all, ['x', 'y'], 1000);
  expect(kept.length).toBeLessThanOrEqual(1000);
  expect(kept.length).toBeGreaterThan(700);
  for (const index of [0, 3, 77_777, 99_999]) expect(kept).toContain(all[index]);
  const places = kept.map(row => all.indexOf(row)).slice(0, 50);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

it('each series is left its own highs and lows', () => {
  const one = rows(50_000, () => 1, 'one');
  const other = rows(50_000, x => (x === 500 ? 3 : 2), 'other');
  const kept = sampled([...one, ...other], ['y'], 100);
  expect(kept.filter(row => row.get('rev') === 'one').length).toBeGreaterThan(10);
  expect(kept).toContain(other[500]);
});

it('a gap is still a gap', () => {
  const all = rows(10_000, x => (x > 4000 && x < 6000 ? 'nan' : x));
  expect(sampled(all, ['y'], 100).some(row => row.get('y') === 'nan')).toBe(true);
});
