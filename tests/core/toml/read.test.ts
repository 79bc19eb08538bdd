import { describe, expect, it } from 'vitest';
import { pyRepr } from '../../../src/core/python/text.ts';
import { readToml } from '../../../src/core/toml/read.ts';
import { Float } from '../../../src/model/value.ts';

function read(text: string): string {
  const result = readToml(text);
  if (result.ok) return pyRepr(result.value);
  const { line, column, message } = result.error;
  return `${line}:${column} ${message}`;
}

describe('TOML', () => {
  it.each([
    ['', '{}'],
    ['a = 1\r\nb = 2\rc = 3', "{'a': 1, 'b': 2, 'c': 3}"],
    ['10 = 1\n9 = 2\n"x y" = 3', "{'10': 1, '9': 2, 'x y': 3}"],
    ['a = [1, # one\n  2.0, [],\n]', "{'a': [1, 2.0, []]}"],
    ['a = { x.y = 1, # c\n x.z = 2, }', "{'a': {'x': {'y': 1, 'z': 2}}}"],
    ['a = 1979-05-27 07:32:00 # c', "{'a': datetime.datetime(1979, 5, 27, 7, 32)}"],
    ['a = 1979-05-27 # c', "{'a': datetime.date(1979, 5, 27)}"],
    ['__proto__.x = 1', "{'__proto__': {'x': 1}}"],
  ])('%j is %s', (text, value) => expect(read(text)).toBe(value));

  it.each([
    ['a = 1\nb = ', '2:5 expected a value'],
    ['a = x', '1:5 `x` is no value; texts need quotes'],
    ['a = 1 b', '1:7 expected the end of the line'],
    ['a 1', '1:3 expected `=`'],
    ['= 1', '1:1 expected a key'],
    ['"""a""" = 1', '1:1 a key cannot go over several lines'],
    ['[a', '1:3 expected `]`'],
    ['[[a]', '1:4 expected `]]`'],
    ['a = [1 2]', '1:8 expected `,` or `]`'],
    ['a = {b = 1', '1:11 expected `,` or `}`'],
    ['a = 1\na = 2', '2:1 the key `a` is there already'],
    [`a = ${'['.repeat(101)}`, '1:105 more than 100 levels deep'],
    [`${'a.'.repeat(100)}a = 1`, '1:201 a key of more than 100 parts'],
  ])('%j is refused: %s', (text, problem) => expect(read(text)).toBe(problem));

  it('tells integers from floats', () => {
    const result = readToml('a = 1.0\nb = 1\nc = 9007199254740993\n');
    expect(result.ok && [...result.value.values()]).toEqual([new Float(1), 1, 9007199254740993n]);
  });

  it('says by what error of another name DVC fails', () => {
    expect(readToml('[t]\na = 1\na = 2\n')).toMatchObject({
      error: { raised: { type: 'KeyAlreadyPresent', message: 'Key "a" already exists.' } },
    });
  });
});
