import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonMistakes } from '../../../src/core/pyfile/mistakes.ts';
import { readPython } from '../../../src/core/pyfile/read.ts';

function told(text: string): readonly string[] {
  return pythonMistakes(text).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('the mistakes of a Python file', () => {
  it('are told all, of syntax and of values, in the order of lines', () => {
    expect(told('a = 01\nb = 2 3\nclass C:\n  d = \n  e = [\n    1 2,\n    3]\n  f = {[]: 1}\n')).toEqual([
      '1:5 no such number',
      '2:7 invalid syntax',
      '4:7 unexpected token in expression',
      "6:7 expected ']' after list",
      "8:8 unhashable type: 'list'",
    ]);
  });

  it('are not looked for behind a statement that others hang on', () => {
    expect(told('class A\n  x = 1\ny = 2 3\n')).toEqual(["1:8 expected ':' after class header"]);
    expect(told('if x\n  y = 1\nelse:\n  y = 2\n')).toHaveLength(1);
    expect(told('x = 1\n  y = 2\n  z = 3\n')).toEqual(['2:3 unexpected indent']);
  });

  it.each([
    ['a bracket', 'x = (1,\ny = 2\nz = 3 4\n'],
    ['a long text', 'x = """a\ny = 2 3\n'],
  ])('are not looked for behind %s that is never closed', (_, text) => {
    expect(told(text)).toHaveLength(1);
  });

  it('are looked for behind a text that its line ends', () => {
    expect(pythonMistakes('x = "a\ny = 1 2\n').map(({ line }) => line)).toEqual([1, 2]);
  });

  it('are those that were made, and no others', () => {
    const sound = fc.constantFrom(
      '1',
      '"a # ["',
      '[1,\n  (2)]',
      '"""\n = ]\n"""',
      "{'a': 1} # c",
      '1 + \\\n  2j',
    );
    const wrong = fc.constantFrom('', '1 2', '01', '[1 2]', '"a', '{1: 2, 3}', '(\n  1 2)', '== 1', '1]');
    const entry = fc.record({ mistake: fc.option(wrong), value: sound, isClass: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), entries => {
        const lines: string[] = [];
        const spoiled: number[] = [];
        for (const [index, { mistake, value, isClass }] of entries.entries()) {
          if (isClass) lines.push(`class C${index}:`);
          const text = mistake ?? value;
          if (mistake !== null) spoiled.push(lines.length + text.split('\n').length);
          lines.push(...`${isClass ? '  ' : ''}x${index} = ${text}`.split('\n'));
        }
        expect(pythonMistakes(lines.join('\n')).map(({ line }) => line)).toEqual(spoiled);
      }),
    );
  });

  it('are none only where there is none', () => {
    const piece = fc.constantFrom(
      ...'{}[]()=:,\\ \n1\'"#'.split(''),
      'a = 1\n',
      '\n  ',
      'class A:\n',
      '"""',
      '01',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
        const text = pieces.join('');
        const read = readPython(text);
        const found = pythonMistakes(text);
        if (read.ok) expect(found).toEqual([]);
        else expect(found.map(({ message }) => message)).toContain(read.error.message);
      }),
      { numRuns: 1000 },
    );
  });
});
