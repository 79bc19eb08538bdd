import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { add, addCopy } from '../../src/engine/add.ts';
import type { AddOptions } from '../../src/engine/add.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { Result } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';

const path = (text: string): RepoPath => text as RepoPath;

/** Adds in a project that is opened anew, as the next command would. */
async function addTo(
  rig: Rig,
  paths: readonly string[],
  options: Partial<AddOptions> = {},
): Promise<Result<readonly string[], Failure>> {
  using opened = await openOn(rig);
  const prepared = await add(opened.workspace, opened.index, paths.map(path), {
    commit: true,
    relink: true,
    ...options,
  });
  if (!prepared.ok) return prepared;
  const done = await prepared.value.work();
  return done.ok ? { ok: true, value: done.value.map(({ file }) => file) } : done;
}

async function tracked(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'data/a': '1', 'data/sub/b': '22' });
  await addTo(rig, ['data']);
  return rig;
}

/** The list of files that the data file names now. */
function listOf(rig: Rig): string[] {
  const digest = /md5: (\w+\.dir)/.exec(rig.read('data.dvc'))?.[1] ?? '';
  const text = rig.read(`.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`);
  return (JSON.parse(text) as { relpath: string }[]).map(({ relpath }) => relpath);
}

describe('adding', () => {
  it('writes a data file beside the path, a line for git, and objects', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'sub/raw.csv': 'a\n' });
    expect(await addTo(rig, ['sub/raw.csv'])).toEqual({ ok: true, value: ['sub/raw.csv.dvc'] });
    expect(rig.read('sub/raw.csv.dvc')).toBe(
      'outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n  hash: md5\n  path: raw.csv\n',
    );
    expect(rig.read('sub/.gitignore')).toBe('/raw.csv\n');
    expect(rig.read('.dvc/cache/files/md5/60/b725f10c9c85c70d97880dfe8191b3')).toBe('a\n');
  });

  it('stores nothing when it is told not to', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ file: 'a\n' });
    await addTo(rig, ['file'], { commit: false });
    expect(rig.has('file.dvc')).toBe(true);
    expect(rig.has('.dvc/cache/files')).toBe(false);
  });

  it('again brings the data file up to date and keeps what people wrote in it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ file: 'a\n' });
    await addTo(rig, ['file']);
    rig.write({ file: 'changed\n', 'file.dvc': `${rig.read('file.dvc')}  desc: mine\nmeta:\n  owner: me\n` });
    await addTo(rig, ['file']);
    expect(rig.read('file.dvc')).toBe(
      'outs:\n- md5: ec1bebaea2c042beb68f7679ddd106a4\n  size: 8\n  hash: md5\n  path: file\n  desc: mine\nmeta:\n  owner: me\n',
    );
  });

  it.each([
    ['what is not there', ['nothing'], 'output-missing'],
    ['the project itself', [''], 'outside-project'],
    ["git's folder", ['.git/config'], 'outside-project'],
    ["the project's own folder", ['.dvc/config'], 'outside-project'],
    ['what an ignore rule hides', ['hidden.tmp'], 'path-ignored'],
    ['a data file', ['some.dvc'], 'refused'],
    ['what lies behind a linked folder', ['linked/a'], 'behind-symlink'],
    ['a link to a folder', ['linked'], 'behind-symlink'],
  ])('refuses %s and writes nothing', async (_, paths, code) => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvcignore': '*.tmp\n', 'hidden.tmp': '', 'some.dvc': '', 'real/a': '1', first: '1' });
    symlinkSync('real', `${rig.root}/linked`);
    rm(rig, 'some.dvc');
    const done = await addTo(rig, ['first', ...paths]);
    expect(done).toMatchObject({ ok: false, error: { code } });
    expect(rig.has('first.dvc')).toBe(false);
    expect(rig.has('.gitignore')).toBe(false);
    expect(rig.has('.dvc/cache')).toBe(false);
  });

  it('refuses what git has, and takes back the lines for git that it had written', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ first: '1', second: '2' });
    rig.git('add', 'second');
    expect(await failureOf(() => addTo(rig, ['first', 'second']))).toEqual({
      code: 'output-tracked-by-git',
      path: 'second',
    });
    expect(rig.has('.gitignore')).toBe(false);
  });

  it('refuses a path that a stage makes', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'stages:\n  make:\n    cmd: echo\n    outs: [made]\n', 'made/a': '1' });
    expect(await addTo(rig, ['made/a'])).toMatchObject({
      ok: false,
      error: {
        message: "cannot update 'made/a': overlaps with an output of stage: 'make' in 'dvc.yaml'.",
        hint: 'Run the pipeline or use `mltrack commit` to force update it.',
      },
    });
  });
});

