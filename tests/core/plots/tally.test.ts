import { describe, expect, it } from 'vitest';
import { tallied } from '../../../src/core/plots/tally.ts';
import { readJson } from '../../../src/core/json/read.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { ValueMap } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

function map(text: string): ValueMap {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value as ValueMap;
}

const facets = (first: string): ValueMap =>
  map(
    `{"facet": {"column": {"field": "rev"}}, "spec": {"transform": [${first}, {"calculate": "1", "as": "one"}]}}`,
  );
const COUNT = '{"aggregate": [{"op": "count", "as": "n"}], "groupby": ["rev", "a", "b\\\\.c"]}';
const rows = [
  seriesOf(['x', 'y', 'x', 'x'].map((a, at) => ({ a, 'b.c': 1, other: at }))),
  seriesOf([{ a: 'x', 'b.c': 1 }], { rev: 'HEAD' }),
];

describe('rows that are only counted', () => {
  it('are counted beforehand, in each revision', () => {
    const tally = tallied(facets(COUNT), rows, 10);
    expect(JSON.parse(dumpJson(tally?.content ?? null))).toMatchObject({
      facet: { column: { field: 'rev' } },
      spec: {
        transform: [
          { aggregate: [{ op: 'sum', field: 'rows', as: 'n' }], groupby: ['rev', 'a', 'b\\.c'] },
          { as: 'one' },
        ],
      },
    });
    const points = tally?.rows.map(each =>
      Array.from({ length: each.length }, (_, row) => Object.fromEntries(each.point(row)) as unknown),
    );
    expect(points).toEqual([
      [
        { a: 'x', 'b.c': 1, rows: 3, rev: 'workspace' },
        { a: 'y', 'b.c': 1, rows: 1, rev: 'workspace' },
      ],
      [{ a: 'x', 'b.c': 1, rows: 1, rev: 'HEAD' }],
    ]);
  });

  it('are left as they are where most of them differ, or more is done with them', () => {
    expect(tallied(facets(COUNT), rows, 2)).toBeUndefined();
    for (const first of [
      '{"aggregate": [{"op": "mean", "field": "a", "as": "n"}], "groupby": ["rev"]}',
      '{"aggregate": [{"op": "count", "as": "n"}, {"op": "max", "field": "a", "as": "m"}], "groupby": ["a"]}',
      '{"calculate": "2", "as": "two"}',
    ])
      expect(tallied(facets(first), rows, 10)).toBeUndefined();
  });
});
