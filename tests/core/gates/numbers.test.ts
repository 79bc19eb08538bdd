import { describe, expect, it } from 'vitest';
import { numberText, numberTexts } from '../../../src/core/gates/numbers.ts';

describe('numbers of one row', () => {
  it.each<[number[], number[], string[]]>([
    [[0.8666666666666667, 0.780952380952381], [], ['0.8667', '0.7810']],
    [[0.8, 0.80001], [], ['0.800000', '0.800010']],
    [[0.799999], [0.8], ['0.7999990']],
    [[3, 5], [], ['3', '5']],
    [[3, 5.5], [], ['3.0000', '5.5000']],
    [[1e-7, 2e-7], [], ['0.00000010', '0.00000020']],
    [[1e-12, 2], [], ['1e-12', '2']],
    [[NaN, Infinity, -Infinity], [], ['nan', 'inf', '-inf']],
    [[2 ** 70, 1], [], ['1.1805916e+21', '1.0000']],
  ])('%j beside %j show what tells them apart', (numbers, others, texts) => {
    expect(numberTexts(numbers, others)).toEqual(texts);
  });

  it('by themselves are as short as they can be', () => {
    expect([0.02, 1e21, NaN].map(numberText)).toEqual(['0.02', '1e+21', 'nan']);
  });
});
