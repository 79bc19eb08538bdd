import { describe, expect, it } from 'vitest';
import { isEnd, isGap, Refused, Source } from '../../../src/core/yaml/source.ts';

describe('a place in a text', () => {
  it('knows its column on every kind of line, without byte order marks', () => {
    const text = 'ab\ncd\u2028e\ufefff';
    const columns = Array.from({ length: text.length + 1 }, (_, at) => {
      const source = new Source(text);
      source.at = at;
      return source.column;
    });
    expect(columns).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 1, 2]);
  });

  it('takes line ends one at a time and nothing else', () => {
    const source = new Source('\n\u2029a');
    expect([source.takeBreak(), source.takeBreak(), source.takeBreak(), source.at]).toEqual([
      '\n',
      '\u2029',
      '',
      2,
    ]);
    expect(new Source('').takeBreak()).toBe('');
  });

  it('knows the marks between documents', () => {
    const isMark = (text: string): boolean => new Source(text).isDocumentMark();
    expect(['---', '--- a', '...\n', '---a', '--', '....'].map(isMark)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(new Source('...').isDocumentMark('---')).toBe(false);
  });

  it('is shown in words where it cannot be seen', () => {
    expect(['', '\n', '\t', 'é', '😀'].map(text => new Source(text).shown())).toEqual([
      'the end of the file',
      'the end of the line',
      'a tab',
      '`é`',
      '`😀`',
    ]);
  });

  it('is named by what is refused', () => {
    const source = new Source('abc');
    source.at = 1;
    expect(() => source.refuse('no')).toThrow(Refused);
    try {
      source.refuse('no', 0, 3);
    } catch (error) {
      expect(error instanceof Refused && error.mistake).toEqual({ message: 'no', start: 0, end: 3 });
    }
  });
});

it('every line end is a gap, and not every gap a line end', () => {
  const units = ['\n', '\0', '\u2028', ' ', '\t', 'a'].map(text => text.charCodeAt(0));
  expect(units.map(isEnd)).toEqual([true, true, true, false, false, false]);
  expect(units.map(isGap)).toEqual([true, true, true, true, true, false]);
});
