import { describe, expect, it } from 'vitest';
import { loadConfig, type ConfigLevel } from '../../../src/core/config/settings.ts';

function level(text: string, directory = '/project/own'): ConfigLevel {
  return { text, directory, home: '/home/u', source: `${directory}/config` };
}

function settings(...levels: ConfigLevel[]) {
  const loaded = loadConfig(levels);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value.settings;
}

describe('settings', () => {
  it('have defaults', () => {
    expect(settings()).toEqual({
      cacheDirectory: undefined,
      linkTypes: ['reflink', 'copy'],
      optionStyle: { bool: 'store_true', list: 'nargs' },
      sharedCache: false,
      slowLinkWarning: true,
      verifyCache: false,
      autostage: false,
      noScm: false,
      interactive: false,
      hardlinkLock: false,
      defaultRemote: undefined,
      siteCacheDirectory: undefined,
      plots: { folder: undefined, htmlTemplate: undefined, autoOpen: false },
    });
  });

  it('come from the last file that sets them', () => {
    const found = settings(
      level('[core]\nautostage = true\nremote = One\n'),
      level('[core]\nremote = Two\n[cache]\ntype = symlink\n'),
    );
    expect(found).toMatchObject({ autostage: true, defaultRemote: 'two', linkTypes: ['symlink'] });
  });

  it.each([
    ['"hardlink, symlink"', ['hardlink', 'symlink']],
    ['hardlink,symlink', ['hardlink', 'symlink']],
    ['copy', ['copy']],
  ])('read the link types %s', (text, types) => {
    expect(settings(level(`[cache]\ntype = ${text}\n`)).linkTypes).toEqual(types);
  });

  it.each([
    ['../../store', '/store'],
    ['~/store', '/home/u/store'],
    ['~', '/home/u'],
    ['/abs/store', '/abs/store'],
    ['s3://bucket/x', 's3://bucket/x'],
  ])('find the cache %s', (written, found) => {
    expect(settings(level(`[cache]\ndir = ${written}\n`)).cacheDirectory).toBe(found);
  });

  it('read true and false in any case', () => {
    expect(settings(level('[core]\nno_scm = True\ninteractive = FALSE'))).toMatchObject({
      noScm: true,
      interactive: false,
    });
  });

  it("resolve a remote's paths from the folder of the file that says them", () => {
    const text = '[remote "r"]\nurl = ../data\n[remote "s"]\nurl = ssh://host/data\nkeyfile = key\n';
    const loaded = loadConfig([level(text, '/etc/own')]);
    expect(loaded.ok && loaded.value.config).toEqual(
      new Map([
        ['remote "r"', new Map([['url', '/etc/data']])],
        [
          'remote "s"',
          new Map([
            ['url', 'ssh://host/data'],
            ['keyfile', '/etc/own/key'],
          ]),
        ],
      ]),
    );
  });
});

describe('a wrong config', () => {
  it.each([
    ['[foo]\na = 1', "extra keys not allowed @ data['foo']"],
    ['[core]\nfoo = 1', "extra keys not allowed @ data['core']['foo']"],
    ['core = 1', "expected a dictionary for dictionary value @ data['core']"],
    ['[core]\nautostage = yes', "expected true or false for dictionary value @ data['core']['autostage']"],
    [
      '[core]\nchecksum_jobs = 0',
      "value must be at least 1 for dictionary value @ data['core']['checksum_jobs']",
    ],
    ['[cache]\ntype = fish', "Unsupported cache type(s): fish for dictionary value @ data['cache']['type']"],
    ['[cache]\nshared = all', "expected one of group for dictionary value @ data['cache']['shared']"],
    ['[remote "x"]\njobs = 1', "expected 'url' for dictionary value @ data['remote']['x']"],
    ['[remote "x"]\nurl = foo://a', "Unsupported URL type foo:// for dictionary value @ data['remote']['x']"],
    ['[remote "x"]\nurl = s3://a\nport = 1', "extra keys not allowed @ data['remote']['x']['port']"],
    [
      '[remote "x"]\nurl = ssh://a\nport = q',
      "expected int for dictionary value @ data['remote']['x']['port']",
    ],
    [
      '[remote "x"]\nurl = http://a\nread_timeout = -1',
      "value must be at least 0 for dictionary value @ data['remote']['x']['read_timeout']",
    ],
    [
      '[hydra]\nconfig_dir = a\nconfig_module = b',
      "two or more values in the same group of exclusion 'config_source' @ data['hydra'][<config_source>]",
    ],
  ])('%j is refused', (text, message) => {
    expect(loadConfig([level(text)])).toMatchObject({
      ok: false,
      error: { code: 'config-invalid', message },
    });
  });

  it('is told of all its mistakes at once', () => {
    expect(loadConfig([level('[core]\na = 1\nb = 2\n')])).toMatchObject({
      ok: false,
      error: {
        code: 'config-invalid',
        message: "extra keys not allowed @ data['core']['a']\nextra keys not allowed @ data['core']['b']",
      },
    });
  });

  it('that cannot be read names its file', () => {
    expect(loadConfig([level('nonsense')])).toEqual({
      ok: false,
      error: {
        code: 'config-invalid',
        message: "Invalid line ('nonsense') (matched as neither section nor keyword) at line 1.",
        file: '/project/own/config',
      },
    });
  });

  it('with an unknown feature is only warned of', () => {
    const loaded = loadConfig([level('[feature]\nx = 1\n')]);
    expect(loaded.ok && loaded.value.warnings).toEqual(["'feature.x' config option is unsupported"]);
  });
});
