import { expect, it } from 'vitest';
import { TomlSource } from '../../../src/core/toml/source.ts';
import { readText } from '../../../src/core/toml/text.ts';

it.each([
  ['"a\\tb" rest', 'a\tb', 6],
  ['""', '', 2],
  ["'\\n'", '\\n', 4],
  ['"\\x41\\u00e9\\U0001F600\\e"', 'Aé😀\x1b', 24],
  ['"""\nx\\\n   y"""', 'xy', 14],
  ['""""x"""""', '"x""', 10],
  ["'''\n\n'''", '\n', 8],
])('%j is a text', (written, text, end) => {
  const source = new TomlSource(written);
  expect(readText(source)).toBe(text);
  expect(source.at).toBe(end);
});

it.each([
  ['"a', 0, 'this text has no closing quote'],
  ['"a\nb"', 0, 'this text has no closing quote'],
  ["'''a''", 0, 'this text has no closing quote'],
  ['"a\x01"', 2, 'a control character must be escaped'],
  ['"\\q"', 1, 'no such escape'],
  ['"\\ud800"', 1, 'no such escape'],
  ['"\\U00110000"', 1, 'no such escape'],
  ['"\\x4"', 1, 'no such escape'],
  ['"""\\ x"""', 5, 'only the end of a line may be escaped'],
  ['"""x""""""', 9, 'too many quotes'],
])('%j is refused at %i', (written, at, message) => {
  expect(() => readText(new TomlSource(written))).toThrow(expect.objectContaining({ at, message }));
});
