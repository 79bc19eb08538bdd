import { describe, expect, it } from 'vitest';
import { readYamlFully } from '../../../src/core/yaml/full-reader.ts';

function refusal(text: string): unknown {
  const read = readYamlFully(text);
  return read.ok ? undefined : read.error;
}

describe('the reader of everything', () => {
  it('tells mistakes of meaning all at once, one a line', () => {
    expect(refusal('a: *x\nb: [*y, *z]\n')).toEqual({
      isPartial: false,
      problems: [
        { message: 'there is no anchor `&x` before this', line: 1, column: 4, length: 2 },
        { message: 'there is no anchor `&y` before this', line: 2, column: 5, length: 2 },
      ],
    });
  });

  it('tells the first mistake of structure, and that there may be more', () => {
    expect(refusal('a: b: c\nd: e: f\n')).toMatchObject({
      isPartial: true,
      problems: [{ line: 1, column: 5 }],
    });
  });

  it('names characters that no text may hold', () => {
    expect(refusal('a: \0\nb: \x1b\n')).toMatchObject({
      problems: [{ line: 1, message: /U\+0000/ }, { line: 2 }].map(({ line }) => ({ line })),
    });
  });

  it('explains everything by a merge that git left open', () => {
    expect(refusal('a: [\n<<<<<<< HEAD\n*x\n=======\n')).toMatchObject({
      isPartial: false,
      problems: [{ line: 2, column: 1, message: 'a git merge conflict is not resolved here' }],
    });
  });

  it('counts lines as editors do', () => {
    expect(refusal('\ufeffa: 1\r\n\r\nb: *x\r\n')).toMatchObject({ problems: [{ line: 3, column: 4 }] });
  });
});
