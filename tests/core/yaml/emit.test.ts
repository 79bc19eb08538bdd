import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitEntry, emitKey, emitScalar, emitYaml } from '../../../src/core/yaml/emit.ts';
import { readYamlFully } from '../../../src/core/yaml/full-reader.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import { valuesEqual } from '../../../src/core/python/equal.ts';
import { content } from './arbitrary.ts';

function map(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries));
}

// Every text is what ruamel.yaml 0.19 wrote for the value, in DVC's settings.
describe('a text as DVC writes it', () => {
  it.for<[string, ReadonlyMap<string, Value> | readonly Value[], string]>([
    [
      'is of blocks, with lists in the column of their key',
      map({ a: map({ b: [1, [2], map({ c: null })] }) }),
      'a:\n  b:\n  - 1\n  - - 2\n  - c:\n',
    ],
    ['writes out what is empty', map({ a: [], b: map({}), c: '', d: null }), "a: []\nb: {}\nc: ''\nd:\n"],
    ['of nothing at all is a pair of braces', map({}), '{}\n'],
    ['of an empty list is a pair of brackets', [], '[]\n'],
    ['keeps a blank behind the dash of a null', [null, 1], '- \n- 1\n'],
    [
      'writes floats as Python prints them',
      map({ a: new Float(1, '1.0'), b: new Float(1e16, '1e16'), c: new Float(1e-5) }),
      'a: 1.0\nb: 1e+16\nc: 1e-05\n',
    ],
    [
      'has words for numbers that are none',
      [new Float(NaN), new Float(Infinity), new Float(-Infinity)],
      '- .nan\n- .inf\n- -.inf\n',
    ],
    ['writes integers of any size', [2n ** 80n, -5, 0], '- 1208925819614629174706176\n- -5\n- 0\n'],
    [
      'quotes what would mean something else',
      ['true', '1', '1e3', 'null', '~', '2020-01-01', '=', '<<', 'yes', '0o17'],
      "- 'true'\n- '1'\n- '1e3'\n- 'null'\n- '~'\n- '2020-01-01'\n- '='\n- '<<'\n- yes\n- '0o17'\n",
    ],
    [
      'quotes by what is inside',
      ["it's", " it's", 'a\nb', ' a', 'a: b', 'a #b', '\ta'],
      "- it's\n- \" it's\"\n- \"a\\nb\"\n- ' a'\n- 'a: b'\n- 'a #b'\n- \"\\ta\"\n",
    ],
    [
      'writes dates bare',
      [new Timestamp('2020-01-01'), new Timestamp('2020-01-01 01:02:03+05:30')],
      '- 2020-01-01\n- 2020-01-01 01:02:03+05:30\n',
    ],
  ])('%s', ([, value, text]) => {
    expect(emitYaml(value)).toBe(text);
  });

  it('keeps the text of floats where that is asked for', () => {
    expect(emitYaml([new Float(1000, '1e3'), new Float(1.5)], { keepFloatText: true })).toBe(
      '- 1e3\n- 1.5\n',
    );
  });

  it('names what occurs twice and refers to it', () => {
    const list: Value = [1, 2];
    const none: Value = [];
    expect(emitYaml(map({ a: list, b: map({ c: list }), d: none, e: [none, list] }))).toBe(
      'a: &id001\n- 1\n- 2\nb:\n  c: *id001\nd: &id002 []\ne:\n- *id002\n- *id001\n',
    );
  });

  it('folds a long text at the blank that passes column 80, and leaves it at the end of the line', () => {
    const word = 'x'.repeat(30);
    expect(emitYaml(map({ a: `${word} ${word} ${word} ${word}` }))).toBe(
      `a: ${word} ${word} \n  ${word} ${word}\n`,
    );
    expect(emitYaml([`'${word} ${word} ${word} ${word}`])).toBe(`- "'${word} ${word} ${word}\n  ${word}"\n`);
  });

  it('counts characters, not the units that JavaScript keeps them in', () => {
    const text = `${'😀'.repeat(30)} ${'😀'.repeat(30)} b`;
    expect(emitYaml(map({ a: text }))).toBe(`a: ${text}\n`);
  });

  it('writes a long key behind a question mark, and one that has blanks on one line all the same', () => {
    const long = 'k'.repeat(123);
    expect(emitYaml(map({ [long]: 1 }))).toBe(`? ${long}\n: 1\n`);
    const shorter = `${'k'.repeat(60)} ${'k'.repeat(60)}`;
    expect(emitYaml(map({ [shorter]: map({ a: 1 }) }))).toBe(`${shorter}:\n  a: 1\n`);
    expect(emitYaml(map({ 'a\nb': [1] }))).toBe('? "a\\nb"\n: - 1\n');
  });

  it('means what was written', () => {
    fc.assert(
      fc.property(content, value => {
        const read = readYamlFully(emitYaml(value));
        expect(read.ok).toBe(true);
      }),
    );
    const value = map({ a: [1, new Float(2), 'x\ny', null, true, map({ '1': 1 })] });
    const read = readYamlFully(emitYaml(value));
    expect(read.ok && valuesEqual(read.value, value)).toBe(true);
  });
});

describe('parts of a text', () => {
  it('joined make the whole', () => {
    const stages = map({ a: map({ cmd: 'x'.repeat(90), outs: [1] }), 'b\nc': [] });
    const parts = [...stages].map(([key, value]) => emitEntry(key, value, 1));
    expect(`stages:\n${parts.join('')}`).toBe(emitYaml(map({ stages })));
  });

  it('are scalars that know their column', () => {
    expect(emitScalar(`${'a'.repeat(20)} ${'b'.repeat(20)}`, 50, 4)).toBe(
      `${'a'.repeat(20)} \n    ${'b'.repeat(20)}`,
    );
    expect(emitScalar(null, 0, 0)).toBe('null');
  });

  it('are keys that fit on a line', () => {
    expect([emitKey('a b'), emitKey('1'), emitKey(1), emitKey("a'b"), emitKey('\t')]).toEqual([
      'a b',
      "'1'",
      '1',
      "a'b",
      '"\\t"',
    ]);
    expect([emitKey('x'.repeat(123)), emitKey('a\nb')]).toEqual([undefined, undefined]);
  });
});
