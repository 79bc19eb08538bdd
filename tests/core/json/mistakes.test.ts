import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonMistakes } from '../../../src/core/json/mistakes.ts';
import { readJson } from '../../../src/core/json/read.ts';

function told(text: string): readonly string[] {
  return jsonMistakes(text).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('the mistakes of a JSON text', () => {
  it('are told all, at their places', () => {
    expect(told('{"x": 1,,\n "y": tru,\n "z": [1,\n  {"a" 2}\n ],\n "w": .5}')).toEqual([
      '1:9 expected a key in double quotes',
      '2:7 expected a value',
      '4:8 expected `:`',
      '6:7 expected a value',
    ]);
  });

  it.each([
    ['a comma that is missing', '{"a": 1\n "b": tru}', ['2:2 expected `,` or `}`']],
    [
      'a comma between lines of a list',
      '[1\n 2,\n tru]',
      ['2:2 expected `,` or `]`', '3:2 expected a value'],
    ],
    ['a comma too many', '[1,\n]', ['2:1 expected a value']],
    [
      'comments',
      '{"a": 1, // it\'s "x\n "b": 2 # two\n}',
      ['1:10 expected a key in double quotes', '2:9 expected `,` or `}`'],
    ],
    [
      'keys in other quotes',
      "{'a, b': 1,\n 'c': 2}",
      ['1:2 expected a key in double quotes', '2:2 expected a key in double quotes'],
    ],
    ['words with a comma', '{"a": hello, world,\n "b": 1}', ['1:7 expected a value']],
    ['a bracket that is never closed', '{"a": {"b": 1,\n "c": 2}', ['2:9 expected `,` or `}`']],
    ['a backslash', String.raw`{"a": "C:\data", "b": 1}`, ['1:10 no such escape']],
    [
      'an integer that is too long',
      `[ ${'1'.repeat(4301)}, 2]`,
      ['1:3 an integer has more than 4300 digits'],
    ],
  ])('are no more than they are for %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('are looked for behind a text without its closing quote, if its line ends it for certain', () => {
    expect(told('{"a": "x,\n "b": tru}')).toHaveLength(2);
    expect(told('{"a": "line one\nline two", "b": 1,\n "c": tru}')).toHaveLength(1);
    expect(told('{"a": "say "hi", "b": 1,\n "c": tru}')).toHaveLength(1);
  });

  it('are not looked for behind brackets that do not match', () => {
    expect(told('{"a": [1, 2, "b": 3},\n "c": tru}')).toHaveLength(1);
    expect(told('{"a": 1},\n"b": tru}')).toHaveLength(1);
  });

  it('are those that were made, and no others', () => {
    const value = fc.letrec(tie => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(1, -0.5, null, true, 'a, b', '{"[', 'it\'s \\ "'),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 3 }), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const wrong = fc.constantFrom(
      'tru',
      '.5',
      'None',
      "'text'",
      '"\\x"',
      '',
      '1 2',
      '[1,,2]',
      '{"a" 1}',
      '{a: 1}',
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.option(wrong)),
        (items, mistakes) => {
          const lines = JSON.stringify(items, null, 1).split('\n');
          const spoiled: number[] = [];
          const text = lines.map((line, index) => {
            const [, before, scalar, after] =
              /^(\s*(?:"(?:[^"\\]|\\.)*": )?)([^[\]{},]+|"(?:[^"\\]|\\.)*")(,?)$/.exec(line) ?? [];
            const mistake = mistakes.next().value;
            if (scalar === undefined || typeof mistake !== 'string') return line;
            // Of nothing the end of the list or map is to blame, which the next line may be.
            if (mistake === '' && after === '') return line;
            spoiled.push(index + 1);
            return `${before ?? ''}${mistake}${after ?? ''}`;
          });
          expect(jsonMistakes(text.join('\n')).map(({ line }) => line)).toEqual(spoiled.slice(0, 50));
        },
      ),
    );
  });

  it('come in the order of lines, and the first one is that of the reader', () => {
    const piece = fc.constantFrom(
      ...'{}[],:"\\ \n-.1e0#/\''.split(''),
      'null',
      'NaN',
      '"a"',
      '\\u00',
      '"b": ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        const found = jsonMistakes(text);
        const read = readJson(text);
        expect(found.slice(0, 1)).toEqual(read.ok ? [] : [read.error]);
        const lines = found.map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });
});
