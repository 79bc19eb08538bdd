import { describe, expect, it } from 'vitest';
import { addLine, gitignoreLine, removeLine } from '../../../src/core/ignore/lines.ts';

describe('the line that ignores one name', () => {
  it.each([
    ['data.csv', '/data.csv'],
    ['a b', '/a b'],
    ['[x]!*#?', '/\\[x\\]\\!\\*\\#\\?'],
    ['back\\slash', '/back\\\\slash'],
    ['ünïcode', '/ünïcode'],
  ])('for %s is %s', (name, line) => expect(gitignoreLine(name)).toBe(line));
});

describe('adding a line', () => {
  it('puts it before another one, where that one is there', () => {
    expect(addLine('/a\n/c', '/b', '/c')).toBe('/a\n/b\n/c');
    expect(addLine('/a\n', '/b', '/c')).toBe('/a\n/b\n');
  });

  it.each([
    ['makes the file', undefined, '/x\n'],
    ['fills an empty file', '', '/x\n'],
    ['appends', '/a\n', '/a\n/x\n'],
    ['ends the last line first', '/a', '/a\n/x\n'],
    ['does nothing when it is there', '/a\n/x\n/b\n', undefined],
    ['finds it without a line end', '/a\n/x', undefined],
    ['finds it with line ends of Windows', '/x\r\n/a\r\n', undefined],
    ['wants the whole line', '/xy\n', '/xy\n/x\n'],
  ])('%s', (_, text, expected) => expect(addLine(text, '/x')).toBe(expected));
});

describe('removing a line', () => {
  it.each([
    ['takes it away', '/a\n/x\n/b\n', '/a\n/b\n'],
    ['takes every copy', '/x\n/a\n  /x  \n', '/a\n'],
    ['leaves nothing of the last one', '/x\n', ''],
    ['keeps blank lines and comments', '# c\n\n/x\n', '# c\n\n'],
    ['keeps a missing line end', '/x\n/a', '/a'],
    ['keeps the line end before a last line that goes', '/a\n/x', '/a\n'],
    ['makes line ends those of Unix', '/a\r\n/x\r\n', '/a\n'],
    ['changes nothing when it is not there', '/a\n', '/a\n'],
  ])('%s', (_, text, expected) => expect(removeLine(text, '/x')).toBe(expected));
});
