import { describe, expect, it } from 'vitest';
import {
  anything,
  boolean,
  check,
  either,
  list,
  literal,
  map,
  nothing,
  oneKey,
  record,
  text,
} from '../../../src/core/schema/shape.ts';
import type { Shape } from '../../../src/core/schema/shape.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

const of = (...entries: [Scalar, Value][]): Value => new Map(entries);

const PERSON = record({ name: text, age: anything, toString: boolean }, ['name']);
const VARIANT: Shape = { is: 'variant', whenKeys: ['do'], then: record({ do: text }), otherwise: PERSON };

describe('a value is of a shape', () => {
  it.each<[string, Value, Shape]>([
    ['text', '', text],
    ['true or false', false, boolean],
    ['nothing', null, nothing],
    ['a literal', '2.0', literal('2.0')],
    ['anything', new Map(), anything],
    ['a list of nothing', [], list(text)],
    ['a map with free keys', of(['__proto__', 'x'], ['', 'y']), map(text)],
    ['one key', of(['a', null]), oneKey(nothing)],
    ['a record without what it may lack', of(['name', 'x']), PERSON],
    ['either', ['a'], either(text, list(text))],
    ['a variant', of(['do', 'x']), VARIANT],
  ])('%s', (_, value, shape) => expect(check(value, shape)).toEqual([]));
});

describe('a value is not of a shape', () => {
  it.each<[string, Value, Shape, string]>([
    ['a number for text', 1, text, 'expected text, found the number 1'],
    ['a float, as it is written', new Float(1, '1.00'), text, 'expected text, found the number 1.00'],
    ['a date for text', new Timestamp('2020-01-01'), text, 'expected text, found the date 2020-01-01'],
    ['nothing for text', null, text, 'expected text, found nothing'],
    ['text for true', 'yes', boolean, 'expected true or false, found text'],
    ['another literal', '1.0', literal('2.0'), "expected the text '2.0', found '1.0'"],
    ['a map for a list', new Map(), list(text), 'expected a list, found a mapping'],
    ['a list for a map', [], map(text), 'expected a mapping, found a list'],
    ['no key for one', new Map(), oneKey(text), 'expected one key with its properties, found 0 keys'],
    ['neither', true, either(text, map(text), PERSON), 'expected text or a mapping, found true'],
    ['a record without what it needs', new Map(), PERSON, '`name` is missing here'],
    ['the other variant', of(['age', 1]), VARIANT, '`name` is missing here'],
  ])('%s', (_, value, shape, message) => {
    expect(check(value, shape)).toEqual([expect.objectContaining({ path: [], message })]);
  });

  it('in many ways, all of which are told with their places', () => {
    const value = of(
      ['a', [of(['nmae', 'x']), 'x', of(['name', 1], ['constructor', 2])]],
      ['b', of([1, 'x'], ['c', 2])],
    );
    expect(check(value, record({ a: list(PERSON), b: map(text) }))).toEqual([
      { path: ['a', 0, 'nmae'], at: 'key', message: 'unknown key `nmae`', hint: 'did you mean `name`?' },
      { path: ['a', 0], at: 'key', message: '`name` is missing here' },
      { path: ['a', 1], at: 'value', message: 'expected a mapping, found text' },
      { path: ['a', 2, 'name'], at: 'value', message: 'expected text, found the number 1' },
      {
        path: ['a', 2, 'constructor'],
        at: 'key',
        message: 'unknown key `constructor`',
        hint: 'allowed here: name, age, toString',
      },
      { path: ['b'], at: 'value', message: 'the key 1 is not text', hint: "put it in quotes: '1'" },
      { path: ['b', 'c'], at: 'value', message: 'expected text, found the number 2' },
    ]);
  });

  it('by what is wrong inside of it where it is of the right kind, and of the kind with least mistakes', () => {
    const shape = either(text, list(text), map(record({ a: text, b: text })), map(list(text)));
    expect(check(['x', 1], shape)).toMatchObject([
      { path: [1], message: 'expected text, found the number 1' },
    ]);
    expect(check(of(['k', of(['a', 'x'], ['c', 1])]), shape)).toMatchObject([{ path: ['k', 'c'] }]);
  });
});

it('a text that is meant but reads as a number needs quotes', () => {
  expect(check(new Float(2, '2.0'), literal('2.0'))).toMatchObject([{ hint: "put it in quotes: '2.0'" }]);
  expect(check(3, literal('2.0'))[0]).not.toHaveProperty('hint');
});
