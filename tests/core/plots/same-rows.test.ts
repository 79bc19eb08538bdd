import { expect, it } from 'vitest';
import { sameRows } from '../../../src/core/plots/same-rows.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

type Points = readonly Readonly<Record<string, Value>>[];

const alike = (old: Points, now: Points): boolean =>
  sameRows([seriesOf(old, { rev: 'old' }), seriesOf(now, { rev: 'new' })], 'old', 'new');

it.each<[string, Points, Points, boolean]>([
  ['the same values', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }], true],
  ['NaN on both sides', [{ a: new Float(NaN) }], [{ a: new Float(NaN) }], true],
  ['a number and its text', [{ a: '1' }], [{ a: 1 }], true],
  ['another value', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 3 }], false],
  ['a row more', [{ a: 1 }], [{ a: 1 }, { a: 1 }], false],
  ['another column', [{ a: 1 }], [{ b: 1 }], false],
  ['a column more', [{ a: 1 }], [{ a: 1, b: 1 }], false],
])('rows of two revisions say the same, or not: %s', (_, old, now, isSame) => {
  expect(alike(old, now)).toBe(isSame);
});

it('a series more is a difference', () => {
  const row = [{ a: 1 }];
  const all = [
    seriesOf(row, { rev: 'old' }),
    seriesOf(row, { rev: 'new', field: 'a' }),
    seriesOf(row, { rev: 'new', field: 'b' }),
  ];
  expect(sameRows(all, 'old', 'new')).toBe(false);
});
