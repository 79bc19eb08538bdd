import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../../src/core/params/glob.ts';

describe('a shell pattern', () => {
  // Each expectation was taken from Python's fnmatch.fnmatchcase.
  it.each([
    ['lr', 'lr', true],
    ['lr', 'LR', false],
    ['l*', 'l', true],
    ['*r*', 'lr_decay', true],
    ['*', 'with\nnewline', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['[ab]', 'b', true],
    ['[!ab]', 'b', false],
    ['[!ab]', '!', true],
    ['[a-c]x', 'bx', true],
    ['[c-a]', 'b', false],
    ['[!c-a]', 'b', true],
    ['[a-c-e]', '-', true],
    ['[a-c-e]', 'd', false],
    ['[-a]', '-', true],
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[^a]', '^', true],
    ['[^a]', 'a', true],
    ['[[]', '[', true],
    ['[\\]', '\\', true],
    ['[a', '[a', true],
    ['[]', '[]', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b', false],
    ['**', '', true],
    ['', '', true],
    ['?', '', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it('takes no exponential time on many stars', () => {
    expect(compileGlob(`${'*a'.repeat(30)}b`)('a'.repeat(3000))).toBe(false);
  });
});
