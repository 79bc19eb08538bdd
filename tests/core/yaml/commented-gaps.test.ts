import { describe, expect, it } from 'vitest';
import { shareGaps } from '../../../src/core/yaml/commented-gaps.ts';

/** What the two pieces `a` and `b` of a text get. */
function shared(
  text: string,
  takes: { readonly sameLine?: boolean; readonly laterLine?: boolean; readonly before?: boolean } = {},
): unknown {
  const got: unknown[] = [];
  const a = text.indexOf('a');
  const b = text.lastIndexOf('b');
  const { sameLine = true, laterLine = true, before = true } = takes;
  const fits = shareGaps(text, [
    {
      start: a,
      end: a + 1,
      ...(sameLine ? { sameLine: behind => got.push({ sameLine: behind }) } : {}),
      ...(laterLine ? { laterLine: behind => got.push({ laterLine: behind }) } : {}),
      before: lines => got.push({ first: lines }),
    },
    { start: b, end: b + 1, ...(before ? { before: (lines: string) => got.push({ before: lines }) } : {}) },
  ]);
  return fits ? got : 'no place';
}

describe('what stands between two pieces', () => {
  it('goes to the first when it starts on its line', () => {
    expect(shared('a  # x\n# y\n\nb')).toEqual([{ sameLine: { column: 3, text: '# x\n# y\n\n' } }]);
  });

  it('goes to the first when it can take later lines, else to the second', () => {
    expect(shared('a\n# y\nb')).toEqual([{ laterLine: { text: '\n# y\n' } }]);
    expect(shared('a\n# y\nb', { laterLine: false })).toEqual([{ before: '# y\n' }]);
    expect(shared('a # x\nb', { sameLine: false })).toEqual([{ before: '  # x\n' }]);
  });

  it('is nothing, or only the end of a line', () => {
    expect([shared('a b'), shared('a\nb'), shared('a  \n  b')]).toEqual([[], [], []]);
  });

  it('goes to the first where it stands before all', () => {
    expect(shared('# top\n\na b')).toEqual([{ first: '# top\n\n' }]);
  });

  it('has no place where neither can take it', () => {
    expect(shared('a\n# y\nb', { laterLine: false, before: false })).toBe('no place');
  });
});
