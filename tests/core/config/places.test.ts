import { expect, it } from 'vitest';
import { mergeConfigs } from '../../../src/core/config/config.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';
import { placesOf } from '../../../src/core/config/places.ts';
import { validateConfig } from '../../../src/core/config/validate.ts';

/** Every mistake as `file:line:column marked: message (hint)`. */
function told(files: Readonly<Record<string, string>>): readonly string[] {
  const levels = Object.entries(files).map(([source, text]) => ({ source, text }));
  const parsed = levels.map(({ text }) => parseConfig(text));
  const { errors } = validateConfig(mergeConfigs(parsed.map(each => (each.ok ? each.value : new Map()))));
  return placesOf(errors, levels).map(({ file, line, column, length, source, message, hint }) => {
    const marked = source.slice(column - 1, column - 1 + length);
    return `${file}:${line}:${column} ${marked}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

it('a wrong value is shown where it is set, with what was meant', () => {
  expect(told({ config: '[cache]\n    type = hardlnk, copy\n' })).toEqual([
    'config:2:5 type = hardlnk, copy: `cache.type`: Unsupported cache type(s): hardlnk (did you mean `hardlink`?)',
  ]);
});

it('an unknown section or option is shown with the one that was meant, or with those that there are', () => {
  expect(told({ config: '[cor]\n[core]\nremot = x\n[parsing]\nzzz = 1\n' })).toEqual([
    'config:1:1 [cor]: `cor`: there is no such section (did you mean `core`?)',
    'config:3:1 remot: `core.remot`: there is no such option (did you mean `remote`?)',
    'config:5:1 zzz: `parsing.zzz`: there is no such option (there are: bool, list)',
  ]);
});

it('of several files that set it the last one counts', () => {
  expect(
    told({
      global: '[core]\nautostage = no\n[index]\nx = 1\n',
      project: '[core]\nautostage = maybe\n',
      local: '[core]\nremote = x\n',
    }).map(each => each.replace(/:.*/, '')),
  ).toEqual(['project', 'global']);
});

it('the section of a remote is found by its name, whatever its letters', () => {
  expect(
    told({ config: '[\'remote "Big"\']\nURL = ssh://x\nPort = many\n[\'remote "other"\']\njobs = 1\n' }),
  ).toEqual([
    'config:3:1 Port = many: `remote.big.port`: expected int',
    "config:4:1 ['remote \"other\"']: `remote.other`: expected 'url'",
  ]);
});

it('what may be a secret is not shown', () => {
  const text = '[\'remote "r"\']\nurl = ssh://x\npasword = hunter2\npassword = hunter2, hunter3\n';
  const parsed = parseConfig(text);
  const { errors } = validateConfig(parsed.ok ? parsed.value : new Map());
  const shown = placesOf(errors, [{ source: 'config', text }]).map(({ source }) => source);
  expect(shown).toEqual(['pasword = …', 'password = …']);
});
