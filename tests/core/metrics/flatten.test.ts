import { describe, expect, it } from 'vitest';
import { compareNames, flatten } from '../../../src/core/metrics/flatten.ts';
import { Float, Tuple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

function map(...entries: [Scalar, Value][]): ReadonlyMap<Scalar, Value> {
  return new Map(entries);
}

describe('a flattened map', () => {
  it('joins keys with dots and drops empty maps', () => {
    const data = map(['a', map(['b', map(['c', 1])], ['d', map()])], ['e', 'x']);
    expect([...flatten(data)]).toEqual([
      ['a.b.c', 1],
      ['e', 'x'],
    ]);
  });

  it('shows lists as Python does', () => {
    expect(flatten(map(['a', [1, new Float(1), "it's", null, true, map(['k', []])]])).get('a')).toBe(
      `[1, 1.0, "it's", None, True, {'k': []}]`,
    );
  });

  it('leaves tuples as they are', () => {
    const tuple = Tuple.from([1, [2]]);
    expect(flatten(map(['a', map(['b', tuple])])).get('a.b')).toBe(tuple);
  });

  it('names odd keys as Python does and keeps integers at the top', () => {
    const data = map(
      [10, 1],
      [new Float(1.5), 2],
      ['a', map([true, 3], [null, 4], [2, 5])],
      [7, map(['x', 6])],
    );
    expect([...flatten(data).keys()]).toEqual([10, '1.5', 'a.True', 'a.None', 'a.2', '7.x']);
  });

  it('keeps the later of two places with one name', () => {
    expect([...flatten(map(['a.b', 1], ['a', map(['b', 2])]))]).toEqual([['a.b', 2]]);
  });
});

describe('names', () => {
  it('sort by code point, integers by value and before them', () => {
    const names = ['b', 10, '\u{1f600}', 9, 'a.b', '\uff5a', 10n ** 20n, 'B', 'a'];
    expect(names.sort(compareNames)).toEqual([
      9,
      10,
      10n ** 20n,
      'B',
      'a',
      'a.b',
      'b',
      '\uff5a',
      '\u{1f600}',
    ]);
  });
});
