import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatText, roundHalfEven } from '../../../src/core/python/float.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('the text of a float', () => {
  // Left as JavaScript writes it, right as Python's repr does.
  it.each([
    ['0', 0, '0.0'],
    ['-0', -0, '-0.0'],
    ['1', 1, '1.0'],
    ['0.30000000000000004', 0.1 + 0.2, '0.30000000000000004'],
    ['0.0001', 1e-4, '0.0001'],
    ['0.000099', 9.9e-5, '9.9e-05'],
    ['1.5e-7', 1.5e-7, '1.5e-07'],
    ['1000000000000000', 1e15, '1000000000000000.0'],
    ['9999999999999998', 9999999999999998, '9999999999999998.0'],
    ['10000000000000000', 1e16, '1e+16'],
    ['123456789012345680', 123456789012345680, '1.2345678901234568e+17'],
    ['1e+22', 1e22, '1e+22'],
    ['1e+100', 1e100, '1e+100'],
    ['5e-324', 5e-324, '5e-324'],
    ['1.7976931348623157e+308', Number.MAX_VALUE, '1.7976931348623157e+308'],
    ['NaN', NaN, 'nan'],
    ['Infinity', Infinity, 'inf'],
    ['-Infinity', -Infinity, '-inf'],
  ])("%s is Python's", (_, value, text) => expect(floatText(value)).toBe(text));

  it('gives the very same float back, and never looks like an integer', () => {
    fc.assert(
      fc.property(finite, value => {
        const text = floatText(value);
        expect(Number(text)).toBe(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?(e[+-]\d\d+)?$/);
        expect(text).toMatch(/[.e]/);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [-2.5, 0, -2],
    [-0.4, 0, -0],
    [2.675, 2, 2.67],
    [1.005, 2, 1],
    [5.015, 2, 5.01],
    [0.15, 1, 0.1],
    [0.25, 1, 0.2],
    [0.35, 1, 0.3],
    [0.000125, 5, 0.00013],
    [1234.5, -2, 1200],
    [1250, -2, 1200],
    [1350, -2, 1400],
    [49, -2, 0],
    [50, -2, 0],
    [51, -2, 100],
    [1e22, 2, 1e22],
    [1e300, -299, 1e300],
    [5e-324, 3, 0],
    [1.0000000000000002, 16, 1.0000000000000002],
    [NaN, 2, NaN],
    [-Infinity, 2, -Infinity],
  ])('%s to %s digits is %s, as in Python', (value, digits, rounded) => {
    expect(roundHalfEven(value, digits)).toBe(rounded);
  });

  it('goes no further than half a unit, is the same twice, and does not care for the sign', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.nat(8), (value, digits) => {
        const rounded = roundHalfEven(value, digits);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5000001 * 10 ** -digits);
        expect(roundHalfEven(rounded, digits)).toBe(rounded);
        expect(roundHalfEven(-value, digits)).toBe(-rounded);
      }),
    );
  });
});
