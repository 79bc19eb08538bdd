import { expect, it } from 'vitest';
import { pyTypeName } from '../../../src/core/python/type-name.ts';
import { Float, PythonObject, Timestamp, Tuple } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

it.each<[Value, string]>([
  [null, 'NoneType'],
  ['', 'str'],
  [false, 'bool'],
  [1, 'int'],
  [2n ** 64n, 'int'],
  [new Float(1), 'float'],
  [new Timestamp('2020-01-01'), 'date'],
  [new Timestamp('2020-01-01 00:00:00'), 'datetime'],
  [[], 'list'],
  [Tuple.from([1]), 'tuple'],
  [new PythonObject('set', '{1}'), 'set'],
  [new Map(), 'dict'],
])('the type of %o is %s in Python', (value, name) => expect(pyTypeName(value)).toBe(name));
