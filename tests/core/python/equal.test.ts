import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyIdentity, valuesEqual, valuesSame } from '../../../src/core/python/equal.ts';
import { Float, isList, isMap, PythonObject, Timestamp, Tuple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';
import { content, scalar } from '../yaml/arbitrary.ts';

const map = (...entries: [Scalar, Value][]): Value => new Map(entries);

describe("Python's ==", () => {
  it.each<[string, Value, Value, boolean]>([
    ['an integer and the float of it', 1, new Float(1), true],
    ['an integer and a float beside it', 1, new Float(1.1), false],
    ['one and True', 1, true, true],
    ['zero and False', new Float(-0), false, true],
    ['a float however it is written', new Float(1, '1.00'), new Float(1, '1e0'), true],
    ['nothing and zero', null, 0, false],
    ['a number and its text', 1, '1', false],
    ['NaN and itself', new Float(NaN), new Float(NaN), false],
    ['big integers that differ in the last digit', 2n ** 60n, 2n ** 60n + 1n, false],
    ['a big integer and its float', 2n ** 60n, new Float(2 ** 60), true],
    ['a big integer and the nearest float', 2n ** 60n + 1n, new Float(2 ** 60), false],
    ['infinities', new Float(Infinity), new Float(Infinity), true],
    ['lists in another order', [1, 2], [2, 1], false],
    ['a list and a longer one that ends in nothing', [1], [1, null], false],
    ['maps in another order', map(['a', 1], ['b', 2]), map(['b', 2], ['a', new Float(1)]), true],
    ['maps with keys that Python takes for one', map([1, 'x']), map([new Float(1), 'x']), true],
    ['maps of one size with other keys', map(['a', null]), map(['b', null]), false],
    ['an empty list and an empty map', [], map(), false],
    ['a date and its text', new Timestamp('2020-01-01'), '2020-01-01', false],
    ['a tuple and its list', Tuple.from([1, 2]), [1, 2], false],
    ['a tuple and the same', Tuple.from([1, 2]), Tuple.from([new Float(1), 2]), true],
    ['bytes and the same', new PythonObject('bytes', "b'x'"), new PythonObject('bytes', "b'x'"), true],
    ['an object and its text', new PythonObject('bytes', "b'x'"), "b'x'", false],
    ['objects of two types', new PythonObject('tuple', '()'), new PythonObject('set', '()'), false],
    ['a date and the same', new Timestamp('2020-01-01'), new Timestamp('2020-01-01'), true],
  ])('%s', (_, a, b, equal) => {
    expect(valuesEqual(a, b)).toBe(equal);
    expect(valuesEqual(b, a)).toBe(equal);
  });

  it('finds a value equal to a copy of it', () => {
    fc.assert(
      fc.property(content, value => {
        expect(valuesEqual(value, otherWayRound(value))).toBe(!holdsNan(value));
      }),
    );
  });

  it('finds every value the same as a copy of it, NaN or not', () => {
    fc.assert(
      fc.property(content, value => {
        expect(valuesSame(value, otherWayRound(value))).toBe(true);
      }),
    );
    expect(valuesSame(new Float(NaN), 0)).toBe(false);
    expect(valuesSame(new Float(-0), 0)).toBe(true);
  });

  it('is for keys what the identity of keys is', () => {
    const key = fc.oneof(
      scalar,
      fc.constantFrom<Scalar>(0, 1, false, true, new Float(1), new Float(0), '1', null),
    );
    fc.assert(
      fc.property(key, key, (a, b) => {
        if (!isNan(a) && !isNan(b)) expect(keyIdentity(a) === keyIdentity(b)).toBe(valuesEqual(a, b));
      }),
    );
  });
});

const isNan = (value: Value): boolean => value instanceof Float && Number.isNaN(value.value);

function holdsNan(value: Value): boolean {
  if (isList(value)) return value.some(holdsNan);
  return isMap(value) ? [...value].flat().some(holdsNan) : isNan(value);
}

/** Lists and maps anew, with the entries of maps the other way round. */
function otherWayRound(value: Value): Value {
  if (isList(value)) return value.map(otherWayRound);
  return isMap(value)
    ? new Map([...value].reverse().map(([key, item]) => [key, otherWayRound(item)]))
    : value;
}
