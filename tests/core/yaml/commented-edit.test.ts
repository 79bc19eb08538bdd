import { describe, expect, it } from 'vitest';
import {
  allComments,
  applyValues,
  commented,
  entryOf,
  replaceEmpty,
  valueOf,
} from '../../../src/core/yaml/commented-edit.ts';
import type { CommentedDocument } from '../../../src/core/yaml/commented.ts';
import { readCommented } from '../../../src/core/yaml/commented-read.ts';
import { writeCommented } from '../../../src/core/yaml/commented-write.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function read(text: string): CommentedDocument {
  const document = readCommented(text);
  if (document === undefined) throw new Error(text);
  return document;
}

function applied(text: string, values: Readonly<Record<string, Value>>): string {
  const document = read(text);
  applyValues(document.root, new Map(Object.entries(values)));
  return writeCommented(document);
}

describe('new values in a text with comments', () => {
  it('leave alone what stays the same', () => {
    expect(applied('a: 1.50 # one\nb: "x" # two\n', { a: new Float(1.5), b: 'y' })).toBe(
      'a: 1.50 # one\nb: y   # two\n',
    );
  });

  it('keep the order of old keys and put new ones behind them', () => {
    expect(applied('b: 1\na: 2\n', { c: 3, a: 2, b: 1 })).toBe('b: 1\na: 2\nc: 3\n');
  });

  it('lose no comment of what goes', () => {
    const before = read('a: 1\n# of b\nb: 2 # two\nc:\n- x # x\n- y # y\n');
    const comments = allComments(before);
    applyValues(
      before.root,
      new Map<string, Value>([
        ['a', 1],
        ['c', ['y', 'z', 'w']],
      ]),
    );
    const text = writeCommented(before);
    expect(allComments(read(text))).toEqual(comments);
    expect(valueOf(read(text).root)).toEqual(
      new Map<string, Value>([
        ['a', 1],
        ['c', ['y', 'z', 'w']],
      ]),
    );
  });

  it('keep a block text one', () => {
    expect(applied('a: |\n  x\n  y\n', { a: 'z\nw\n' })).toBe('a: |\n  z\n  w\n');
  });
});

it('a key is looked up as Python does', () => {
  const { root } = read('1: a\n');
  expect(entryOf(root, new Float(1))?.value).toMatchObject({ value: 'a' });
  expect(entryOf(root, '1')).toBeUndefined();
});

it('a section that was empty keeps the comment behind its colon', () => {
  const document = read('a: {} # note\n');
  const [entry] = document.root.entries;
  if (entry !== undefined) replaceEmpty(entry, commented(new Map([['b', 1]])));
  expect(writeCommented(document)).toBe('a:    # note\n  b: 1\n');
});
