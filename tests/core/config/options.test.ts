import { describe, expect, it } from 'vitest';
import {
  findOption,
  flattened,
  grouped,
  parseOptionName,
  withOption,
  withoutOption,
} from '../../../src/core/config/options.ts';
import type { OptionName } from '../../../src/core/config/options.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';
import type { Config } from '../../../src/core/config/config.ts';

function read(text: string): Config {
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return grouped(parsed.value);
}

function named(text: string): OptionName {
  const name = parseOptionName(text);
  if (name === undefined) throw new Error(text);
  return name;
}

const CONFIG = read('top = 1\n[core]\nremote = a, b\n[\'remote "y"\']\nurl = u\n[other]\nx = 1\n');

describe('the name of an option', () => {
  it.each([
    ['Core.Remote', { kind: undefined, section: 'core', option: 'remote' }],
    ['remote.Y.URL', { kind: 'remote', section: 'y', option: 'url' }],
    ['db.y.url', { kind: 'db', section: 'y', option: 'url' }],
    ['remote.y', { kind: undefined, section: 'remote', option: 'y' }],
    ['machine.y.url', undefined],
    ['core', undefined],
    ['core.a.b', undefined],
  ])('%s', (text, name) => {
    expect(parseOptionName(text)).toEqual(name);
  });
});

it('options are listed as DVC lists them: named sections first', () => {
  expect(flattened(CONFIG).map(([name, text]) => `${name}=${text}`)).toEqual([
    'remote.y.url=u',
    'top=1',
    "core.remote=['a', 'b']",
    'other.x=1',
  ]);
});

describe('an option', () => {
  it.each([
    ['remote.y.url', 'u'],
    ['remote.y.nope', "option 'nope' doesn't exist in remote 'y'"],
    ['remote.nope.url', "remote 'nope' doesn't exist"],
    ['core.nope', "option 'nope' doesn't exist in section 'core'"],
    ['exp.nope', "option 'nope' doesn't exist in section 'exp'"],
    ['nope.nope', "section 'nope' doesn't exist"],
    ['__proto__.nope', "section '__proto__' doesn't exist"],
  ])('is found or not: %s', (name, expected) => {
    const found = findOption(CONFIG, named(name));
    expect(found.ok ? found.value : found.error).toBe(expected);
    const without = withoutOption(CONFIG, named(name));
    expect(without.ok ? findOption(without.value, named(name)).ok : without.error).toBe(
      found.ok ? false : expected,
    );
  });

  it('is set in its place, or in a new section at the end', () => {
    const set = withOption(withOption(CONFIG, named('core.remote'), 'c'), named('exp.code'), 'd');
    expect(flattened(set).map(([name]) => name)).toEqual([
      'remote.y.url',
      'top',
      'core.remote',
      'other.x',
      'exp.code',
    ]);
    expect(findOption(set, named('core.remote'))).toEqual({ ok: true, value: 'c' });
    expect(findOption(CONFIG, named('exp.code')).ok).toBe(false);
  });
});
