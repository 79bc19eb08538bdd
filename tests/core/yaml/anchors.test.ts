import { describe, expect, it } from 'vitest';
import { nameAnchors } from '../../../src/core/yaml/anchors.ts';
import { Timestamp } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

describe('names of what occurs twice', () => {
  it('are given to lists, maps and dates, empty ones too', () => {
    const list: Value = [];
    const map: Value = new Map();
    const date = new Timestamp('2020-01-01');
    expect([...nameAnchors([list, map, date, list, map, date])]).toEqual([
      [list, 'id001'],
      [map, 'id002'],
      [date, 'id003'],
    ]);
  });

  it('are not given to scalars, nor to objects that are only equal', () => {
    expect(nameAnchors(['a', 'a', 1, 1, null, null, [1], [1], new Map(), new Map()]).size).toBe(0);
  });

  it('follow the order in which something is met again', () => {
    const inner: Value = [1];
    const outer: Value = new Map([['inner', inner]]);
    expect(nameAnchors([outer, inner, outer])).toEqual(
      new Map<Value, string>([
        [inner, 'id001'],
        [outer, 'id002'],
      ]),
    );
  });

  it('are found quickly where objects stand for a number of values that nobody can walk through', () => {
    let value: Value = [];
    for (let level = 0; level < 100; level++) value = [value, value];
    expect(nameAnchors(value).size).toBe(100);
  });
});
