import { describe, expect, it } from 'vitest';
import { scanBlockScalar } from '../../../src/core/yaml/scan-block.ts';
import { Source } from '../../../src/core/yaml/source.ts';

function scanned(text: string, outer = 0): readonly [string, string] {
  const source = new Source(text);
  return [scanBlockScalar(source, outer).text, text.slice(source.at)];
}

describe('a block text', () => {
  it.for([
    ['|\n  a\n   b\n\n', 'a\n b\n', ''],
    ['|-\n  a\n\n', 'a', ''],
    ['|+ # note\n  a\n\n', 'a\n\n', ''],
    ['|2-\n   a\n', ' a', ''],
    ['|-2\n   a\n', ' a', ''],
    ['>\n  a\n  b\n\n  c\n   d\n  e\n', 'a b\nc\n d\ne\n', ''],
    ['>+\n\n\n', '\n\n', ''],
    ['|', '', ''],
    ['|\n  a', 'a', ''],
    ['|\n  \n  a\nb', '\na\n', 'b'],
    ['|\n  a\u2028  b\n', 'a\u2028b\n', ''],
  ])('%j is %j', ([text = '', value, rest]) => {
    expect(scanned(text)).toEqual([value, rest]);
  });

  it('at the top of a file needs no indentation and ends with its document', () => {
    expect(scanned('|\na\nb\n...\n', -1)).toEqual(['a\nb\n', '...\n']);
  });

  it.for([
    ['|0\n a', 'cannot be indented by 0'],
    ['|x\n a', 'must start on the next line, not with `x` here'],
    ['|#\n a', 'must start on the next line'],
    ['|++\n a', 'must start on the next line'],
    ['|\n \n   a\n', 'indented further than the blank line before it'],
  ])('%j is refused: %s', ([text = '', message = '']) => {
    expect(() => scanned(text)).toThrow(message);
  });
});
