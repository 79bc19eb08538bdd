import { describe, expect, it } from 'vitest';
import { findParams } from '../../../src/core/params/find.ts';
import { pyStr } from '../../../src/core/python/text.ts';
import { Float } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

const map = (...entries: [Scalar, Value][]): Value => new Map(entries);

const DATA = map(
  ['a', map(['b', 1], ['l', [10, 20, map(['c', 30])]])],
  ['1', 'text'],
  ['x.y', 5],
  ['m', map(['lr', 1], ['n', map(['lr', 2])])],
);
const KEYS = map(['m', map([1, 'int'], ['1', 'text'], [-1, 'minus'], [true, 'yes'], [new Float(1.5), 'f'])]);

function places(data: Value, key: string): string[] | string {
  const found = findParams(data, key);
  if (!found.ok) return found.error.message;
  return found.value.map(({ path, value }) => `${path.map(pyStr).join('.')}=${pyStr(value)}`);
}

// Every expectation is what the package dpath, which DVC looks keys up with, finds in the same data.
describe('the places that a key names', () => {
  it.each([
    ['a.b', ['a.b=1']],
    ['a.l', ["a.l=[10, 20, {'c': 30}]"]],
    ['a.l.0', ['a.l.0=10']],
    ['a.l.-1', ["a.l.2={'c': 30}"]],
    ['a.l. -1 ', ["a.l.2={'c': 30}"]],
    ['a.l.+1', ['a.l.1=20']],
    ['a.l.0_2', ["a.l.2={'c': 30}"]],
    ['a.l.2.c', ['a.l.2.c=30']],
    ['a.l.3', []],
    ['a.l.-4', []],
    ['a.l.*', ['a.l.0=10', 'a.l.1=20', "a.l.2={'c': 30}"]],
    ['a.?', ['a.b=1', "a.l=[10, 20, {'c': 30}]"]],
    ['[!a].*.lr', ['m.n.lr=2']],
    ['**.lr', ['m.lr=1', 'm.n.lr=2']],
    ['m.**.lr', ['m.lr=1', 'm.n.lr=2']],
    ['m.**', ["m={'lr': 1, 'n': {'lr': 2}}", 'm.lr=1', "m.n={'lr': 2}", 'm.n.lr=2']],
    ['...a.b', ['a.b=1']],
    ['1', ['1=text']],
    ['x.y', []],
    ['A', []],
    ['a.b.c', []],
    ['a.', []],
    ['', []],
  ])('%j finds %j', (key, wanted) => expect(places(DATA, key)).toEqual(wanted));

  it.each([
    ['m.1', ['m.1=int', 'm.1=text']],
    ['m.01', ['m.1=int']],
    ['m.-1', ['m.-1=minus']],
    ['m.True', ['m.True=yes']],
    ['m.1.5', []],
  ])('%j finds %j among keys that are no texts', (key, wanted) => {
    expect(places(KEYS, key).toString()).toContain(wanted.toString());
  });

  it('come before what is below them', () => {
    expect(places(map(['x', map(['x', 1])], ['l', [map(['x', 2])]]), '**.x')).toEqual([
      "x={'x': 1}",
      'x.x=1',
      'l.0.x=2',
    ]);
  });

  it('cannot be told for two `**`', () => {
    expect(places(DATA, 'a.**.b.**')).toBe("'**' may stand only once in the key 'a.**.b.**'");
  });
});
