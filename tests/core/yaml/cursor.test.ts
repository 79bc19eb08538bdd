import { describe, expect, it } from 'vitest';
import {
  finishLine,
  hasLeft,
  isGap,
  leave,
  skipBlanks,
  skipLine,
  startsPlain,
} from '../../../src/core/yaml/cursor.ts';
import type { Cursor } from '../../../src/core/yaml/cursor.ts';

function after(text: string, move: (cursor: Cursor) => void, at = 0): number | 'left' {
  const cursor = { text, at };
  try {
    move(cursor);
    return cursor.at;
  } catch (error) {
    if (!hasLeft(error)) throw error;
    return 'left';
  }
}

describe('a place in a text', () => {
  it('moves over blanks, over a line, and to the end of one that holds nothing more', () => {
    expect([after('  a', skipBlanks), after('a\nb', skipLine), after('a', skipLine)]).toEqual([2, 2, 1]);
    expect(['  \nb', '  # x\nb', '', '  '].map(text => after(text, finishLine))).toEqual([3, 6, 0, 2]);
  });

  it('is left where more stands on the line, or a comment too close', () => {
    expect(after(' b\n', finishLine)).toBe('left');
    expect(after('"a"# x\n', finishLine, 3)).toBe('left');
  });

  it('may start an unquoted text, more strictly within brackets', () => {
    const starts = (text: string, inFlow = false): boolean => startsPlain(text, 0, inFlow);
    expect(['a', '-a', '?a', ':a', '~', '/', '1', 'é'].map(text => starts(text))).toEqual(
      Array(8).fill(true),
    );
    expect(['- a', '-', '[', '#', '&', '`', '"', '{', '|', ''].map(text => starts(text))).toEqual(
      Array(10).fill(false),
    );
    expect([starts('-1', true), starts('-[', true), starts('?a', true)]).toEqual([true, false, false]);
  });

  it('is followed by a gap at the end of the text as well', () => {
    expect([isGap('a b', 1), isGap('a\n', 1), isGap('a', 1), isGap('ab', 1)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is left by a throw that is told from every other', () => {
    expect(() => leave()).toThrow();
    expect(hasLeft(new Error('not the common shape'))).toBe(false);
  });
});
