import { describe, expect, it } from 'vitest';
import { quoted } from '../../../src/core/config/quoted.ts';
import { isRest, scanKey, scanTitle, scanValue } from '../../../src/core/config/scan.ts';
import type { ConfigValue } from '../../../src/core/config/config.ts';

describe('a value', () => {
  it.each<[string, ConfigValue]>([
    ['a  b  ', 'a  b'],
    ['# only a comment', ''],
    [', # nothing in it', []],
    ['"a" , \'b\',c # note', ['a', 'b', 'c']],
    ['"a",', ['a']],
    ['""', ''],
    // A quote in the middle of a bare text is a letter.
    [`it's`, `it's`],
    // The quote that ends it is the first with something sensible behind it.
    [`"say "x" here"`, 'say "x" here'],
    [`"a", "b"`, ['a', 'b']],
    [`'a'b', c`, [`a'b`, 'c']],
  ])('%j reads as %j', (text, value) => expect(scanValue(text)).toEqual(value));

  it.each(['"open', `'a' b`, 'a,,b', ',a', '"a", "b'])('%j is none', text => {
    expect(scanValue(text)).toBeUndefined();
  });
});

describe('a key', () => {
  it.each([
    ['a=b', 'a', 'b'],
    ['  a b  =  c = d', 'a b', 'c = d'],
    ['"a = b" = c', 'a = b', 'c'],
    [`'a'b' = c`, `a'b`, 'c'],
    ['a =', 'a', ''],
    // What has no name takes the blank before it.
    ['  = x', ' ', 'x'],
    ['  "open = x', ' "open', 'x'],
  ])('stands in %j: %j', (line, key, rest) => expect(scanKey(line)).toEqual({ key, rest }));

  it.each(['', 'no equals', '= x', '"open = x'])('is missing in %j', line => {
    expect(scanKey(line)).toBeUndefined();
  });
});

describe('a title', () => {
  it.each([
    ['[core]', 'core', 1, 1],
    ['  [ [ a ] ] # note', 'a', 2, 2],
    [`['remote "x"']`, 'remote "x"', 1, 1],
    [`["it"s"]`, 'it"s', 1, 1],
    ['[a]b]', 'a]b', 1, 1],
    ['[[a]', 'a', 2, 1],
  ])('in %j is %j, as deep as its brackets', (line, name, depth, closing) => {
    expect(scanTitle(line)).toEqual({ name, depth, closing });
  });

  it.each(['core', '[]', '[ ]', `['a]`, `[" "]`, '[a] b'])('is not in %j', line => {
    expect(scanTitle(line)).toBeUndefined();
  });
});

it('nothing more follows in blanks and in a comment', () => {
  expect(['', ' \t', '  # x', '#'].every(isRest)).toBe(true);
  expect(isRest(' x # y')).toBe(false);
});

it.each([
  ['a', `'a'`],
  [`it's`, `"it's"`],
  ['say "x"', `'say "x"'`],
  [`it's "x"`, `'it\\'s "x"'`],
  ['a\\b\tc', `'a\\\\b\\tc'`],
])('%j is shown as Python does: %s', (text, shown) => expect(quoted(text)).toBe(shown));
