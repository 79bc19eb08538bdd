import { describe, expect, it } from 'vitest';
import { pyRepr } from '../../../src/core/python/text.ts';
import { readToml } from '../../../src/core/toml/read.ts';

describe('tables', () => {
  it.each([
    ['[b]\nx=1\n[a]\n[b.c]\nz=1', "{'b': {'x': 1, 'c': {'z': 1}}, 'a': {}}"],
    ['[a.b]\nx=1\n[a]\ny=2', "{'a': {'b': {'x': 1}, 'y': 2}}"],
    ['[[x]]\na=1\n[[x]]\nb=2\n[x.y]\nc=3', "{'x': [{'a': 1}, {'b': 2, 'y': {'c': 3}}]}"],
    ['[f]\na.c=1\n[f.a.t]\ns=1', "{'f': {'a': {'c': 1, 't': {'s': 1}}}}"],
    ['[[a.b]]\n[a]\nc=1', "{'a': {'b': [{}], 'c': 1}}"],
    ['a.b=1\nc=2\na.d=3', "{'a': {'b': 1, 'd': 3}, 'c': 2}"],
  ])('%j are %s', (text, value) => {
    const read = readToml(text);
    expect(read.ok && pyRepr(read.value)).toBe(value);
  });

  it.each([
    '[a]\n[a]',
    '[a]\n[[a]]',
    '[[a]]\n[a]',
    'a=1\n[a]',
    'a=[{}]\n[[a]]',
    'a={}\n[a.b]',
    'a={b.c=1}\na.b.d=1',
    'a.b=1\n[a]',
    '[a]\nb.c=1\n[a.b]',
    'a.b=1\na.b.c=2',
    '[a.b]\n[a]\nb.c=1',
    'a={b=1, b=2}',
  ])('%j are refused: a key is there already', text => {
    const read = readToml(text);
    expect(!read.ok && read.error.message).toMatch(/is there already$/);
  });
});
