import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/json/read.ts';
import { Float, isList, isMap } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function value(text: string): Value {
  const read = readJson(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

describe('JSON is read', () => {
  it.each<[string, Value]>([
    ['1', 1],
    ['-0', 0],
    ['1.0', new Float(1, '1.0')],
    ['1e5', new Float(1e5, '1e5')],
    ['-0.0', new Float(-0, '-0.0')],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-12345678901234567890123', -12345678901234567890123n],
    ['1e999', new Float(Infinity, '1e999')],
    ['[NaN, -Infinity]', [new Float(NaN, 'NaN'), new Float(-Infinity, '-Infinity')]],
    [' \t\r\n[ ]\n', []],
    [String.raw`"\u00e9\ud83d\ude00\/\b\""`, 'é😀/\b"'],
    [String.raw`"\ud800"`, '\ud800'],
    ['"\u2028\x7f"', '\u2028\x7f'],
    ['{"a": 1, "b": 2, "a": 3}', new Map([['a', 3]]).set('b', 2)],
    [
      '{"__proto__": {"x": 1}, "constructor": 2}',
      new Map<string, Value>([['__proto__', new Map([['x', 1]])]]).set('constructor', 2),
    ],
    ['{"": null}', new Map([['', null]])],
  ])('%s', (text, wanted) => {
    const read = value(text);
    expect(read).toEqual(wanted);
    if (read instanceof Map) expect([...read.keys()]).toEqual([...(wanted as typeof read).keys()]);
  });

  it('as JSON.parse reads it', () => {
    const plain = (each: Value): unknown => {
      if (each instanceof Float) return each.value;
      if (isMap(each)) return [...each].map(([key, item]) => [key, plain(item)]);
      return isList(each) ? each.map(plain) : typeof each === 'bigint' ? Number(each) : each;
    };
    const entries = (each: unknown): unknown => {
      if (Array.isArray(each)) return each.map(entries);
      if (typeof each !== 'object' || each === null) return each;
      return Object.entries(each).map(([name, item]) => [name, entries(item)]);
    };
    const key = fc.string({ unit: 'binary', maxLength: 4 }).filter(name => !/^\d+$/.test(name));
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'binary', maxDepth: 3 }),
        key,
        fc.constantFrom(undefined, 1),
        (text, name, indent) => {
          const source = JSON.stringify([JSON.parse(text), { [name]: -0.5 }], null, indent);
          const wanted = entries(JSON.parse(source));
          expect(sorted(plain(value(source)))).toEqual(sorted(wanted));
        },
      ),
      // Each run takes long to compare.
      { numRuns: 25 },
    );
  });
});

/** JavaScript puts keys that look like indexes first. */
function sorted(each: unknown): unknown {
  if (!Array.isArray(each)) return each === 0 ? 0 : each;
  const items = each.map(sorted);
  const isObject = items.length > 0 && items.every(item => Array.isArray(item) && item.length === 2);
  return isObject ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
}

describe('JSON is refused at the place where it goes wrong', () => {
  it.each([
    ['', 1, 1, 'the file ends too early'],
    ['{"a": 1,\n "b" 2}', 2, 6, 'expected `:`'],
    ['{"a": 1\n"b": 2}', 2, 1, 'expected `,` or `}`'],
    ['{"a": 1,}', 1, 9, 'expected a key in double quotes'],
    ["{'a': 1}", 1, 2, 'expected a key in double quotes'],
    ['[1,\n2,]', 2, 3, 'expected a value'],
    ['[1 2]', 1, 4, 'expected `,` or `]`'],
    ['[1', 1, 3, 'expected `,` or `]`'],
    ['1\n\n2', 3, 1, 'nothing may follow the value'],
    ['01', 1, 2, 'nothing may follow the value'],
    ['[+1]', 1, 2, 'expected a value'],
    ['[.5]', 1, 2, 'expected a value'],
    ['[1.]', 1, 3, 'expected `,` or `]`'],
    ['[nan]', 1, 2, 'expected a value'],
    ['["a\nb"]', 1, 4, 'a control character must be escaped'],
    ['\n["a\\"]', 2, 2, 'this text has no closing quote'],
    [String.raw`["a\x"]`, 1, 4, 'no such escape'],
    [String.raw`["\u12g4"]`, 1, 3, 'no such escape'],
    ['\ufeff1', 1, 1, 'expected a value'],
    [`[${'1'.repeat(4301)}]`, 1, 2, 'an integer has more than 4300 digits'],
  ])('case %#', (text, line, column, message) => {
    expect(readJson(text)).toEqual({ ok: false, error: { message, line, column } });
  });

  it.each(['[', '{"a":'])('ten thousand levels of %s end in a refusal', opening => {
    const read = readJson(opening.repeat(10_000));
    expect(read).toMatchObject({ ok: false, error: { message: 'more than 200 levels deep' } });
  });

  it('any text is read or refused within its lines', () => {
    const piece = fc.constantFrom(...'{}[],:"\\ \n-.1e0'.split(''), 'null', 'NaN', '"a"', '\\u00');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
        const text = pieces.join('');
        const read = readJson(text);
        if (read.ok) return;
        const line = text.split('\n')[read.error.line - 1] ?? expect.fail('no such line');
        expect(read.error.column).toBeGreaterThanOrEqual(1);
        expect(read.error.column).toBeLessThanOrEqual(line.length + 1);
      }),
    );
  });
});
