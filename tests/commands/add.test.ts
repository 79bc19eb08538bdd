import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('add in the layout of %s', name => {
  const { directory, dataSuffix, pipelineFile } = LAYOUTS[name];
  const objects = `${directory}/cache/files/md5`;

  it('tracks a file: a data file, an object, a line for git, and what to tell git', async () => {
    using rig = await Rig.create(name);
    rig.write({ 'data/raw.csv': 'a\n' });
    expect(await rig.mltrack('add data/raw.csv')).toEqual({
      code: 0,
      // `config` is a command of DVC's so far, so only its projects are told of it.
      stdout: `\nTo track the changes with git, run:\n\n\tgit add data/.gitignore data/raw.csv${dataSuffix}\n${name === 'dvc' ? '\nTo enable auto staging, run:\n\n\tdvc config core.autostage true\n' : ''}`,
      stderr: '',
    });
    expect(rig.read(`data/raw.csv${dataSuffix}`)).toBe(
      'outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n  hash: md5\n  path: raw.csv\n',
    );
    expect(rig.read('data/.gitignore')).toBe('/raw.csv\n');
    expect(rig.read(`${objects}/60/b725f10c9c85c70d97880dfe8191b3`)).toBe('a\n');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('works from a sub-folder, for several paths at once, without a word with -q', async () => {
    using rig = await Rig.create(name);
    rig.write({ 'sub/a': '1', 'sub/b/c': '2' });
    expect(await rig.mltrack('add -q a b', 'sub')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(rig.has(`sub/a${dataSuffix}`)).toBe(true);
    expect(rig.read(`sub/b${dataSuffix}`)).toContain('nfiles: 1');
  });

  it('stages for git what it wrote where the config says so', async () => {
    using rig = await Rig.create(name);
    rig.write({ [`${directory}/config`]: '[core]\n    autostage = true\n', a: '1' });
    expect((await rig.mltrack('add a')).stdout).toBe('');
    expect(rig.git('diff', '--cached', '--name-only').split('\n')).toEqual(
      expect.arrayContaining(['.gitignore', `a${dataSuffix}`]),
    );
  });

  it('only hashes with --no-commit', async () => {
    using rig = await Rig.create(name);
    rig.write({ a: '1' });
    expect((await rig.mltrack('add -q --no-commit a')).code).toBe(0);
    expect(rig.has(objects)).toBe(false);
    expect((await rig.mltrack('status')).stdout).toContain('not in cache:       a');
  });

  it('takes patterns with --glob', async () => {
    using rig = await Rig.create(name);
    rig.write({ 'data/1.csv': '1', 'data/deep/2.csv': '2', 'data/3.txt': '3' });
    expect((await rig.mltrack(['add', '-q', '--glob', 'data/**/*.csv'])).code).toBe(0);
    expect(rig.has(`data/1.csv${dataSuffix}`)).toBe(true);
    expect(rig.has(`data/deep/2.csv${dataSuffix}`)).toBe(true);
    expect(rig.has(`data/3.txt${dataSuffix}`)).toBe(false);
    expect(await rig.mltrack(['add', '--glob', '*.none'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "ERROR: Glob ['*.none'] has no matches.\nhint: Put patterns in quotes, or the shell takes them first.\n",
    });
  });

  it('copies from elsewhere with --out, and overwrites only with --force', async () => {
    using rig = await Rig.create(name);
    rig.write({ '../elsewhere.csv': 'a\n' });
    expect((await rig.mltrack('add ../elsewhere.csv')).code).toBe(1);
    expect((await rig.mltrack('add -q ../elsewhere.csv -o raw.csv')).code).toBe(0);
    expect(rig.read('raw.csv')).toBe('a\n');
    expect(await rig.mltrack('add -q ../elsewhere.csv --out raw.csv')).toMatchObject({
      code: 1,
      stderr:
        "ERROR: The file 'raw.csv' already exists locally.\nhint: To override it, re-run with `--force`.\n",
    });
    rig.write({ '../elsewhere.csv': 'b\n' });
    expect((await rig.mltrack('add -q -f ../elsewhere.csv --out raw.csv')).code).toBe(0);
    expect(rig.read('raw.csv')).toBe('b\n');
    expect((await rig.mltrack('add a b --out c')).stderr).toBe(
      "ERROR: multiple targets can't be used with --out\n",
    );
  });

  it('brings a tracked folder up to date with one path inside of it', async () => {
    using rig = await Rig.create(name);
    rig.write({ 'data/a': '1' });
    await rig.mltrack('add -q data');
    rig.write({ 'data/b': '2', 'data/c': '3' });
    expect((await rig.mltrack('add -q data/b')).code).toBe(0);
    expect(rig.read(`data${dataSuffix}`)).toContain('nfiles: 2');
    expect((await rig.mltrack('status')).stdout).toContain('modified:           data');
  });

  it('refuses with a reason, and changes nothing', async () => {
    using rig = await Rig.create(name);
    rig.write({ 'in-git': '1', [pipelineFile]: 'stages:\n  make:\n    cmd: echo\n    outs: [made]\n' });
    rig.git('add', 'in-git');
    const before = rig.git('status', '--porcelain');
    for (const [path, message] of [
      ['nothing', "ERROR: output 'nothing' does not exist\n"],
      ['../outside', "ERROR: '../outside' is outside of the project.\n"],
      [pipelineFile, `ERROR: DVC file '${pipelineFile}' cannot be an output.\n`],
      ['made', "ERROR: cannot update 'made': overlaps with an output of stage: 'make'"],
      ['in-git', "ERROR:  output 'in-git' is already tracked by SCM (e.g. Git)."],
    ] as const) {
      const ran = await rig.mltrack(['add', path]);
      expect(ran.code, path).toBe(1);
      expect(ran.stderr, path).toContain(message);
      expect(ran.stdout, path).toBe('');
    }
    expect(rig.git('status', '--porcelain')).toBe(before);
    expect((await rig.mltrack('add')).code).toBe(254);
  });
});
