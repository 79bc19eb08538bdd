import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

const WARNING =
  'WARNING: This will remove all cache except items used in the workspace of the current repo.\n';

/** What goes, on stderr, as stdout is DVC's. */
const LIST = '  122 B  folder/\n    5 B  folder/a\n    4 B  file\n3 objects, 131 B\n';

/** Two versions of a file and of a folder, both committed; the workspace has the second. */
async function versions(name: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(name);
  for (const version of ['old', 'new']) {
    rig.write({ file: `${version}\n`, 'folder/a': `a ${version}`, 'folder/b': 'same' });
    await rig.mltrack('add -q file folder');
    rig.commit(version);
  }
  return rig;
}

function objectsOf(rig: Rig, name: (typeof LAYOUT_NAMES)[number] = 'dvc'): readonly string[] {
  const directory = join(rig.root, LAYOUTS[name].directory, 'cache/files/md5');
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(path => path.length > 2);
}

describe.each(LAYOUT_NAMES)('gc in the layout of %s', name => {
  it('removes what neither the workspace nor a chosen revision uses, and undo brings it back', async () => {
    using rig = await versions(name);
    const all = objectsOf(rig, name);
    expect((await rig.mltrack('gc -A -f')).stdout).toBe(
      "No unused 'repo' cache to remove.\nNo unused 'legacy' cache to remove.\n",
    );
    expect(await rig.mltrack('gc -w -f')).toEqual({
      code: 0,
      stdout: "Removed 3 objects from repo cache.\nNo unused 'legacy' cache to remove.\n",
      stderr: WARNING + LIST,
    });
    expect(objectsOf(rig, name)).toHaveLength(all.length - 3);
    expect((await rig.mltrack('undo')).stdout).toMatch(
      /^Brought back what `gc` removed on \d{4}-\d\d-\d\d \d\d:\d\d: 3 objects, \d+ B\.\n$/,
    );
    expect(objectsOf(rig, name)).toEqual(all);
    rig.git('checkout', '-q', 'HEAD~1');
    expect((await rig.mltrack('checkout')).code).toBe(0);
    expect(rig.read('folder/a')).toBe('a old');
  });

  it('only shows what it would do with --dry', async () => {
    using rig = await versions(name);
    const all = objectsOf(rig, name);
    const { stdout } = await rig.mltrack('gc -w --dry');
    expect(stdout).toMatch(/^(Removing \$ROOT\/\S+\n){3}Removed 3 objects from repo cache\.\n/);
    expect(objectsOf(rig, name)).toEqual(all);
  });

  it('keeps what stages made', async () => {
    using rig = await Rig.create(name);
    rig.write({ [LAYOUTS[name].pipelineFile]: 'stages:\n  a:\n    cmd: echo a > a\n    outs: [a]\n' });
    await rig.mltrack('repro -q');
    expect((await rig.mltrack('gc -w -f')).stdout).toContain("No unused 'repo' cache to remove.");
  });
});

