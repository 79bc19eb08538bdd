import { expect, it } from 'vitest';
import { naturalSize } from '../../../src/core/python/natural-size.ts';

/** Printed by DVC's own `naturalsize`. */
it.each([
  [0, '0'],
  [1, '1'],
  [1023, '1023'],
  [1024, '1.00k'],
  [1152, '1.12k'],
  [4096, '4.00k'],
  [10235, '10.0k'],
  [102348, '99.9k'],
  [102349, '100k'],
  [1023487, '999k'],
  [1023488, '0.98M'],
  [123456789, '118M'],
  [5 * 1024 ** 3, '5.00G'],
  [1024 ** 5, '1.00P'],
])('%d bytes are %s', (bytes, text) => {
  expect(naturalSize(bytes)).toBe(text);
});