describe('adding a path inside a tracked folder', () => {
  it('takes in that path and nothing else that changed', async () => {
    using rig = await tracked();
    rig.write({ 'data/new': '333', 'data/sub/other': '4444', 'data/a': 'changed' });
    expect(await addTo(rig, ['data/new'])).toEqual({ ok: true, value: ['data.dvc'] });
    expect(listOf(rig)).toEqual(['a', 'new', 'sub/b']);
    expect(rig.read('data.dvc')).toMatch(/size: 6\n {2}nfiles: 3\n/);
    expect(rig.has('data/new.dvc')).toBe(false);
  });

  it('lets each of several paths see what the one before it left', async () => {
    using rig = await tracked();
    rig.write({ 'data/c': '3', 'data/d': '4' });
    await addTo(rig, ['data/c', 'data/d', 'data/c']);
    expect(listOf(rig)).toEqual(['a', 'c', 'd', 'sub/b']);
  });

  it('leaves the size out where it cannot be told', async () => {
    using rig = await tracked();
    rig.write({ 'data/a': 'changed' });
    await addTo(rig, ['data/a']);
    expect(listOf(rig)).toEqual(['a', 'sub/b']);
    expect(rig.read('data.dvc')).not.toContain('size');
    expect(rig.read('data.dvc')).toContain('nfiles: 2');
  });

  it('takes out what is gone, and refuses what never was', async () => {
    using rig = await tracked();
    rm(rig, 'data/sub');
    await addTo(rig, ['data/sub']);
    expect(listOf(rig)).toEqual(['a']);
    expect(await failureOf(() => addTo(rig, ['data/nothing']))).toEqual({
      code: 'output-missing',
      path: 'data/nothing',
    });
  });

  it('leaves the x bit of the file alone', async () => {
    using rig = await tracked();
    rig.write({ 'data/tool': '#!' });
    chmodSync(`${rig.root}/data/tool`, 0o755);
    await addTo(rig, ['data/tool']);
    expect(lstatSync(`${rig.root}/data/tool`).mode & 0o777).toBe(0o755);
  });

  it('says so when the cache has lost the list of the folder', async () => {
    using rig = await tracked();
    rm(rig, '.dvc/cache');
    const before = rig.read('data.dvc');
    expect(await failureOf(() => addTo(rig, ['data/a']))).toMatchObject({
      code: 'refused',
      hint: "The cache has lost the list of what 'data' holds. `mltrack add data` makes a new one.",
    });
    expect(rig.read('data.dvc')).toBe(before);
  });

  it('is refused where the folder was tracked as a file', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ data: '1' });
    await addTo(rig, ['data']);
    rm(rig, 'data');
    rig.write({ 'data/a': '1' });
    expect(await failureOf(() => addTo(rig, ['data/a']))).toMatchObject({
      message: "Cannot modify 'data' which is being tracked as a file",
    });
  });
});

describe('adding a copy', () => {
  async function copyTo(
    rig: Rig,
    source: string,
    destination: string,
    force = false,
  ): Promise<Result<unknown, Failure>> {
    using opened = await openOn(rig);
    const prepared = await addCopy(opened.workspace, opened.index, source, path(destination), { force });
    return prepared.ok ? await prepared.value.work() : prepared;
  }

  it('brings a file or folder from outside into the project and only reads it there', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '../elsewhere/file': '1', '../elsewhere/folder/a': '2', '../elsewhere/folder/sub/b': '3' });
    await copyTo(rig, '../elsewhere/file', 'file');
    mkdirSync(`${rig.root}/into`);
    await copyTo(rig, `${rig.root}/../elsewhere/folder`, 'into');
    expect(rig.read('file')).toBe('1');
    expect(rig.read('into/folder/sub/b')).toBe('3');
    expect(rig.read('into/folder.dvc')).toContain('nfiles: 2');
    expect(readFileSync(`${rig.root}/../elsewhere/file`, 'utf8')).toBe('1');
    expect(lstatSync(`${rig.root}/../elsewhere/file`).nlink).toBe(1);
  });

  it('overwrites nothing without force', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '../elsewhere/file': 'new', file: 'precious' });
    expect(await copyTo(rig, '../elsewhere/file', 'file')).toMatchObject({
      ok: false,
      error: {
        message: "The file 'file' already exists locally.",
        hint: 'To override it, re-run with `--force`.',
      },
    });
    expect(rig.read('file')).toBe('precious');
    expect(rig.has('file.dvc')).toBe(false);
    await copyTo(rig, '../elsewhere/file', 'file', true);
    expect(rig.read('file')).toBe('new');
  });

  it('refuses a place that is not there, or inside of what is tracked as a whole', async () => {
    using rig = await tracked();
    rig.write({ '../elsewhere/file': '1' });
    expect(await copyTo(rig, '../elsewhere/file', 'no/such/file')).toMatchObject({
      error: { message: "stage working dir 'no/such' does not exist" },
    });
    expect(await copyTo(rig, '../elsewhere/file', 'data/file')).toMatchObject({
      error: { message: "'data/file' lies in 'data', which is tracked as a whole." },
    });
    expect(rig.has('data/file')).toBe(false);
  });

  it('leaves no trace when there is nothing to copy', async () => {
    using rig = await Rig.create('dvc');
    expect(await failureOf(() => copyTo(rig, '../elsewhere/file', 'file'))).toMatchObject({
      message: "No such file or directory: '../elsewhere/file'",
    });
    expect(rig.has('file.dvc')).toBe(false);
    expect(rig.has('.gitignore')).toBe(false);
  });
});

function rm(rig: Rig, name: string): void {
  rmSync(`${rig.root}/${name}`, { recursive: true, force: true });
}
