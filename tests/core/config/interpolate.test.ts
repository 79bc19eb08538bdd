import { expect, it } from 'vitest';
import { interpolate } from '../../../src/core/config/interpolate.ts';
import type { ConfigEntry, ConfigSection } from '../../../src/core/config/config.ts';

const section = (entries: Readonly<Record<string, ConfigEntry>>): ConfigSection =>
  new Map(Object.entries(entries));

const SCOPE = [
  section({ a: '%(b)s/a', b: 'inner', list: ['x'], loop: '%(pool)s', pool: '%(loop)s', up: '%(top)s' }),
  section({ b: 'outer', top: '<%(b)s>', DEFAULT: section({ spare: 'default' }) }),
];

it.each<[string | string[], string | string[]]>([
  ['plain 50% (b)s', 'plain 50% (b)s'],
  ['%(a)s and %(b)s', 'inner/a and inner'],
  // What stands further out is filled in from there.
  ['%(up)s', '<outer>'],
  ['%(spare)s', 'default'],
  [
    ['%(b)s', 'y'],
    ['inner', 'y'],
  ],
])('%j is filled in: %j', (value, filled) => {
  expect(interpolate(value, 'key', SCOPE)).toEqual({ ok: true, value: filled });
});

it.each([
  ['%(nothing)s', 'missing option "nothing" in interpolation.'],
  ['%(DEFAULT)s', 'missing option "DEFAULT" in interpolation.'],
  ['%(list)s', 'option "list" in interpolation is a list.'],
  ['%(loop)s', 'interpolation loop detected in value "loop".'],
])('%s is refused: %s', (value, message) => {
  expect(interpolate(value, 'key', SCOPE)).toEqual({ ok: false, message });
});
