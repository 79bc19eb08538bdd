import { describe, expect, it } from 'vitest';
import { hasLeft } from '../../../src/core/yaml/cursor.ts';
import { addEntry, plainValue } from '../../../src/core/yaml/entry.ts';
import { Float } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

function isLeft(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return hasLeft(error);
  }
}

describe('an entry of a map', () => {
  it('is added when its key is new', () => {
    const map = new Map<Scalar, Value>();
    addEntry(map, 'a', 1);
    addEntry(map, 1, 'b');
    addEntry(map, '__proto__', 2);
    expect([...map]).toEqual([
      ['a', 1],
      [1, 'b'],
      ['__proto__', 2],
    ]);
  });

  it.for<[string, Scalar]>([
    ['comes twice', 'a'],
    ['is a boolean, which Python may take for a number', true],
    ['is a float', new Float(1)],
    ['is longer than YAML looks ahead', 'x'.repeat(1001)],
  ])('is left to the other reader when its key %s', ([, key]) => {
    expect(isLeft(() => addEntry(new Map<Scalar, Value>([['a', 1]]), key, 2))).toBe(true);
  });
});

it('an unquoted text that nothing can read is left to the other reader', () => {
  expect(plainValue('1')).toBe(1);
  expect(isLeft(() => plainValue('<<'))).toBe(true);
});
