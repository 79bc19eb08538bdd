import { expect, it } from 'vitest';
import { whyUnstorable } from '../../../src/core/lock/unstorable.ts';
import { Float, PythonObject, Timestamp, Tuple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

it.each<[Value, string | undefined]>([
  [new Map<Scalar, Value>([['a', [1, 2n, new Float(1), null, true, 'x', Tuple.from([1])]]]), undefined],
  [[new Timestamp('2020-01-01')], 'Object of type date is not JSON serializable'],
  [Tuple.from([new PythonObject('set', 'set()')]), 'Object of type set is not JSON serializable'],
  [
    new Map<Scalar, Value>([['a', new PythonObject('bytes', "b''")]]),
    'Object of type bytes is not JSON serializable',
  ],
  [
    new Map<Scalar, Value>([[new PythonObject('tuple', '()'), 1]]),
    'keys must be str, int, float, bool or None, not tuple',
  ],
])('a lock holds %j, or says why not: %s', (value, why) => expect(whyUnstorable(value)).toBe(why));
