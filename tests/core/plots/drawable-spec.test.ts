import { describe, expect, it } from 'vitest';
import { drawableChart, drawableSpec } from '../../../src/core/plots/drawable-spec.ts';
import type { Chart } from '../../../src/core/plots/template.ts';
import { readJson } from '../../../src/core/json/read.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { Point } from '../../../src/model/plot.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

function map(text: string): ValueMap {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value as ValueMap;
}

function chart(values: readonly Value[], revision = 'workspace'): Chart {
  const points: Point[] = values.map(
    (y, x) =>
      new Map<string, Value>([
        ['x', x],
        ['y', y],
        ['rev', revision],
      ]),
  );
  return {
    points,
    revisions: [revision],
    series: [],
    props: new Map([
      ['x', 'x'],
      ['y', 'y'],
    ]),
  };
}

const template = map(
  '{"encoding": {"x": {"field": "<DVC_METRIC_X>", "type": "quantitative"}, "y": {"field": "<DVC_METRIC_Y>", "type": "quantitative"}}}',
);

describe('values of a chart', () => {
  it('that are no numbers are counted, with the first as it stands in the file', () => {
    const { remarks } = drawableChart(
      template,
      chart(['1', '2.5e-3', 'oops', '', null, new Float(NaN), ' 7 ', '0x10']),
    );
    expect(remarks).toEqual([{ kind: 'no-numbers', field: 'y', rows: 5, of: 8, first: 'oops' }]);
  });

  it('may be anything on an axis that shows names', () => {
    const named = map('{"encoding": {"y": {"field": "<DVC_METRIC_Y>", "type": "nominal"}}}');
    expect(drawableChart(named, chart(['cat', 'dog'])).remarks).toEqual([]);
  });

  it('are sampled where there are very many, unless rows are counted', () => {
    const many = chart(Array.from({ length: 30_000 }, (_, index) => index % 7));
    const { chart: less, remarks } = drawableChart(template, many);
    expect(less.points.length).toBeLessThanOrEqual(20_000);
    expect(remarks).toEqual([{ kind: 'sampled', rows: less.points.length, of: 30_000 }]);
    const counting = map(
      '{"spec": {"transform": [{"aggregate": [{"op": "count", "as": "n"}], "groupby": ["a"]}]}}',
    );
    expect(drawableChart(counting, many).chart.points).toHaveLength(30_000);
  });
});

describe('a specification', () => {
  const drawn = (text: string): unknown => JSON.parse(dumpJson(drawableSpec(map(text)))) as unknown;

  it('gets numbers where it draws numbers, and keeps names that look like numbers', () => {
    expect(
      drawn(
        '{"data": {"values": [{"a": "10", "b": "01"}, {"a": "x", "b": "2"}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "nominal"}}}',
      ),
    ).toMatchObject({
      data: {
        values: [
          { a: 10, b: '01' },
          { a: null, b: '2' },
        ],
      },
    });
  });

  it('reckons with numbers in its transforms as well', () => {
    expect(
      drawn('{"data": {"values": [{"a": "10", "b": "9"}]}, "transform": [{"loess": "a", "on": "b"}]}'),
    ).toMatchObject({ data: { values: [{ a: 10, b: 9 }] } });
  });

  it('may have any letter in the name of a column', () => {
    const spec = drawn(
      '{"data": {"values": [{"a.b[0]": 1, "it\'s": 2}]}, "transform": [{"groupby": ["a.b[0]"]}], "encoding": {"x": {"field": "a\\\\.b\\\\[0\\\\]", "title": "a.b[0]"}, "y": {"field": "it\'s"}}}',
    );
    expect(spec).toMatchObject({
      data: { values: [{ 'a.b[0]': 1, 'column 0': 1 }] },
      transform: [{ groupby: ['column 0'] }],
      encoding: { x: { field: 'column 0', title: 'a.b[0]' } },
    });
  });

  it('keeps `__proto__` for a column like any other', () => {
    expect(
      dumpJson(
        drawableSpec(
          map(
            '{"data": {"values": [{"__proto__": "1"}]}, "x": {"field": "__proto__", "type": "quantitative"}}',
          ),
        ),
      ),
    ).toContain('{"__proto__": 1}');
  });
});
