import { expect, it } from 'vitest';
import { findUnsupported } from '../../../src/core/params/unsupported.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';

it.each([
  ['a: [1, 2.0, x, true, null, {b: []}]', undefined],
  ['day: 2020-01-01', { key: 'day', found: 'date' }],
  ['a:\n- b\n- c: 2020-01-01 10:00:00', { key: 'a.1.c', found: 'datetime' }],
  ['2020-01-01: as a key it is fine', undefined],
  ['text: "2020-01-01"', undefined],
])('of the parameters `%s` DVC takes everything but %j', async (text, expected) => {
  const read = await readYaml(text);
  expect(read.ok && findUnsupported(read.value)).toEqual(expected);
});
