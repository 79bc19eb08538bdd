import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/core/yaml/parse.ts';
import { parsed } from './nodes.ts';

describe('a text is made of', () => {
  it.for([
    ['', 'nothing'],
    ['---\n', '""'],
    ['a', '"a"'],
    ['a: b\nc:\n', '{"a": "b", "c": ""}'],
    ['- a\n-\n- - b\n', '["a", "", ["b"]]'],
    ['a:\n- b\n- c: d\ne: f\n', '{"a": ["b", {"c": "d"}], "e": "f"}'],
    ['? a\n: - b\n? c\n', '{"a": ["b"], "c": ""}'],
    [': a\n', '{"": "a"}'],
    ['a: &x !!str b\nc: *x\n', '{"a": &x <tag:yaml.org,2002:str> "b", "c": *x}'],
    ['a: &x\nb: !!null\n', '{"a": &x "", "b": <tag:yaml.org,2002:null> ""}'],
    ['%TAG !e! tag:e.org,2020:\n---\n!e!x a\n', '<tag:e.org,2020:x> "a"'],
    ['a: |\n  b\nc: "d"\n', '{"a": |"b\\n", "c": ""d"}'],
    ['--- a\n...\n', '"a"'],
  ])('%j is %s', ([text = '', structure]) => {
    expect(parsed(text)).toBe(structure);
  });
});

// Where ruamel.yaml 0.19 is laxer, or takes something else for a key, than the standard.
describe('brackets and braces hold', () => {
  it.for([
    ['[a, b,]', '["a", "b"]'],
    ['[a: 1, ? b, c: ]', '[{"a": "1"}, {"b": ""}, {"c": ""}]'],
    ['{a, b: 1, : c}', '{"a": "", "b": "1", "": "c"}'],
    ['[a\n, b\n]', '["a", "b"]'],
    ['fl: [a:, {a:: a:}]', '{"fl": ["a:", {"a:": "a:"}]}'],
    ['{a: :b}', '{"a": ":b"}'],
    ['["a":1]', 'refused: a `,` or `]` is missing before this'],
    ['{"a":1}', '{""a": "1"}'],
    ['[a?b, ?]', '["a?b", {"": ""}]'],
    ['a: [\nb, c]\n', '{"a": ["b", "c"]}'],
  ])('%j: %s', ([text = '', structure]) => {
    expect(parsed(text)).toBe(structure);
  });
});

describe('a text is refused', () => {
  it.for([
    ['a: b: c', 'a `:` cannot stand here; a text that holds `: ` needs quotes'],
    ['a\nb: c', 'a `:` cannot stand here; a text that holds `: ` needs quotes'],
    ['a: b\n c: d\n', 'a `:` cannot stand here; a text that holds `: ` needs quotes'],
    [' a: b\nc: d\n', 'this is no part of the value before it'],
    ['a:\n  b: c\n d: e\n', 'this is no part of the map before it; check its indentation'],
    ['- a\nb\n', 'a `:` must follow this'],
    ['  - a\n b\n', 'this is no part of the value before it'],
    ['a: - b', 'a list cannot start here; begin it on the next line'],
    ['"a" b', 'this is no part of the value before it'],
    ['a: "b" c\n', 'this is no part of the map before it; check its indentation'],
    ['[a', 'this `[` is never closed'],
    ['[a, {b: [c', 'this `[` is never closed'],
    ['[a, {b: ', 'this `{` is never closed'],
    [']', 'this `]` closes nothing'],
    ['[a}', 'a `,` or `]` is missing before this'],
    ['[,]', 'a value is missing before this `,`'],
    ['["a" b]', 'a `,` or `]` is missing before this'],
    ['@a', 'a text cannot start with `@`; it needs quotes'],
    ['\ta: 1', 'indent with blanks, not with tabs'],
    ['a: 1\n---\nb: 2\n', 'only one document may stand in a file'],
    ['a: 1\n...\nb: 2\n', 'only one document may stand in a file'],
    ['...\n', 'a value is missing before this'],
    ['%YAML 1.2\na: 1\n', 'a line of `---` must stand before this'],
    ['!e!x a', 'the handle `!e!` is not declared by a %TAG directive'],
    ['a:\nb\n', 'a `:` must follow this'],
  ])('%j: %s', ([text = '', message]) => {
    expect(parsed(text)).toBe(`refused: ${message}`);
  });
});

it('the offsets of a node are those of its text', () => {
  const text = 'a:\n  - b c\n  - {d: [e]}\n';
  const read = parseYaml(text);
  const root = read.ok ? read.value : undefined;
  const list = root?.kind === 'map' ? root.entries[0]?.[1] : undefined;
  const items = list?.kind === 'list' ? list.items : [];
  expect(items.map(({ start, end }) => text.slice(start, end))).toEqual(['b c', '{d: [e]}']);
  expect(list && text.slice(list.start, list.end)).toBe('- b c\n  - {d: [e]}');
});
