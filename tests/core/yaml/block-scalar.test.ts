import { describe, expect, it } from 'vitest';
import { takeBlockScalar } from '../../../src/core/yaml/block-scalar.ts';
import { hasLeft } from '../../../src/core/yaml/cursor.ts';

/** What is taken, and what of the text is left. */
function taken(text: string, outer = 0): readonly [string, string] {
  const cursor = { text, at: 0 };
  return [takeBlockScalar(cursor, outer), text.slice(cursor.at)];
}

function isLeft(text: string): boolean {
  try {
    taken(text);
    return false;
  } catch (error) {
    return hasLeft(error);
  }
}

describe('a block text', () => {
  it.for<[string, string, string]>([
    ['|\n  a\n  b\n', 'a\nb\n', ''],
    ['|-\n  a\n\n\n', 'a', ''],
    ['|+\n  a\n\n\n', 'a\n\n\n', ''],
    ['|  # note\n  a\n   b\n', 'a\n b\n', ''],
    ['>\n  a\n  b\n\n  c\n', 'a b\nc\n', ''],
    ['>\n  a\n   b\n  c\n', 'a\n b\nc\n', ''],
    ['|\n  a', 'a', ''],
    ['|\n  a\nb: 1\n', 'a\n', 'b: 1\n'],
  ])('%j is %j', ([text, value, rest]) => {
    expect(taken(text)).toEqual([value, rest]);
  });

  it.for(['|2\n  a\n', '|x\n  a\n', '|\na\n', '|\n', '|\n   \n  a\n'])(
    '%j is left to the other reader',
    text => {
      expect(isLeft(text)).toBe(true);
    },
  );
});
