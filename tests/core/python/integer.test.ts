import { expect, it } from 'vitest';
import { integerOf } from '../../../src/core/python/integer.ts';

it.each([
  ['0', 0],
  ['-0', 0],
  ['+7', 7],
  ['-9007199254740991', -9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['0xff', 255],
  ['0b1', 1],
  ['0o17', 15],
  [`0x${'f'.repeat(20)}`, 2n ** 80n - 1n],
  [`1${'0'.repeat(4300)}`, undefined],
])('the integer %s', (text, value) => expect(integerOf(text)).toBe(value));
