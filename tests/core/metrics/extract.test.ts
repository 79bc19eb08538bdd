import { describe, expect, it } from 'vitest';
import { extractMetrics } from '../../../src/core/metrics/extract.ts';
import { readJson } from '../../../src/core/json/read.ts';
import { pyRepr } from '../../../src/core/python/text.ts';
import { Timestamp } from '../../../src/model/value.ts';

function metrics(text: string): string {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return pyRepr(extractMetrics(read.value));
}

describe('the metrics of a file', () => {
  it.each([
    [
      'numbers, booleans and strings',
      '{"a": 1, "b": 0.0, "c": false, "d": ""}',
      "{'a': 1, 'b': 0.0, 'c': False, 'd': ''}",
    ],
    ['nested maps', '{"a": {"b": {"c": 1e-5}}}', "{'a': {'b': {'c': 1e-05}}}"],
    ['neither lists nor nulls', '{"a": [1], "b": null, "c": 1}', "{'c': 1}"],
    ['no maps that end up empty', '{"a": {"b": {"c": []}}, "d": {}}', '{}'],
    ['a bare number', '5', '5'],
    ['a bare string', '"x"', "'x'"],
    ['no bare zero', '0', '{}'],
    ['no bare false', 'false', '{}'],
    ['no bare empty string', '""', '{}'],
    ['no bare list', '[1, 2]', '{}'],
    ['NaN, which is not false', 'NaN', 'nan'],
  ])('are %s', (_, text, expected) => {
    expect(metrics(text)).toBe(expected);
  });

  it('are no dates', () => {
    expect(extractMetrics(new Map([['day', new Timestamp('2020-01-01')]]))).toEqual(new Map());
  });
});
