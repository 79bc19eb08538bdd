import { expect, it } from 'vitest';
import { sketchOf } from '../../../src/core/plots/sketch.ts';
import type { Source } from '../../../src/core/plots/sources.ts';
import type { Chart } from '../../../src/core/plots/template.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

function chart(rows: readonly Readonly<Record<string, Value>>[], series: readonly Source[] = []): Chart {
  const keys = [...new Set(rows.map(keyOf))];
  return {
    rows: keys.map(key =>
      seriesOf(
        rows.filter(row => keyOf(row) === key),
        JSON.parse(key) as Said,
      ),
    ),
    revisions: [...new Set(rows.map(row => row['rev'] as string))],
    series,
    props: new Map(Object.entries({ x: 'x', y: 'y', x_label: 'x', y_label: 'y' })),
  };
}

type Said = Readonly<Record<string, string>>;

/** What a row says of its series. */
function keyOf({ rev, filename = '', field = '' }: Readonly<Record<string, Value>>): string {
  return JSON.stringify({ rev, filename, field });
}

const template = (mark: string, yType: string): ValueMap =>
  new Map<string, Value>([
    ['mark', new Map([['type', mark]])],
    ['encoding', new Map([['y', new Map([['type', yType]])]])],
  ]);
const line = template('line', 'quantitative');

it('a line goes by x, has its gaps, and tells its last, lowest and highest value', () => {
  const rows = [
    ['10', '3'],
    ['2', '1'],
    ['5', 'nan'],
    ['1', '7'],
  ].map(([x, y]) => ({ x: x!, y: y!, rev: 'workspace' }));
  expect(sketchOf('loss', line, chart(rows))).toMatchObject({
    kind: 'curves',
    isLine: true,
    x: { from: 1, to: 10 },
    y: { from: 1, to: 7 },
    rows: [
      {
        name: undefined,
        panels: [
          {
            name: 'workspace',
            points: [
              { x: 1, y: 7 },
              { x: 2, y: 1 },
              { x: 5, y: null },
              { x: 10, y: 3 },
            ],
            last: 3,
            low: 1,
            high: 7,
          },
        ],
      },
    ],
  });
});

it('several files have a row each, in which the revisions stand', () => {
  const rows = ['train.csv', 'test.csv'].flatMap(filename =>
    ['workspace', 'HEAD'].map(rev => ({ x: 1, y: 2, rev, filename, field: 'y' })),
  );
  const series = ['train.csv', 'test.csv'].map(file => ({ file, field: 'y' }));
  const sketch = sketchOf('both', line, chart(rows, series));
  expect(sketch).toMatchObject({
    rows: [
      {
        name: 'train.csv',
        panels: [
          { name: 'workspace', last: 2 },
          { name: 'HEAD', last: 2 },
        ],
      },
      { name: 'test.csv', panels: [{ name: 'workspace' }, { name: 'HEAD' }] },
    ],
  });
});

it('bars stand by the names on their axis, from zero', () => {
  const rows = [
    { x: '2', y: 'age', rev: 'workspace' },
    { x: 'none', y: 'sex', rev: 'workspace' },
    { x: '4', y: 'age', rev: 'HEAD' },
  ];
  expect(sketchOf('imp', template('bar', 'nominal'), chart(rows))).toMatchObject({
    kind: 'bars',
    range: { from: 0, to: 4 },
    groups: [
      {
        name: 'age',
        bars: [
          { revision: 'workspace', value: 2 },
          { revision: 'HEAD', value: 4 },
        ],
      },
    ],
  });
});

it('classes of a confusion matrix come by what they are worth, also `__proto__`', () => {
  const rows = ['10', '9', '__proto__'].map(each => ({ x: each, y: each, rev: 'workspace' }));
  const matrix = sketchOf('cm', new Map([['facet', new Map()]]), chart(rows));
  expect(matrix).toMatchObject({
    kind: 'matrices',
    panels: [
      {
        columns: ['9', '10', '__proto__'],
        rows: [{ counts: [1, 0, 0] }, { counts: [0, 1, 0] }, { counts: [0, 0, 1] }],
      },
    ],
  });
});

it('nothing is drawn of texts where numbers belong', () => {
  expect(sketchOf('a', line, chart([{ x: 1, y: 'a', rev: 'workspace' }]))).toBeUndefined();
});
