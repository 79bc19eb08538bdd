import { describe, expect, it } from 'vitest';
import { scanQuoted } from '../../../src/core/yaml/scan-quoted.ts';
import { Source } from '../../../src/core/yaml/source.ts';

function scanned(text: string): readonly [string, string] {
  const source = new Source(text);
  return [scanQuoted(source).text, text.slice(source.at)];
}

describe('a quoted text', () => {
  it.for([
    ["'it''s' x", "it's", ' x'],
    ["'a\\n\"'", 'a\\n"', ''],
    [
      '"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\"\\/\\\\\\N\\_\\L\\P"',
      '\0\x07\b\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029',
      '',
    ],
    ['"\\x41\\u00e9\\U0001F600"', 'Aé😀', ''],
    ['"a \t\n \t b"', 'a b', ''],
    ['"a\n\n\nb"', 'a\n\nb', ''],
    ['"a\\\n   b"', 'ab', ''],
    ['"a\\\n\n b"', 'a\nb', ''],
    ["'a \u2028 b'", 'a\u2028b', ''],
    ['"a\\\tb"', 'a\tb', ''],
  ])('%j is %j', ([text = '', value, rest]) => {
    expect(scanned(text)).toEqual([value, rest]);
  });

  it.for([
    ['"a', 'this quote is never closed'],
    ["'a\n", 'this quote is never closed'],
    ['"\\q"', 'no such escape'],
    ['"\\x4"', '`\\x` needs 2 hexadecimal digits'],
    ['"\\U00110000"', 'there is no character U+00110000'],
    ['"\\ud83d\\ude00"', 'there is no character U+D83D'],
    ['"a\n--- b"', 'cannot go on behind the end of its document'],
    ['"\\', 'no such escape'],
  ])('%j is refused: %s', ([text = '', message = '']) => {
    expect(() => scanned(text)).toThrow(message);
  });
});
