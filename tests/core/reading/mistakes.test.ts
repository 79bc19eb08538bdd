import { describe, expect, it } from 'vitest';
import { readData } from '../../../src/core/reading/by-suffix.ts';
import { dataMistakes } from '../../../src/core/reading/mistakes.ts';

async function told(path: string, text: string): Promise<readonly string[]> {
  const read = await readData(path, text);
  if (read.ok) return [];
  const found = await dataMistakes(text, read.error);
  return found.map(({ line, column, length, message }) => `${line}:${column}+${length} ${message}`);
}

describe('all mistakes of a file of values', () => {
  it.each([
    ['p.json', '{"a": tru,\n"b": ]\n', ['1:7+3 expected a value', '2:6+1 expected a value']],
    ['p.toml', 'a =\nb = 1 two\n', ['1:4+1 expected a value', '2:7+3 expected the end of the line']],
    ['p.py', 'a = 01\nb = 2 $\n', ['1:5+2 no such number', "2:7+1 unexpected character '$'"]],
    [
      'p.yaml',
      'a: 1\na: 2\na: 3\n',
      ['2:1+1 the key `a` comes twice in this map', '3:1+1 the key `a` comes twice in this map'],
    ],
  ])('are told at their places: %s', async (path, text, expected) => {
    expect(await told(path, text)).toEqual(expected);
  });

  it.each([
    ['p.json', '{"a": True}', 'did you mean `true`?'],
    ['p.json', '[nul]', 'did you mean `null`?'],
    ['p.json', '[None]', 'did you mean `null`?'],
    ['p.json', "['a']", 'texts need double quotes'],
    ['p.json', '{"a": 1, // b\n}', 'JSON has no comments'],
    ['p.json', '{"a": 1,}', 'the comma before it is one too many'],
    ['p.json', '[1,\n]', 'the comma before it is one too many'],
    ['p.json', '{"a": }', undefined],
    ['p.json', '[1, 2', undefined],
    ['p.toml', 'a = False', 'did you mean `false`?'],
    ['p.toml', 'a = hello', undefined],
    ['p.toml', 'a = true false', undefined],
  ])('come with a hint where what is meant is plain: %s with %j', async (path, text, hint) => {
    const read = await readData(path, text);
    if (read.ok) throw new Error('it is right');
    expect((await dataMistakes(text, read.error))[0]?.hint).toBe(hint);
  });

  it('are none where no place is to blame', async () => {
    expect(await told('p.py', `x = ${'['.repeat(4_000_001)}`)).toEqual([]);
  });
});
