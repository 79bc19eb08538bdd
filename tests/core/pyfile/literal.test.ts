import { describe, expect, it } from 'vitest';
import { readPython } from '../../../src/core/pyfile/read.ts';
import { pyRepr } from '../../../src/core/python/text.ts';
import { Float, PythonObject, Tuple } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function literal(text: string): Value | undefined {
  const read = readPython(`a = ${text}\n`);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.get('a');
}

describe('a literal', () => {
  it.each<[string, Value]>([
    ['1_000', 1000],
    ['0xFF', 255],
    ['-1', -1],
    ['+-1', null],
    ['1.0', new Float(1)],
    ['-0.0', new Float(-0)],
    ['-0', 0],
    ['123456789012345678901234567890', 123456789012345678901234567890n],
    ['-9007199254740993', -9007199254740993n],
    ['None', null],
    ['True', true],
    ["'a' \"b\" '''c\nd'''", 'abc\nd'],
    ["r'\\n' u'x'", '\\nx'],
    ["'\\x41\\u00e9\\U0001F600\\101\\\n'", 'Aé😀A'],
    ['(1)', 1],
    ['()', Tuple.from<Value>([])],
    ["1, 'x'", Tuple.from<Value>([1, 'x'])],
    ['...', new PythonObject('ellipsis', 'Ellipsis')],
    ['set()', new PythonObject('set', 'set()')],
    ["{2, 1, True, 'x'}", new PythonObject('set', "{'x', 1, 2}")],
    ["b'\\x00' b\"it's\"", new PythonObject('bytes', 'b"\\x00it\'s"')],
    ['1 - 2j', new PythonObject('complex', '(1-2j)')],
    ["'\\\\N{x}'", '\\N{x}'],
  ])('%s', (text, value) => {
    if (text === '+-1') expect(literal(text)).toBeUndefined();
    else expect(literal(text)).toEqual(value);
  });

  it('in a map keeps the first of equal keys and the last value', () => {
    expect(pyRepr(literal("{1: 'a', 'b': (), True: 'c', (1, 2): None}") ?? null)).toBe(
      "{1: 'c', 'b': (), (1, 2): None}",
    );
  });

  it.each([
    'x',
    'f()',
    '1 + 2',
    '-True',
    '~1',
    'not 1',
    '[x]',
    '{**a}',
    '[*a]',
    "f'x'",
    'set([1])',
    '2j + 1',
    "-'x'",
  ])('is not %s', text => expect(literal(text)).toBeUndefined());

  it('that is none is met before a key that cannot be one, where DVC looks itself', () => {
    expect(literal('{[]: x}')).toBeUndefined();
    expect(literal('{[], x}')).toBeUndefined();
    expect(() => literal('[{[], x}]')).toThrow("unhashable type: 'list'");
    expect(() => literal('{({},): 1}')).toThrow("unhashable type: 'dict'");
  });
});
