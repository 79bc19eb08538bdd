/** `config` and `cache dir`: the files they write, what they print, and their exit codes. */
import { describe, it } from 'vitest';
import { Both } from './rig/both.ts';

type Lines = readonly (readonly string[])[];

async function follow(both: Both, lines: Lines, folder = '.'): Promise<void> {
  for (const argv of lines) {
    const usage = argv.includes('--usage');
    const line = argv.filter(word => word !== '--usage');
    if (usage) await both.run(line, { folder });
    else await both.probe({ argv: line, strictness: 'exact' }, folder);
    both.compareTrees();
  }
}

const inProject: Lines = [
  ['config', 'core.autostage'],
  ['config', 'core.autostage', 'maybe'],
  ['config', 'core.autostage', 'TRUE'],
  ['config', 'core.autostage'],
  ['config', 'core.autostage', '-q'],
  ['config', '-l', '-q'],
  ['config', 'Core.Interactive', 'true'],
  ['config', 'core.nope', 'true'],
  ['config', 'nope.x', 'true'],
  ['config', 'nope', 'true', '--usage'],
  ['config', 'a.b.c', 'd', '--usage'],
  ['config', 'core.x.y', 'z', '--usage'],
  ['config', 'machine.x.url', 'z', '--usage'],
  ['config', '--global', '--local', 'a.b', '--usage'],
  ['config', 'remote.Foo.URL', '/x'],
  ['config', 'remote.rel.url', 's3://b/x'],
  ['config', 'remote.rel.region', 'eu'],
  ['config', 'remote.rel.nope', 'eu'],
  ['config', 'remote.foo.url'],
  ['config', 'remote.nope.url'],
  ['config', 'remote.nope.url', '--project'],
  ['config', 'remote.nope', '--project'],
  ['config', '-u', 'remote.foo.url'],
  ['config', '-u', 'remote.nope.url'],
  ['config', '-u', 'remote.rel.nope'],
  ['config', '-u', 'core.nope'],
  ['config', '-u', 'nope.nope'],
  ['config', '-u', 'remote.rel.region'],
  ['config', '-u', 'remote.foo'],
  ['config', 'db.x.url', 'z'],
  ['config', 'feature.foo', 'z'],
  ['config', '-l'],
  ['config', '-u'],
  ['config'],
  ['config', '-l', 'x.y'],
  ['config', '-l', '-u'],
  ['config', '--show-origin', '-u', 'a.b'],
  ['config', '--show-origin', 'a.b', 'c'],
  ['config', '--project', 'core.autostage'],
  ['config', '--local', 'core.autostage'],
  ['config', '--local', 'core.autostage', 'false'],
  ['config', 'core.autostage'],
  ['config', 'core.autostage', '--show-origin'],
  ['config', '-l', '--show-origin'],
  ['config', '-l', '--local'],
  ['config', '-u', 'core.autostage', '--local'],
  ['config', 'cache.type', 'hardlink,symlink'],
  ['config', 'cache.type', 'nonsense'],
  ['config', 'cache.type'],
  ['config', 'core.remote', 'a # b'],
  ['config', 'core.remote', `it's`],
  ['config', 'core.remote', `'both' "kinds"`],
  ['config', 'core.remote', ' blanks '],
  ['config', 'core.remote', ''],
  ['config', 'core.site_cache_dir', '%(remote)s'],
  ['config', '-u', 'core.site_cache_dir'],
  ['status'],
];

describe('config', () => {
  it('does what DVC does in a project', async () => {
    using both = await Both.create();
    await follow(both, inProject);
  });

  it('keeps paths as seen from its file', async () => {
    using both = await Both.create();
    both.write('sub/x', '');
    const lines: Lines = [
      ['config', 'cache.dir', '../foo'],
      ['cache', 'dir', '../bar/../baz'],
      ['cache', 'dir', '/abs'],
      ['cache', 'dir'],
      ['cache', 'dir', '--local'],
      ['cache', 'dir', '--local', 'loc'],
      ['cache', 'dir', '-u'],
      ['cache', 'dir', '-u'],
      ['cache', 'dir', '-u', '--local'],
      ['cache', 'dir', '~/x'],
      ['cache', 'dir', 's3://foo'],
      ['cache', 'dir'],
      ['config', 'remote.r.url', 'here'],
      ['config', 'remote.r.url', ''],
      ['config', 'remote.r.url', '/a/b/../c'],
      ['cache', 'dir', '-u'],
      ['cache', '--usage'],
    ];
    await follow(both, lines, 'sub');
    both.write('.dvc/config', '[core]\n    remote = r\n[cache]\n    dir = ./a/../b\n');
    await both.run(['config', 'core.autostage', 'true']);
    both.compareTrees();
  });

  it('rewrites what people wrote by hand', async () => {
    using both = await Both.create();
    const text =
      '[core]\n  Autostage = true\n    \'interactive\' = "true"\n\n[empty]\n[\'remote "y"\']\n  url = gs://u\n  jobs=4\n[cache]\ntype = hardlink, copy\n';
    both.write('.dvc/config', text);
    await follow(both, [
      ['config', 'core.analytics', 'false'],
      ['config', '-l', '--project'],
      ['config', 'cache.type'],
    ]);
    both.write('.dvc/config', text.replace('[empty]\n', ''));
    await follow(both, [
      ['config', 'core.analytics', 'false'],
      ['config', 'core.remote'],
      ['config', 'cache.type', 'copy'],
    ]);
  });

  it('sets right what is wrong, and fails on what cannot be read', async () => {
    using both = await Both.create();
    both.write('.dvc/config', '[core]\n autostage = xx\n remote= foo\n');
    await follow(both, [
      ['config', 'core.remote', 'bar'],
      ['config', 'core.autostage'],
      ['config', '-l', '--project'],
      ['config', '--local', 'core.interactive', 'true'],
      ['config', 'core.autostage', 'true'],
      ['config', '-u', 'core.autostage'],
      ['config', '-u', 'core.remote'],
    ]);
    both.write('.dvc/config.local', '[core]\n autostage = xx\n');
    await follow(both, [['config', 'core.remote', 'bar']]);
    both.write('.dvc/config', '[\n');
    await follow(both, [
      ['config', '-l'],
      ['config', 'core.autostage'],
      ['config', 'core.autostage', 'true'],
      ['config', '--local', 'core.autostage', 'true'],
      ['cache', 'dir'],
    ]);
  });

  it('works without a project on the levels that hold for all', async () => {
    using both = await Both.create({ init: false });
    await follow(both, [
      ['config', 'core.autostage'],
      ['config', 'core.autostage', 'true'],
      ['config', '--global', 'core.autostage', 'true'],
      ['config', '-l'],
      ['config', '-l', '--project'],
      ['config', '--local', 'core.autostage'],
      ['cache', 'dir'],
      ['cache', 'dir', 'x'],
      ['cache', 'dir', '--global'],
      ['config', '-u', '--global', 'core.autostage'],
      ['config', '-l'],
    ]);
  });
});
