import { expect, it } from 'vitest';
import { isDate, readScalar } from '../../../src/core/toml/scalar.ts';
import { pyRepr } from '../../../src/core/python/text.ts';

it.each([
  ['true', 'True'],
  ['0xDEAD_beef', '3735928559'],
  ['1_000', '1000'],
  ['+5', '5'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['1E-3', '0.001'],
  ['1_0.5e1_0', '105000000000.0'],
  ['-inf', '-inf'],
  ['+nan', 'nan'],
  ['1979-05-27', 'datetime.date(1979, 5, 27)'],
  ['1979-05-27t07:32', 'datetime.datetime(1979, 5, 27, 7, 32)'],
  ['1979-05-27T07:32:00.9999999', 'datetime.datetime(1979, 5, 27, 7, 32, 0, 999999)'],
  ['07:32:00.1', 'datetime.time(7, 32, 0, 100000)'],
  ['00:00', 'datetime.time(0, 0)'],
])('%s is %s', (token, repr) => expect(pyRepr(readScalar(token) ?? null)).toBe(repr));

it.each(
  '01 1__0 _1 1_ +0x1 0X1 0b2 1. .5 1.e5 1e Inf True 24:00 07:32:60 1979-02-30 0000-01-01 2020-01-01T00:00+24:00'.split(
    ' ',
  ),
)('%s is nothing', token => expect(readScalar(token)).toBeUndefined());

it('knows a date alone, behind which a time may come', () => {
  expect(isDate('1979-05-27')).toBe(true);
  expect(isDate('1979-05-27T07:32')).toBe(false);
});
