import { describe, expect, it } from 'vitest';
import { isSection, type Config, type ConfigEntry } from '../../../src/core/config/config.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';
import { writeConfig } from '../../../src/core/config/write.ts';

function plain(entry: ConfigEntry): unknown {
  return isSection(entry) ? Object.fromEntries([...entry].map(([key, value]) => [key, plain(value)])) : entry;
}

function read(text: string): unknown {
  const parsed = parseConfig(text);
  return parsed.ok ? plain(parsed.value) : parsed.error;
}

describe('reading a config file', () => {
  it('finds sections, keys and remotes by name', () => {
    const text =
      '[core]\n    remote = Storage\n    AutoStage = true\n[\'remote "storage"\']\n    url = s3://bucket/path # mine\n';
    expect(read(text)).toEqual({
      core: { remote: 'Storage', autostage: 'true' },
      'remote "storage"': { url: 's3://bucket/path' },
    });
  });

  it.each([
    ['plain', 'plain'],
    ['"a, b"', 'a, b'],
    ["'it''", "it'"],
    ['a, b', ['a', 'b']],
    ['a,', ['a']],
    [',', []],
    ['', ''],
    ['x # note', 'x'],
    ['"#1"', '#1'],
    ['50%', '50%'],
    ['%(other)s!', 'o!'],
    ["'''one\ntwo'''", 'one\ntwo'],
  ])('reads the value %j', (source, value) => {
    expect(read(`[core]\nother = o\nkey = ${source}\n`)).toEqual({ core: { other: 'o', key: value } });
  });

  it.each([
    ['[core]\nx', "Invalid line ('x') (matched as neither section nor keyword) at line 2.", 2],
    ['[core\n', "Invalid line ('[core') (matched as neither section nor keyword) at line 1.", 1],
    ['[core]\na = "b', 'Parse error in value at line 2.', 2],
    ['[core]\na = b,,c', 'Parse error in value at line 2.', 2],
    ["[core]\na = '''b", 'Parse error in multiline value at line 2.', 2],
    ['[core]\na = 1\na = 2', 'Duplicate keyword name at line 3.', 3],
    ['[core]\n[core]', 'Duplicate section name at line 2.', 2],
    ['[[core]]', 'Section too nested at line 1.', 1],
    ['x\ny\n', 'Parsing failed with several errors.\nFirst error at line 1.', 1],
  ])('refuses %j', (text, message, line) => expect(read(text)).toEqual({ message, line }));

  it('refuses a reference to what is not there, and one to itself', () => {
    expect(read('[core]\na = %(b)s')).toEqual({ message: 'missing option "b" in interpolation.' });
    expect(read('[core]\na = %(a)s')).toEqual({ message: 'interpolation loop detected in value "a".' });
  });
});

describe('writing a config file', () => {
  function config(value: Record<string, Record<string, string | string[]>>): Config {
    return new Map(
      Object.entries(value).map(([title, entries]) => [title, new Map(Object.entries(entries))]),
    );
  }

  it('puts remotes last, indents keys, quotes titles and drops empty sections', () => {
    const value = config({ 'remote "a"': { url: '../store' }, core: { remote: 'a' }, cache: {} });
    expect(writeConfig(value)).toEqual({
      ok: true,
      value: '[core]\n    remote = a\n[\'remote "a"\']\n    url = ../store\n',
    });
  });

  it.each([
    ['a,b', '"a,b"'],
    ['a#b', '"a#b"'],
    [' a', '" a"'],
    ["it's", "it's"],
    ['say "x"', '\'say "x"\''],
    ['b"o\'t', "'''b\"o't'''"],
    ['', '""'],
    [['a', 'b,c'], 'a, "b,c"'],
    [['a'], 'a,'],
    [[], ','],
  ])('writes %j as %s', (value, text) => {
    expect(writeConfig(config({ core: { k: value } }))).toEqual({
      ok: true,
      value: `[core]\n    k = ${text}\n`,
    });
  });

  it('leaves one empty line when nothing is left', () => {
    expect(writeConfig(config({ core: {} }))).toEqual({ ok: true, value: '\n' });
  });

  it('refuses a name that no quotes can hold', () => {
    expect(writeConfig(config({ 'remote "it\'s"': { url: '/x' } }))).toEqual({
      ok: false,
      error: 'Value "remote "it\'s"" cannot be safely quoted.',
    });
  });
});
