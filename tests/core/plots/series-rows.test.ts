import { describe, expect, it } from 'vitest';
import { PointRows } from '../../../src/core/plots/rows.ts';
import { SeriesRows } from '../../../src/core/plots/series-rows.ts';
import { Float } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

describe('rows of a series', () => {
  it('say of what they are, also where their file has such a column', () => {
    const rows = seriesOf([{ rev: 'in the file', loss: 1 }], { rev: 'HEAD', field: 'loss' });
    expect(rows.names).toEqual(['rev', 'loss', 'field']);
    expect([...rows.point(0)]).toEqual([
      ['rev', 'HEAD'],
      ['loss', 1],
      ['field', 'loss'],
    ]);
    expect(rows.cells('rev')?.(0)).toBe('HEAD');
  });

  it('have columns of other files, and their own where those have nothing', () => {
    const base = new PointRows([new Map([['step', 7]]), new Map([['step', 8]])]);
    const added = new Map([['step', (row: number) => (row === 0 ? 1 : undefined)]]);
    const rows = SeriesRows.of(base, added, new Map());
    expect([0, 1].map(row => rows.cells('step')?.(row))).toEqual([1, 8]);
    expect([0, 1].map(row => rows.point(row).get('step'))).toEqual([1, 8]);
  });

  it('stay rows of the same series when some are taken, again and again', () => {
    const all = seriesOf([10, 11, 12, 13].map(y => ({ y })));
    const some = all.taken([1, 2, 3]).taken([0, 2]);
    expect([0, 1].map(row => some.cells('y')?.(row))).toEqual([11, 13]);
    expect(some.point(1)).toEqual(
      new Map<string, unknown>([
        ['y', 13],
        ['rev', 'workspace'],
      ]),
    );
    expect([...some.numbers('y')]).toEqual([11, 13]);
  });

  it('no longer say what is hidden, nor does their file', () => {
    const rows = seriesOf([{ filename: 'mine', y: 1 }], { rev: 'HEAD', filename: 'a.csv' });
    const less = rows.saying(new Map([['filename::field', 'a.csv::y']]), ['filename']);
    expect(less.names).toEqual(['y', 'rev', 'filename::field']);
    expect(less.cells('filename')).toBeUndefined();
    expect([...less.point(0).keys()]).toEqual(['y', 'rev', 'filename::field']);
  });

  it('are numbers where they can be', () => {
    const rows = seriesOf(['1', '2.5e-3', 'x', '', null, new Float(NaN), ' 7 ', '0x10'].map(y => ({ y })));
    expect([...rows.numbers('y')]).toEqual([1, 0.0025, NaN, NaN, NaN, NaN, 7, NaN]);
  });
});
