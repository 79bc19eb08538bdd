import { expect, it } from 'vitest';
import { bytesObject, negated, numberValue, readNumber } from '../../../src/core/pyfile/objects.ts';
import { pyRepr } from '../../../src/core/python/text.ts';

it.each([
  ['0_0', '0'],
  ['1_0.5E1_0', '105000000000.0'],
  ['1.', '1.0'],
  ['.5', '0.5'],
  ['0XfF', '255'],
  ['01.5', '1.5'],
  ['01j', '1j'],
  ['1e400', 'inf'],
])('the number %s is %s', (source, repr) => {
  const number = readNumber(source);
  expect(number !== undefined && pyRepr(numberValue(number))).toBe(repr);
});

it.each('01 0_7 1__0 1_ 0xg 0o8 0b2 1e 1ej'.split(' '))('%s is no number', source =>
  expect(readNumber(source)).toBeUndefined(),
);

it('the sign of zero shows in complex numbers', () => {
  expect(numberValue(negated({ real: 0, imag: 2 }))).toMatchObject({ repr: '(-0-2j)' });
  expect(numberValue({ real: 1e20, imag: -0 })).toMatchObject({ repr: '(1e+20-0j)' });
});

it('bytes are shown as Python does', () => {
  expect(bytesObject('a\t\x00\xff\\\'"').repr).toBe(`b'a\\t\\x00\\xff\\\\\\'"'`);
});
