import { describe, expect, it } from 'vitest';
import { sameData } from '../../src/core/same-data.ts';
import { Float } from '../../src/model/value.ts';

describe('data is the same', () => {
  it.each([
    [NaN, NaN],
    [
      { a: 1, b: [1, { c: null }] },
      { b: [1, { c: null }], a: 1 },
    ],
    [new Map([['a', new Map([[1, 2n]])]]), new Map([['a', new Map([[1, 2n]])]])],
    [new Set(['a', 'b']), new Set(['b', 'a'])],
    [new Float(1), new Float(1)],
    [{ a: undefined }, { a: undefined }],
  ])('%o and %o', (a, b) => {
    expect(sameData(a, b)).toBe(true);
  });

  it.each([
    [1, '1'],
    [1, new Float(1)],
    [new Float(1), new Float(2)],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, { b: undefined }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [new Map([['a', 1]]), { a: 1 }],
    [new Map([['a', 1]]), new Map([['a', 2]])],
    [new Set([1]), new Set([2])],
    [null, {}],
  ])('but not %o and %o', (a, b) => {
    expect(sameData(a, b)).toBe(false);
  });
});
