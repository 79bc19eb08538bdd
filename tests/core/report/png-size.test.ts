import { expect, it } from 'vitest';
import { pngSize } from '../../../src/core/report/png-size.ts';
import { png } from '../../rig/pictures.ts';

it('the size of a PNG file stands at its beginning', () => {
  const row = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ] as const;
  expect(pngSize(png([row, row]))).toEqual({ width: 3, height: 2 });
  expect(pngSize(png([row]).subarray(0, 20))).toBeUndefined();
  expect(pngSize(Buffer.from('GIF89a and more than twenty-four bytes'))).toBeUndefined();
});
