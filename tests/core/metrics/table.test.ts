import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/json/read.ts';
import { diffValues } from '../../../src/core/metrics/diff.ts';
import { revisionsJson } from '../../../src/core/metrics/json.ts';
import type { RevisionMetrics } from '../../../src/core/metrics/revisions.ts';
import { metricsDiffTable, metricsTable, paramsDiffTable } from '../../../src/core/metrics/table.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { Table } from '../../../src/model/doc.ts';
import type { Value } from '../../../src/model/value.ts';

function json(text: string): Value {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Header and rows as text, one string a line. */
function text(table: Table): string[] {
  return [
    table.header,
    ...table.rows.map(row => row.map(cell => (typeof cell === 'string' ? cell : cell.text))),
  ].map(cells => cells.join(' | '));
}

function changes(old: string, new_: string, unchanged = false) {
  return diffValues(
    { old: new Map([['m.json', json(old)]]), new: new Map([['m.json', json(new_)]]) },
    { unchanged },
  );
}

const labels = { oldLabel: 'main', newLabel: 'workspace', path: true, precision: undefined };

describe('the table of metrics diff', () => {
  const old =
    '{"a": 0.015625, "b": 2.675, "c": 1e22, "d": 0.000001, "e": -0.000001, "f": 1234567.891, "g": true, "h": 1}';
  const new_ =
    '{"a": 0.046875, "b": 2.665, "c": 1.5e22, "d": 0, "e": 0.0, "f": 1234567.8912345, "g": 2, "i": "x"}';

  it('rounds floats half to even to five places and nothing else', () => {
    expect(text(metricsDiffTable(changes(old, new_), labels))).toEqual([
      'Path | Metric | main | workspace | Change',
      'm.json | a | 0.01562 | 0.04688 | 0.03125',
      'm.json | b | 2.675 | 2.665 | -0.01',
      'm.json | c | 1e+22 | 1.5e+22 | 5e+21',
      'm.json | d | 0.0 | 0 | -0.0',
      'm.json | e | -0.0 | 0.0 | 0.0',
      'm.json | f | 1234567.891 | 1234567.89123 | 0.00023',
      'm.json | g | True | 2 | 1',
      'm.json | h | 1 | - | -',
      'm.json | i | - | x | -',
    ]);
  });

  it.each([
    [undefined, '0.12346'],
    [0, '0.12346'],
    [2, '0.12'],
    [-1, '0.0'],
  ])('with precision %s prints %s', (precision, expected) => {
    const table = metricsDiffTable(changes('{}', '{"a": 0.123456}'), { ...labels, precision });
    expect(text(table)[1]).toBe(`m.json | a | - | ${expected} | -`);
  });

  it('drops the path when asked to', () => {
    expect(text(metricsDiffTable(changes('{"a": 1}', '{"a": 3}'), { ...labels, path: false }))).toEqual([
      'Metric | main | workspace | Change',
      'a | 1 | 3 | 2',
    ]);
  });

  it('has a header and no rows when nothing changed', () => {
    expect(text(metricsDiffTable(changes('{}', '{}'), labels))).toEqual([
      'Path | Metric | main | workspace | Change',
    ]);
  });

  it('marks what is missing and what the change is', () => {
    const { rows } = metricsDiffTable(changes('{"a": 1}', '{"a": 3, "b": "-"}'), labels);
    expect(rows).toEqual([
      ['m.json', 'a', '1', '3', { text: '2', style: 'strong' }],
      ['m.json', 'b', { text: '-', style: 'dim' }, '-', { text: '-', style: 'dim' }],
    ]);
  });
});

describe('the table of params diff', () => {
  it('rounds nothing and has no change', () => {
    const old = '{"lr": 0.0000123456789, "layers": [64, 32], "name": null}';
    const new_ = '{"lr": 0.1234567891234, "layers": [64, 64], "name": "x"}';
    expect(text(paramsDiffTable(changes(old, new_), labels))).toEqual([
      'Path | Param | main | workspace',
      'm.json | layers | [64, 32] | [64, 64]',
      'm.json | lr | 1.23456789e-05 | 0.1234567891234',
      'm.json | name | - | x',
    ]);
  });
});

describe('the table of metrics show', () => {
  const file = (data: string): ReadonlyMap<string, { data: Value }> =>
    new Map([['m.json', { data: json(data) }]]);

  it('has one column for each name of any file, in order', () => {
    const metrics: RevisionMetrics = {
      data: new Map([
        ['m.json', { data: json('{"b": {"x": 1.0}, "a": 0.015625}') }],
        ['n.json', { data: json('{"a": true}') }],
        ['gone.json', { error: { type: 'FileNotFoundError', message: 'gone' } }],
      ]),
    };
    expect(text(metricsTable(new Map([['', metrics]]), { revisions: false, precision: undefined }))).toEqual([
      'Path | a | b.x',
      'm.json | 0.01562 | 1.0',
      'n.json | True | -',
      'gone.json | - | -',
    ]);
  });

  it('shows revisions in the given order when asked to, those in trouble not at all', () => {
    const revisions = new Map<string, RevisionMetrics>([
      ['workspace', { data: file('{"a": 2}') }],
      ['broken', { error: { type: 'X', message: 'y' } }],
      ['main,v1', { data: file('{"b": 1}') }],
    ]);
    expect(text(metricsTable(revisions, { revisions: true, precision: undefined }))).toEqual([
      'Revision | Path | a | b',
      'workspace | m.json | 2 | -',
      'main,v1 | m.json | - | 1',
    ]);
  });

  it('shows a bare value under the empty name', () => {
    const revisions = new Map([['', { data: file('7.25') }]]);
    expect(text(metricsTable(revisions, { revisions: false, precision: 1 }))).toEqual([
      'Path | ',
      'm.json | 7.2',
    ]);
  });

  it('lets a metric called Path overwrite the path', () => {
    const revisions = new Map([['', { data: file('{"Path": 2, "Revision": 3, "Metric": 4}') }]]);
    expect(text(metricsTable(revisions, { revisions: false, precision: undefined }))).toEqual([
      'Path | Metric',
      '2 | 4',
    ]);
  });
});

describe('the JSON of metrics show', () => {
  it('nests revisions, files and values, and has errors in their place', () => {
    const revisions = new Map<string, RevisionMetrics>([
      [
        '',
        {
          data: new Map([
            ['m.json', { data: json('{"a": {"b": 1e-5}}') }],
            ['bare.json', { data: json('7.0') }],
            ['gone.json', { error: { type: 'FileNotFoundError', message: 'no é' } }],
          ]),
        },
      ],
      ['old', { error: { type: 'LockFileCorruptedError', message: 'bad' } }],
    ]);
    expect(dumpJson(revisionsJson(revisions))).toBe(
      '{"": {"data": {"m.json": {"data": {"a": {"b": 1e-05}}}, "bare.json": {"data": 7.0}, "gone.json": {"error": {"type": "FileNotFoundError", "msg": "no \\u00e9"}}}}, "old": {"error": {"type": "LockFileCorruptedError", "msg": "bad"}}}',
    );
  });
});
