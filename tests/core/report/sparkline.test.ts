import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src/core/report/sparkline.ts';

describe('a sparkline', () => {
  it.each([
    [[], ''],
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    [[3, 3, 3], '▅▅▅'],
    [[0, undefined, NaN, Infinity, 1], '▁···█'],
    [[-1.7e308, 0, 1.7e308], '▁▅█'],
    [[undefined], '·'],
  ])('of %j is %s', (numbers, text) => {
    expect(sparkline(numbers)).toBe(text);
  });
});
