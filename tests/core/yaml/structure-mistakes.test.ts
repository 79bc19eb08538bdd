import { describe, expect, it } from 'vitest';
import { furtherMistakes } from '../../../src/core/yaml/structure-mistakes.ts';

/** The lines of further mistakes behind one on the first line. */
function lines(text: string): readonly number[] {
  return furtherMistakes(text, { message: 'first', line: 1, column: 1, length: 1 }).map(({ line }) => line);
}

describe('further mistakes of structure', () => {
  it('are told one a line, behind the first one', () => {
    expect(lines('a: b: c\nd: 1\ne: f: g: h\ni: "x" y\n')).toEqual([3, 4]);
  });

  it('are not what only the standard forbids, nor what is said already', () => {
    expect(lines('a: b: c\nd: [\n1\n]\n')).toEqual([]);
    expect(lines('a: [\nb: "\n')).toEqual([]);
  });

  it.for<[string, string]>([
    ['is long', `a: b: c\n${'x: y: z\n'.repeat(20_000)}`],
    ['is nested deep by brackets', `a: b: c\n${'['.repeat(10_000)}`],
    ['is nested deep by dashes', `a: b: c\n${'- '.repeat(10_000)}`],
    [
      'is nested deep by indentation',
      `a: b: c\n${Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')}`,
    ],
  ])('are not looked for in a text that %s', ([, text]) => {
    expect(lines(text)).toEqual([]);
  });
});
