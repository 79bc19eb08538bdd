import { describe, expect, it } from 'vitest';
import { compareToLimit, pairedInterval } from '../../../src/core/statistics/paired.ts';
import { studentQuantile, studentTail } from '../../../src/core/statistics/student.ts';

describe("Student's t", () => {
  it.each([
    [0.025, 1, 12.706204736174707],
    [0.025, 2, 4.302652729749464],
    [0.025, 4, 2.7764451051977934],
    [0.025, 30, 2.042272456301238],
    [0.005, 9, 3.2498355415921263],
    [0.025, 1e6, 1.9599663568141072],
  ])('has the quantile of %d with %d degrees of freedom', (tail, degrees, quantile) => {
    expect(studentQuantile(tail, degrees) / quantile).toBeCloseTo(1, 9);
    expect(studentTail(quantile, degrees) / tail).toBeCloseTo(1, 9);
  });
});

describe('the interval of a change', () => {
  it('is that of the differences of pairs', () => {
    const found = pairedInterval(
      [
        [0.9, 0.85],
        [0.8, 0.79],
        [0.85, 0.84],
        [0.88, 0.86],
        [0.87, 0.86],
      ],
      0.95,
    );
    expect(found?.mean).toBeCloseTo(-0.02, 12);
    expect(found?.low).toBeCloseTo(-0.0415, 3);
    expect(found?.high).toBeCloseTo(0.0015, 3);
  });

  it('has no width where all pairs changed alike', () => {
    expect(
      pairedInterval(
        [
          [1, 2],
          [5, 6],
          [2, 3],
        ],
        0.95,
      ),
    ).toEqual({ mean: 1, low: 1, high: 1 });
  });

  it('cannot be told from a single pair', () => {
    expect(pairedInterval([[1, 2]], 0.95)).toBeUndefined();
  });

  it('lies beyond a limit, within it, or leaves that open', () => {
    const worse = { mean: 0.03, low: 0.01, high: 0.05 };
    expect([0, 0.01, 0.02, 0.05].map(limit => compareToLimit(worse, limit))).toEqual([
      'beyond',
      'unclear',
      'unclear',
      'within',
    ]);
  });
});
