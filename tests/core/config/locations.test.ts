import { expect, it } from 'vitest';
import { isSection } from '../../../src/core/config/config.ts';
import type { Config, ConfigEntry } from '../../../src/core/config/config.ts';
import { resolveLocations } from '../../../src/core/config/locations.ts';

const PLACE = { directory: '/project/own', home: '/home/u' };

/** What becomes of one option of one section. */
function resolved(title: string, key: string, value: ConfigEntry): ConfigEntry | undefined {
  const config: Config = new Map([[title, new Map([[key, value]])]]);
  const section = resolveLocations(config, PLACE).get(title);
  return isSection(section) ? section.get(key) : section;
}

it.each([
  ['store', '/project/own/store'],
  ['./a/../../store/', '/project/store'],
  ['', '/project/own'],
  ['~other/store', '/project/own/~other/store'],
  ['~/../store', '/home/store'],
  // Left as it is, dots and all.
  ['/a/../b', '/a/../b'],
  ['s3:/bucket', '/project/own/s3:/bucket'],
  ['remote://storage/x', 'remote://storage/x'],
])('the path %j is %j', (written, found) => {
  expect(resolved('remote "r"', 'url', written)).toBe(found);
});

it('options are paths by the kind of their section', () => {
  expect(resolved('cache', 'dir', 'x')).toBe('/project/own/x');
  expect(resolved('machine "m"', 'setup_script', 'x')).toBe('/project/own/x');
  expect(resolved('remote "r"', 'gdrive_user_credentials_file', 'x')).toBe('/project/own/x');
  for (const [title, key] of [
    ['cache', 'url'],
    ['remote "r"', 'dir'],
    ['remote "r"', 'user'],
    ['machine "m"', 'url'],
    ['db "d"', 'url'],
    ['index', 'dir'],
  ] as const)
    expect(resolved(title, key, 'x'), `${title} ${key}`).toBe('x');
});

it('lists, sections inside and options outside of any section stay, and so does the order', () => {
  const config: Config = new Map<string, ConfigEntry>([
    ['url', 'x'],
    [
      'remote "r"',
      new Map<string, ConfigEntry>([
        ['user', 'u'],
        ['url', ['x', 'y']],
        ['keyfile', new Map([['url', 'x']])],
      ]),
    ],
  ]);
  const found = resolveLocations(config, PLACE);
  expect(found).toEqual(config);
  expect([...(found.get('remote "r"') as Config).keys()]).toEqual(['user', 'url', 'keyfile']);
});
