import { describe, expect, it } from 'vitest';
import { pyRepr, pyStr } from '../../../src/core/python/text.ts';
import { Float, PythonObject, Timestamp, Tuple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

describe('the repr of a text', () => {
  it.each([
    ['', "''"],
    ['plain é日😀', "'plain é日😀'"],
    ["it's", `"it's"`],
    ['say "x"', `'say "x"'`],
    [`both ' and "`, String.raw`'both \' and "'`],
    ['a\\b', String.raw`'a\\b'`],
    ['\t\n\r', String.raw`'\t\n\r'`],
    ['\x00\x1b\x7f', String.raw`'\x00\x1b\x7f'`],
    ['\x80\xa0\xad', String.raw`'\x80\xa0\xad'`],
    ['\u200b\u2028\ufeff\ue000', String.raw`'\u200b\u2028\ufeff\ue000'`],
    ['\ud800', String.raw`'\ud800'`],
    ['\u{e0001}\u{10ffff}', String.raw`'\U000e0001\U0010ffff'`],
  ])('%j is %s, as in Python', (text, repr) => expect(pyRepr(text)).toBe(repr));
});

describe('the repr of a value', () => {
  it.each<[Value, string]>([
    [null, 'None'],
    [true, 'True'],
    [12345678901234567890n, '12345678901234567890'],
    [new Float(1), '1.0'],
    [[1, 'a', [new Float(1e-5)], []], "[1, 'a', [1e-05], []]"],
    [
      new Map<Scalar, Value>([
        ['a', true],
        [1, null],
        ['m', new Map()],
      ]),
      "{'a': True, 1: None, 'm': {}}",
    ],
    [Tuple.from<Value>([]), '()'],
    [Tuple.from([1]), '(1,)'],
    [Tuple.from<Value>([1, ['a']]), "(1, ['a'])"],
    [[new PythonObject('time', 'datetime.time(7, 32)', '07:32:00')], '[datetime.time(7, 32)]'],
    [new Timestamp('2020-01-01'), 'datetime.date(2020, 1, 1)'],
    [new Timestamp('2020-01-01 00:00:00'), 'datetime.datetime(2020, 1, 1, 0, 0)'],
    [new Timestamp('2020-01-01 01:02:03'), 'datetime.datetime(2020, 1, 1, 1, 2, 3)'],
    [
      new Timestamp('2020-01-01 01:02:03.500000+00:00'),
      "datetime.datetime(2020, 1, 1, 1, 2, 3, 500000, tzinfo=datetime.timezone(datetime.timedelta(0), 'Z'))",
    ],
    [
      new Timestamp('2001-12-14 21:59:43.100000-05:00'),
      "datetime.datetime(2001, 12, 14, 21, 59, 43, 100000, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400), '-05:00'))",
    ],
  ])('of %o is %s', (value, repr) => expect(pyRepr(value)).toBe(repr));
});

it('str leaves texts and dates as they are, but not what a list holds', () => {
  expect(pyStr("it's\n")).toBe("it's\n");
  expect(pyStr(new Timestamp('2020-01-01'))).toBe('2020-01-01');
  expect(pyStr(new PythonObject('time', 'datetime.time(7, 32)', '07:32:00'))).toBe('07:32:00');
  expect(pyStr(['a'])).toBe("['a']");
  expect(pyStr(null)).toBe('None');
});
