import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/json/read.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

describe('JSON as Python writes it', () => {
  it.each<[string, Value, string]>([
    ['blanks after commas and colons', new Map([['a', [1, null, true]]]), '{"a": [1, null, true]}'],
    ['floats by repr', [new Float(2), new Float(1e-5), new Float(1e16)], '[2.0, 1e-05, 1e+16]'],
    [
      'numbers that are none, bare',
      [new Float(NaN), new Float(Infinity), new Float(-Infinity)],
      '[NaN, Infinity, -Infinity]',
    ],
    ['a float without the text it was read from', new Float(1, '1.00'), '1.0'],
    ['integers of any size', [12345678901234567890n, -3], '[12345678901234567890, -3]'],
    ['nothing but printable ASCII', 'é\x7f😀\n\x01"\\/', String.raw`"\u00e9\u007f\ud83d\ude00\n\u0001\"\\/"`],
    [
      'keys of every kind as texts',
      new Map<Scalar, Value>([
        [1, 1],
        [null, 2],
        [true, 3],
        [new Float(1.5), 4],
      ]),
      '{"1": 1, "null": 2, "true": 3, "1.5": 4}',
    ],
    ['dates as texts', [new Timestamp('2020-01-01')], '["2020-01-01"]'],
    ['what is empty', new Map<string, Value>([['a', []]]).set('b', new Map()), '{"a": [], "b": {}}'],
  ])('has %s', (_, value, text) => expect(dumpJson(value)).toBe(text));

  it('has one item a line when it is indented, and nothing between brackets that hold nothing', () => {
    const value = { b: [], a: { x: [1, {}] } };
    expect(dumpJson(value, { indent: 4 })).toBe(
      '{\n    "b": [],\n    "a": {\n        "x": [\n            1,\n            {}\n        ]\n    }\n}',
    );
  });

  it('sorts keys by code point, numbers by size', () => {
    const names = new Map(Array.from('\uffff😀zéA', name => [name, 0]));
    expect(dumpJson(names, { sortKeys: true, ascii: false })).toBe(
      '{"A": 0, "z": 0, "é": 0, "\uffff": 0, "😀": 0}',
    );
    expect(
      dumpJson(
        new Map([
          [10, 'b'],
          [9, 'a'],
        ]),
        { sortKeys: true },
      ),
    ).toBe('{"9": "a", "10": "b"}');
  });

  it('leaves out what is undefined', () => expect(dumpJson({ a: undefined, b: 1 })).toBe('{"b": 1}'));

  it('is read back as the same value', () => {
    const { value } = fc.letrec<{ value: Value }>(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.constantFrom(null, true, false),
        fc.maxSafeInteger(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
        fc.double().map(number => new Float(number)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map(entries => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), fc.boolean(), (wanted, indent, ascii) => {
        const text = dumpJson(wanted, { ascii, ...(indent === undefined ? {} : { indent }) });
        const read = readJson(text);
        expect(read.ok && dumpJson(read.value, { ascii, ...(indent === undefined ? {} : { indent }) })).toBe(
          text,
        );
        if (ascii) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      }),
    );
  });
});
