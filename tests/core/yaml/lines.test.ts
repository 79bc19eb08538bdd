import { describe, expect, it } from 'vitest';
import { Lines } from '../../../src/core/yaml/lines.ts';

describe('the lines of a text', () => {
  it('are those that an editor shows', () => {
    expect(new Lines('\ufeffa\r\nb\rc\x85d\n').lines).toEqual(['a', 'b', 'c', 'd', '']);
  });

  it('give a place to every offset', () => {
    const lines = new Lines('ab\n\ncd');
    expect([0, 2, 3, 4, 5, 6].map(at => Object.values(lines.place(at)))).toEqual([
      [1, 1],
      [1, 3],
      [2, 1],
      [3, 1],
      [3, 2],
      [3, 3],
    ]);
    expect(new Lines('').place(0)).toEqual({ line: 1, column: 1 });
  });

  it('mark a mistake over several lines on its first one, and one at the end on the last character', () => {
    const lines = new Lines('ab\ncd\n');
    expect(lines.problem({ message: 'm', start: 1, end: 5 })).toEqual({
      message: 'm',
      line: 1,
      column: 2,
      length: 1,
    });
    expect(lines.problem({ message: 'm', start: 6, end: 7 })).toEqual({
      message: 'm',
      line: 2,
      column: 3,
      length: 1,
    });
    expect(new Lines('').problem({ message: 'm', start: 0, end: 1 })).toEqual({
      message: 'm',
      line: 1,
      column: 1,
      length: 1,
    });
  });
});
