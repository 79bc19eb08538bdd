import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tomlMistakes } from '../../../src/core/toml/mistakes.ts';
import { readToml } from '../../../src/core/toml/read.ts';

function told(text: string): readonly string[] {
  return tomlMistakes(text).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('the mistakes of a TOML text', () => {
  it('are told all, at their places', () => {
    expect(told('x = \n[a\ny = tru\n[b]\nz = [\n 1 2,\n [3],\n]\nw = 1, 2\nw = "\n')).toEqual([
      '1:5 expected a value',
      '2:3 expected `]`',
      '3:5 `tru` is no value; texts need quotes',
      '6:4 expected `,` or `]`',
      '9:6 expected the end of the line',
      '10:5 this text has no closing quote',
    ]);
  });

  it('are keys and tables that come twice, each time', () => {
    expect(told('a = 1\na = 2\na = 3\n[t]\nb = 1\n[t]\nb = 1\n')).toEqual([
      '2:1 the key `a` is there already',
      '3:1 the key `a` is there already',
      '6:1 the key `t` is there already',
    ]);
  });

  it('are not what only seems wrong since a header before it is', () => {
    expect(told('[[a]\nx = 1\n[a.b]\n[[a]]\nx = 2\n')).toEqual(['1:4 expected `]]`']);
    expect(told('a = 1\n[a]\nx = 1\n[a.b]\nx = 1\n')).toEqual(['2:1 the key `a` is there already']);
  });

  it.each([
    ['the rest of a list', 'x =\n [1,2],\n [3]\ny = tru\n', [1, 4]],
    ['the rest of a long text', 't = """\na \\q\nx = \n"""\ny = tru\n', [2, 5]],
    ['the rest of a line', "don't = [1,\n 2]\ny = tru\n", [1, 3]],
    ['the rest of a table', 'x = {\n a = 1\n b = 2,\n}\ny = tru\n', [3, 5]],
  ])('are not %s that is wrong', (_, text, lines) => {
    expect(tomlMistakes(text).map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['a bracket', 'x = [1, 2\ny = 3\nz = tru\n'],
    ['a long text', 't = """abc\nx = tru\n'],
    ['a text in a list', 'x = ["a, 1\n]\ny = tru\n'],
  ])('are not looked for behind %s that is never closed', (_, text) => {
    expect(tomlMistakes(text)).toHaveLength(1);
  });

  it('are those that were made, and no others', () => {
    const sound = fc.constantFrom(
      '1',
      '"a = b"',
      '[1, [2]]',
      '[\n [1],\n [2]\n]',
      '"""\nx = \n"""',
      '{ a = 1 }',
    );
    const wrong = fc.constantFrom('', 'tru', '1 2', '[1 2]', '"a', '{ a }', '"\\q"', '[ [1] [2] ]', '1, 2');
    const entry = fc.record({ mistake: fc.option(wrong), value: sound, isTable: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), entries => {
        const lines: string[] = [];
        const spoiled: number[] = [];
        for (const [index, { mistake, value, isTable }] of entries.entries()) {
          if (isTable) lines.push(`[t${index}]`);
          if (mistake !== null) spoiled.push(lines.length + 1);
          lines.push(...`k${index} = ${mistake ?? value}`.split('\n'));
        }
        expect(tomlMistakes(lines.join('\n')).map(({ line }) => line)).toEqual(spoiled);
      }),
    );
  });

  it('come in the order of the text, and the first one is that of the reader', () => {
    const piece = fc.constantFrom(
      ...'{}[],="\\ \n-.1#\''.split(''),
      'a = 1\n',
      '\n[a]\n',
      '[[b]]\n',
      '"""',
      'b.c = 2\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        const found = tomlMistakes(text);
        const read = readToml(text);
        expect(found.slice(0, 1)).toEqual(read.ok ? [] : [read.error]);
        const lines = found.map(({ line }) => line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });
});
