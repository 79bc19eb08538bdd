import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/core/plots/anchored.ts';
import { drawableOf } from '../../../src/core/plots/drawable.ts';
import type { DrawableChart } from '../../../src/core/plots/drawable.ts';
import { countRows } from '../../../src/core/plots/series-rows.ts';
import { NOTHING_APART } from '../../../src/core/plots/template.ts';
import { readJson } from '../../../src/core/json/read.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

function map(text: string): ValueMap {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value as ValueMap;
}

type Row = Readonly<Record<string, Value>>;

function drawn(
  template: string,
  rows: readonly Row[],
  axes: Readonly<Record<string, string>> = {},
): DrawableChart {
  const chart = {
    rows: [seriesOf(rows)],
    revisions: ['workspace'],
    series: [],
    props: new Map<string, Value>(Object.entries(axes)),
  };
  const content = map(template.replace('{', '{"data": {"values": "<DVC_METRIC_DATA>"}, '));
  const result = drawableOf({ name: 'mine', content }, chart, { apart: NOTHING_APART });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const specOf = ({ spec }: DrawableChart): unknown => JSON.parse(dumpJson(spec)) as unknown;

const LINE =
  '{"encoding": {"x": {"field": "<DVC_METRIC_X>", "type": "quantitative"}, "y": {"field": "<DVC_METRIC_Y>", "type": "quantitative"}}}';
const AXES = { x: 'x', y: 'y' };

describe('values of a chart', () => {
  it('are numbers where numbers are drawn, and names that look like numbers elsewhere', () => {
    const { data, remarks } = drawn(
      '{"encoding": {"x": {"field": "<DVC_METRIC_X>", "type": "quantitative"}, "y": {"field": "<DVC_METRIC_Y>", "type": "nominal"}}}',
      [
        { x: '10', y: '01' },
        { x: 'oops', y: '2' },
      ],
      AXES,
    );
    expect(rowsOf(data)).toEqual([
      { x: 10, y: '01', rev: 'workspace' },
      { x: null, y: '2', rev: 'workspace' },
    ]);
    expect(remarks.map(({ text }) => text)).toEqual([
      "1 of 2 values of 'x' is no number and is left out ('oops' in row 2)",
    ]);
  });

  it('are numbers for transforms as well', () => {
    const { data } = drawn('{"transform": [{"loess": "a", "on": "b"}]}', [{ a: '10', b: '9' }]);
    expect(rowsOf(data)).toEqual([{ a: 10, b: 9, rev: 'workspace' }]);
  });

  it('are sampled where there are very many, unless rows are counted', () => {
    const many = Array.from({ length: 30_000 }, (_, x) => ({ x, y: x % 7 }));
    const { chart, data, sample } = drawn(LINE, many, AXES);
    expect(countRows(chart.rows)).toBeLessThanOrEqual(20_000);
    expect(data[0]?.rows).toBe(chart.rows[0]?.length);
    expect(sample).toMatch(/^1\d,\d{3} of 30,000 rows, highs and lows kept$/);
    const counting = '{"transform": [{"aggregate": [{"op": "count", "as": "n"}], "groupby": ["a"]}]}';
    expect(drawn(counting, many, AXES)).toMatchObject({ sample: undefined, data: [{ rows: 30_000 }] });
  });

  it('keep `__proto__` for a column like any other', () => {
    const [row] = rowsOf(drawn(LINE, [{ ['__proto__']: '1', x: 1, y: 1 }], AXES).data);
    expect(JSON.stringify(row)).toContain('"__proto__":"1"');
  });
});

describe('the name of a column', () => {
  const odd = { 'a.b[0]': '1', "it's": '2' };

  it('may have any letter: the chart draws it by one that looks the same', () => {
    const drawing = drawn(
      '{"transform": [{"groupby": ["a.b[0]"]}], "encoding": {"x": {"field": "<DVC_METRIC_X>", "type": "quantitative", "title": "a.b[0]"}, "y": {"field": "<DVC_METRIC_Y>"}}}',
      [odd],
      { x: 'a.b[0]', y: "it's" },
    );
    expect(specOf(drawing)).toMatchObject({
      transform: [{ groupby: ['a․b⟦0⟧'] }],
      encoding: { x: { field: 'a․b⟦0⟧', title: 'a.b[0]' }, y: { field: 'it’s' } },
    });
    expect(rowsOf(drawing.data)).toEqual([{ 'a․b⟦0⟧': 1, 'it’s': '2', rev: 'workspace' }]);
  });

  it('stays as well where an expression spells it', () => {
    const expression = `{"transform": [{"calculate": "datum['a.b[0]'] * 2", "as": "twice"}]}`;
    expect(Object.keys(rowsOf(drawn(expression, [odd]).data)[0] ?? {})).toEqual([
      ...['a.b[0]', 'a․b⟦0⟧', 'it’s', 'rev'],
    ]);
  });

  it('is never that of another column', () => {
    const rows = rowsOf(drawn('{"mark": "point"}', [{ 'a.b': 1, 'a․b': 2 }]).data);
    expect(Object.values(rows[0] ?? {})).toEqual([1, 2, 'workspace']);
  });
});
