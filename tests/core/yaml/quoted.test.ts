import { describe, expect, it } from 'vitest';
import { hasLeft } from '../../../src/core/yaml/cursor.ts';
import { takeQuoted } from '../../../src/core/yaml/quoted.ts';

function taken(text: string, indent = 0): readonly [string, number] | 'left' {
  const cursor = { text, at: 0 };
  try {
    return [takeQuoted(cursor, indent), cursor.at];
  } catch (error) {
    if (!hasLeft(error)) throw error;
    return 'left';
  }
}

describe('a quoted text', () => {
  it.for([
    ["'it''s' x", "it's", 7],
    ["'a\\n'", 'a\\n', 5],
    ['"a\\tb\\"" x', 'a\tb"', 8],
    ['"\\x41\\u00e9\\U0001f600"', 'Aé😀', 22],
    ['"a  \n  b"', 'a b', 9],
    ['"a\n\n\n  b"', 'a\n\nb', 9],
    ['"a\\\n  b"', 'ab', 8],
    ['"a \\\n  \\ b"', 'a  b', 11],
    ["''", '', 2],
  ] as const)('%j is %j', ([text, value, at]) => {
    expect(taken(text)).toEqual([value, at]);
  });

  it.for(['"a', "'a''", '"\\q"', '"\\x4"', '"\\xzz"', '"\\U00110000"', '"\\ud83d\\ude00"'])(
    '%j is left to the other reader',
    text => {
      expect(taken(text)).toBe('left');
    },
  );

  it('is left to the other reader where a line of it stands too far left', () => {
    expect([taken('"a\n b"', 2), taken('"a\n  b"', 2)]).toEqual(['left', ['a b', 7]]);
  });
});
