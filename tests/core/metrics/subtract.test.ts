import { describe, expect, it } from 'vitest';
import { subtract } from '../../../src/core/metrics/subtract.ts';
import type { PyNumber } from '../../../src/core/metrics/subtract.ts';
import { pyStr } from '../../../src/core/python/text.ts';
import { Float } from '../../../src/model/value.ts';

describe('a difference', () => {
  // Expectations are what Python prints of `a - b`.
  const table: [PyNumber, PyNumber, string][] = [
    [120, 100, '20'],
    [1, new Float(1), '0.0'],
    [new Float(0.93), new Float(0.9271), '0.0029000000000000137'],
    [new Float(-0), 0, '-0.0'],
    [0, new Float(-0), '0.0'],
    [true, false, '1'],
    [false, true, '-1'],
    [new Float(2.5), true, '1.5'],
    [-(2 ** 53) + 1, 2 ** 53 - 1, '-18014398509481982'],
    [123456789012345678901234567891n, 123456789012345678901234567890n, '1'],
    [new Float(1.5), 123456789012345678901234567890n, '-1.2345678901234568e+29'],
    [new Float(Infinity), new Float(Infinity), 'nan'],
    [2, new Float(Infinity), '-inf'],
  ];
  it.each(table)('of %s and %s is %s', (a, b, expected) => {
    expect(pyStr(subtract(a, b))).toBe(expected);
  });

  it('of large integers that is small again is a plain number', () => {
    expect(subtract(9007199254740993n, 9007199254740992n)).toBe(1);
  });
});
