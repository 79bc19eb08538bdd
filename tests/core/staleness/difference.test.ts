import { describe, expect, it } from 'vitest';
import {
  commandDifference,
  firstDifference,
  pairText,
  shortText,
} from '../../../src/core/staleness/difference.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function map(entries: Record<string, Value>): Value {
  return new Map(Object.entries(entries));
}

describe('firstDifference', () => {
  it('finds the key of a map that changed, however deep', () => {
    const before = map({ a: 1, deep: map({ b: [1, map({ c: 'x' })] }) });
    const after = map({ a: 1, deep: map({ b: [1, map({ c: 'y' })] }) });
    expect(firstDifference(before, after)).toEqual({
      at: '.deep.b[1].c',
      before: 'x',
      after: 'y',
      others: 0,
    });
  });

  it('counts the other places, and tells what is new or gone', () => {
    expect(firstDifference(map({ a: 1, b: 2, c: 3 }), map({ b: 3, c: 3, d: 4 }))).toEqual({
      at: '.b',
      before: 2,
      after: 3,
      others: 2,
    });
    expect(firstDifference([1, 2], [1, 2, 3])).toEqual({ at: '[2]', before: undefined, after: 3, others: 0 });
    expect(firstDifference(map({ a: 1 }), map({}))).toEqual({
      at: '.a',
      before: 1,
      after: undefined,
      others: 0,
    });
  });

  it('is the whole where the kinds differ', () => {
    expect(firstDifference([1], 1)).toEqual({ at: '', before: [1], after: 1, others: 0 });
  });
});

describe('pairText', () => {
  it.each<[Value, Value, string]>([
    [true, 'true', "true → 'true'"],
    [null, 0, 'null → 0'],
    [new Float(1e-5), new Float(0.5, '0.50'), '1e-05 → 0.50'],
    [['a', 'b,c'], map({ k: null }), '[a, "b,c"] → {k: null}'],
    ['two\nlines', '', '"two\\nlines" → \'\''],
  ])('shows %o and %o as YAML', (before, after, text) => expect(pairText(before, after)).toBe(text));

  it('shows of long texts where they part', () => {
    const common = 'x'.repeat(100);
    expect(pairText(`${common}old ${common}`, `${common}new`)).toBe(
      `…${'x'.repeat(12)}old ${'x'.repeat(24)}… → …${'x'.repeat(12)}new`,
    );
  });
});

it('cuts a long value', () => expect(shortText('x'.repeat(50))).toBe(`${'x'.repeat(39)}…`));

it.each<[string | string[], string | string[], string]>([
  ['a 1', 'a 2', 'a 1 → a 2'],
  ['a', ['a'], 'the same, written as a list'],
  [['a', 'b'], ['a', 'c'], 'line 2: b → c'],
  [['a'], ['a', 'b', 'c'], 'line 2 is new: b (and 1 more difference)'],
  [['a', 'b'], ['a'], 'line 2 is gone: b'],
])('tells of the commands %o and %o what differs', (before, after, text) =>
  expect(commandDifference(before, after)).toBe(text),
);
