import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitIgnoreFiles } from '../../src/engine/git-ignore-files.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';

const paths = (...all: string[]): RepoPath[] => all as RepoPath[];

describe('.gitignore files', () => {
  it('get a line for each output in the folder that it lies in, in the order in which they come', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    expect(await ignore.hide(paths('z', 'a', 'sub/deep/b', '#odd', ' lead', 'star*'))).toBeUndefined();
    expect(rig.read('.gitignore')).toBe('/z\n/a\n/\\#odd\n/ lead\n/star\\*\n');
    expect(rig.read('sub/deep/.gitignore')).toBe('/b\n');
    expect(rig.git('status', '--porcelain', '--untracked-files=all')).not.toMatch(/ (z|a)$/m);
  });

  it('stay as they are where a path is hidden already, and end their last line before the next', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.gitignore': '*.bin\n/kept' });
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    await ignore.hide(paths('model.bin', 'kept', 'new'));
    expect(rig.read('.gitignore')).toBe('*.bin\n/kept\n/new\n');
    await ignore.hide(paths('new'));
    expect(rig.read('.gitignore')).toBe('*.bin\n/kept\n/new\n');
  });

  it('refuse what git has in its index, also a file below it, and add no line for it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'data/file': 'x' });
    rig.commit('data');
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    expect(await ignore.hide(paths('data'))).toEqual({ code: 'output-tracked-by-git', path: 'data' });
    expect(rig.has('.gitignore')).toBe(false);
  });

  it('lose the lines of a command that failed, and go when nothing else is in them', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'sub/.gitignore': '/theirs\n' });
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    await ignore.hide(paths('a', 'sub/b'));
    ignore.takeBack();
    expect(rig.has('.gitignore')).toBe(false);
    expect(rig.read('sub/.gitignore')).toBe('/theirs\n');
    // Asked again, it is hidden again.
    await ignore.hide(paths('a'));
    expect(rig.read('.gitignore')).toBe('/a\n');
  });

  it('are named in the end with all else that git should know of, each once and sorted', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    await ignore.hide(paths('a', 'sub/b'));
    ignore.track('dvc.lock' as RepoPath);
    ignore.track('dvc.lock' as RepoPath);
    await ignore.finish();
    await ignore.finish();
    expect(engine.events.filter(({ type }) => type === 'git-hint')).toEqual([
      { type: 'git-hint', paths: ['.gitignore', 'dvc.lock', 'sub/.gitignore'], autostage: false },
    ]);
  });

  it('are added to git where core.autostage is set', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvc/config': '[core]\n    autostage = true\n' });
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    await ignore.hide(paths('a'));
    await ignore.finish();
    expect(rig.git('diff', '--cached', '--name-only')).toContain('.gitignore');
    expect(engine.events.some(({ type }) => type === 'git-hint')).toBe(false);
  });

  it('are left for later where the folder is not there yet, when asked to stop there', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    await ignore.hide(paths('a', 'later/b', 'c'), 'stop');
    expect(rig.read('.gitignore')).toBe('/a\n');
    expect(rig.has('later')).toBe(false);
    expect(warningsOf(engine)).toHaveLength(1);
  });

  it('are never written through a link that leads out of the project', async () => {
    using rig = await Rig.create('dvc');
    mkdirSync(join(rig.root, '../outside'));
    symlinkSync('../outside', join(rig.root, 'link'));
    using engine = await openOn(rig);
    const failure = await new GitIgnoreFiles(engine.project).hide(paths('link/out'));
    expect(failure?.code).toBe('outside-project');
    expect(existsSync(join(rig.root, '../outside/.gitignore'))).toBe(false);
  });

  it('do not exist in a project without git', async () => {
    using rig = await Rig.create();
    await rig.mltrack('init --dvc --no-scm -q');
    using engine = await openOn(rig);
    const ignore = new GitIgnoreFiles(engine.project);
    expect(await ignore.hide(paths('a'))).toBeUndefined();
    await ignore.finish();
    expect(rig.has('.gitignore')).toBe(false);
  });
});