describe('gc', () => {
  it('declines where nobody can be asked', async () => {
    using rig = await versions();
    const all = objectsOf(rig);
    expect(await rig.mltrack('gc -w')).toEqual({
      code: 1,
      stdout: 'Are you sure you want to proceed? [y/n]: ',
      stderr: `${WARNING}WARNING: Nothing was removed, as only a person at a terminal can answer.\nWith \`-f\` it does not ask.\n`,
    });
    expect(objectsOf(rig)).toEqual(all);
  });

  it('waits for nobody and writes nothing with --dry', async () => {
    using rig = await versions();
    const lock = join(rig.root, '.dvc/tmp/lock');
    const held = await createLocks().acquire(lock, false);
    const before = readFileSync(lock, 'utf8');
    const startedAt = performance.now();
    const ran = await rig.mltrack('gc -w --dry');
    const tookMs = performance.now() - startedAt;
    held?.release();
    expect(ran.code).toBe(0);
    expect(tookMs).toBeLessThan(2500);
    expect(readFileSync(lock, 'utf8')).toBe(before);
    rmSync(join(rig.root, '.dvc/tmp'), { recursive: true });
    await rig.mltrack('gc -w --dry');
    await rig.mltrack('repro --dry');
    expect(rig.has('.dvc/tmp')).toBe(false);
  });

  it('shows on a terminal what goes, by path and size, before it asks', async () => {
    using rig = await versions();
    rig.answers.push('what?', 'n');
    const declined = await rig.mltrack('gc -w');
    expect(declined.code).toBe(1);
    expect(declined.stdout).toBe(
      [
        '  122 B  folder/',
        '    5 B  folder/a',
        '    4 B  file',
        '3 objects, 131 B',
        "Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.",
        '',
      ].join('\n'),
    );
    // Asked again, as `what?` is no answer.
    const question = 'Are you sure you want to proceed? [y/n]: ';
    expect(declined.stderr.endsWith(question + question)).toBe(true);
    rig.answers.push('y');
    const done = await rig.mltrack('gc -w');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('Removed 3 objects from repo cache.');
    expect(done.stdout).toContain('`mltrack undo` brings it back');
  });

  it('names what runs made that were never committed as their stages did', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages:\n  make: {cmd: cp x y, params: [lr], deps: [x], outs: [y]}\n',
      x: 'one\n',
      'params.yaml': 'lr: 1\n',
    });
    await rig.mltrack('repro -q');
    rig.write({ x: 'second\n' });
    await rig.mltrack('repro -q');
    rig.answers.push('');
    expect((await rig.mltrack('gc -w --dry')).stdout).toContain('  4 B  y\n1 object, 4 B\n');
  });

  it('fails on a folder whose listing is lost, unless forced', async () => {
    using rig = await versions();
    const listing = objectsOf(rig).filter(path => path.endsWith('.dir'));
    for (const path of listing) rmSync(join(rig.root, '.dvc/cache/files/md5', path));
    rig.answers.push('y');
    const ran = await rig.mltrack('gc -w');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain(
      "ERROR: Failed to collect 'workspace': unable to fully collect used cache without cache for directory 'folder'\nhint: With `--force`",
    );
    expect((await rig.mltrack('gc -w -f')).code).toBe(0);
  });

  it('never leaves out the workspace, whatever may be skipped', async () => {
    using rig = await versions();
    rig.write({ 'dvc.yaml': 'stages: [\n' });
    const ran = await rig.mltrack('gc -w -f --skip-failed');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain("ERROR: Failed to collect 'workspace': './dvc.yaml' is invalid.");
    expect(objectsOf(rig)).toHaveLength(7);
  });

  it('warns when the cache lies outside, and keeps what named projects need', async () => {
    using rig = await Rig.create('dvc');
    using other = await Rig.create('dvc');
    for (const each of [rig, other])
      each.write({ '.dvc/config': `[cache]\n    dir = ${join(rig.root, '../shared')}\n` });
    other.write({ theirs: 'theirs' });
    await other.mltrack('add -q theirs');
    rig.write({ ours: 'ours' });
    await rig.mltrack('add -q ours');
    expect((await rig.mltrack(`gc -w -f -p ${other.root}`)).stdout).toContain("No unused 'repo' cache");
    const ran = await rig.mltrack('gc -w -f');
    expect(ran.stderr).toContain(
      'lies outside of this project. What other projects keep there goes as well.',
    );
    expect(ran.stdout).toContain('Removed 1 objects from repo cache.');
    await rig.mltrack('undo');
    rmSync(join(other.root, 'theirs'));
    expect((await other.mltrack('checkout')).stdout).toContain('theirs');
  });

  it('does not trash across disks: a cache behind a link keeps its own trash', async () => {
    using rig = await versions();
    rig.git('mv', 'file.dvc', 'f.dvc');
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    rig.write({ '../elsewhere/files/md5/aa/bb': 'x' });
    symlinkSync(join(rig.root, '../elsewhere'), join(rig.root, '.dvc/cache'));
    await rig.mltrack('gc -w -f');
    expect(existsSync(join(rig.root, '../elsewhere/trash'))).toBe(true);
    await rig.mltrack('undo');
    expect(rig.read('../elsewhere/files/md5/aa/bb')).toBe('x');
  });

  it('removes nothing while another process writes', async () => {
    using rig = await versions();
    const lock = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const ran = await rig.mltrack('gc -w -f');
    lock?.release();
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain('ERROR: Unable to acquire lock.');
    expect(objectsOf(rig)).toHaveLength(7);
  });

  it('empties the trash for good', async () => {
    using rig = await versions();
    await rig.mltrack('gc -w -f');
    expect((await rig.mltrack('gc --empty-trash -w')).code).toBe(255);
    expect((await rig.mltrack('gc --empty-trash')).stdout).toMatch(
      /^Removed for good: 3 objects, \d+ B\.\n$/,
    );
    expect((await rig.mltrack('gc --empty-trash')).stdout).toBe('The trash is empty.\n');
    expect((await rig.mltrack('undo')).stdout).toBe('Nothing to bring back: the trash is empty.\n');
  });

  it.each([
    ['gc', 255, 'Either of `-w|--workspace`'],
    ['gc -n 2', 255, '`--num` can only be used alongside'],
    ['gc -w -n x', 254, "argument -n/--num: invalid int value: 'x'"],
    ['gc -f --rev nowhere', 255, "unknown Git revision 'nowhere'"],
    ['gc -f --date 2024-13-01', 255, "time data '2024-13-01' does not match format"],
    ['gc -w -f -p nowhere', 253, 'you are not inside of a DVC repository'],
  ])('refuses `%s`', async (line, code, message) => {
    using rig = await versions();
    const ran = await rig.mltrack(line);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });
});
