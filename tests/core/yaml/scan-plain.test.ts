import { describe, expect, it } from 'vitest';
import { foldBreaks, scanPlain } from '../../../src/core/yaml/scan-plain.ts';
import { Source } from '../../../src/core/yaml/source.ts';

function scanned(text: string, indent = 1, inFlow = false): readonly [string, string, boolean] {
  const source = new Source(text);
  const { token, endsLine } = scanPlain(source, indent, inFlow);
  return [token.text, text.slice(source.at), endsLine];
}

describe('an unquoted text', () => {
  it.for<[string, string, string, boolean]>([
    ['a b  c', 'a b  c', '', false],
    ['a: b', 'a', ': b', false],
    ['a:b', 'a:b', '', false],
    ['a # b', 'a', '# b', false],
    ['a#b', 'a#b', '', false],
    ['a\n b\n\n c', 'a b\nc', '', false],
    ['a\nb', 'a', 'b', true],
    ['a\n---\n', 'a', '---\n', true],
    ['a\tb', 'a', '\tb', false],
    ['a\u2028 b', 'a\u2028b', '', false],
    ['a, b]', 'a, b]', '', false],
  ])('%j ends where it should', ([text, value, rest, endsLine]) => {
    expect(scanned(text)).toEqual([value, rest, endsLine]);
  });

  it('ends at the signs of brackets and braces within them, and at no indentation', () => {
    expect(scanned('a b, c', 1, true)).toEqual(['a b', ', c', false]);
    expect(scanned('a\nb]', 1, true)).toEqual(['a b', ']', false]);
    expect(scanned('a:, b', 1, true)).toEqual(['a:', ', b', false]);
  });
});

it('a lone newline is a blank, further ones stay, and so do other line ends', () => {
  expect([
    foldBreaks('\n', ''),
    foldBreaks('\n', '\n\n'),
    foldBreaks('\u2028', ''),
    foldBreaks('\u2028', '\n'),
  ]).toEqual([' ', '\n\n', '\u2028', '\u2028\n']);
});
