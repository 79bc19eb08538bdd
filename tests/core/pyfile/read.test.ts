import { describe, expect, it } from 'vitest';
import { readPython } from '../../../src/core/pyfile/read.ts';
import { pyRepr } from '../../../src/core/python/text.ts';

function read(...lines: readonly string[]): string {
  const result = readPython(lines.join('\n'));
  if (result.ok) return pyRepr(result.value);
  const { line, column, message } = result.error;
  return line === undefined ? message : `${line}:${String(column)} ${message}`;
}

describe('of a Python file are read', () => {
  it.each<[string, readonly string[], string]>([
    ['names at the top, the last value in the first place', ['a = 1', 'b = 2', 'a = 3'], "{'a': 3, 'b': 2}"],
    ['names with types', ['a: int = 1', 'b: int', '(c): str = "x"'], "{'a': 1, 'c': 'x'}"],
    ['classes as maps', ['class A:', '  x = 1', '  class B:', '    y = 2'], "{'A': {'x': 1, 'B': {'y': 2}}}"],
    [
      'what `__init__` gives to self',
      ['class A:', '  def __init__(self, q):', '    self.w = 4', '    v = 5', '    self.a.b = 6'],
      "{'A': {'w': 4}}",
    ],
    ['names that look alike as one', ['Ａ = 1', 'A = 2'], "{'A': 2}"],
    ['the names of objects', ['__proto__ = 1', 'constructor = 2'], "{'__proto__': 1, 'constructor': 2}"],
    ['lines of any kind', ['a = 1\r', 'b = 2\rc = 3'], "{'a': 1, 'b': 2, 'c': 3}"],
  ])('%s', (_, lines, value) => expect(read(...lines)).toBe(value));

  it.each([
    ['two targets', 'a = b = 1'],
    ['unpacking', 'a, b = 1, 2'],
    ['items', 'a[0] = 1'],
    ['attributes of others', 'x.y = 1'],
    ['additions', 'a += 1'],
    ['calls', 'a = f()'],
    ['texts with values in them', 'a = f"{x}"'],
    ['what other functions set', 'def f():\n  a = 1'],
    ['what async functions set', 'async def __init__():\n  self.a = 1'],
    ['what is in an `if`', 'if True:\n  a = 1'],
  ])('not %s', (_, text) => expect(read(text)).toBe('{}'));
});

describe('a file that is no Python', () => {
  it.each([
    ['a = (', '1:6 unexpected token in expression'],
    ['b = 1\na = 01', '2:5 no such number'],
    ['é = 01', '1:5 no such number'],
    ['a = 1\n  b = 2', '2:3 unexpected indent'],
    ['a = b"é"', '1:5 bytes can only contain ASCII literal characters'],
    ['a = {[]: 1}', "1:6 unhashable type: 'list'"],
    ['a = "\\N{BULLET}"', '1:5 characters by name, as in `\\N{BULLET}`, are not understood'],
    ['a = 1\nb\0', '2:2 a character that has no place in a program'],
    ['\ufeffa = 1', '1:1 a character that has no place in a program'],
    [`a = ${'['.repeat(100_000)}`, 'nested too deeply'],
    [`a = ${'['.repeat(201)}${']'.repeat(201)}`, '1:205 more than 200 levels deep'],
    ['#'.repeat(4_000_001), 'more than 4000000 characters'],
  ])('is refused with its place: %#', (text, problem) => expect(read(text)).toBe(problem));
});
