import { expect, it } from 'vitest';
import { findUnsupported } from '../../../src/core/params/unsupported.ts';
import { readData } from '../../../src/core/reading/by-suffix.ts';

it.each([
  ['a: [1, 2.0, x, true, null, {b: []}]', undefined],
  ['day: 2020-01-01', { key: 'day', found: 'date' }],
  ['a:\n- b\n- c: 2020-01-01 10:00:00', { key: 'a.1.c', found: 'datetime' }],
  ['2020-01-01: as a key it is fine', undefined],
  ['text: "2020-01-01"', undefined],
  ['1: {day: 2020-01-01}\na: {true: 2020-01-01}', undefined],
  ['a = (1, 2)', { key: 'a', found: 'tuple' }],
  ['a = {"b": [{1}]}', { key: 'a.b.0', found: 'set' }],
  ['a = 2j', { key: 'a', found: 'complex' }],
  ['a = ...', { key: 'a', found: 'ellipsis' }],
  ['a = [b"bytes are fine", {(1, 2): 3}]', undefined],
])('of the parameters `%s` DVC takes everything but %j', async (text, expected) => {
  const read = await readData(text.startsWith('a = ') ? 'p.py' : 'p.yaml', text);
  expect(read.ok && findUnsupported(read.value)).toEqual(expected);
});
