import { describe, expect, it } from 'vitest';
import { hasLeft } from '../../../src/core/yaml/cursor.ts';
import { takeFlow } from '../../../src/core/yaml/flow.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function taken(text: string): Value {
  try {
    return takeFlow({ text, at: 0 });
  } catch (error) {
    if (!hasLeft(error)) throw error;
    return 'left';
  }
}

describe('brackets and braces on one line', () => {
  it.for<[string, Value]>([
    ['[]', []],
    ['{}', new Map()],
    ['[1, 1.0, "x, y", z w, -1]', [1, new Float(1, '1.0'), 'x, y', 'z w', -1]],
    [
      '{a: [b, {c: d}], "e":f}',
      new Map<string, Value>([
        ['a', ['b', new Map([['c', 'd']])]],
        ['e', 'f'],
      ]),
    ],
    ['[a, b,]', ['a', 'b']],
    ['[a#b, http://x]', ['a#b', 'http://x']],
  ])('%s is read', ([text, value]) => {
    expect(taken(text)).toEqual(value);
  });

  it.for([
    '[a',
    '[a: 1]',
    '{a}',
    '{a:, b: 1}',
    '{a:b}',
    '[a\n]',
    '[&a b]',
    '[a #b]',
    '[, a]',
    '{a: 1, a: 2}',
    '[a::, b]',
    `${'['.repeat(30)}${']'.repeat(30)}`,
  ])('%s is left to the other reader', text => {
    expect(taken(text)).toBe('left');
  });
});
