import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../src/adapters/git-process.ts';
import { GitTrouble } from '../../src/ports/git.ts';
import { at, BARE, commit, configured, git, initialise, NAMED, open } from './git-rig.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const repository = (): string => initialise(folder());

describe('finding the repository', () => {
  it('walks up to the work tree, also from a folder that git does not know yet', () => {
    const root = repository();
    mkdirSync(`${root}/a/b`, { recursive: true });
    expect(createGit(NAMED).open(`${root}/a/b`)?.root).toBe(root);
  });

  it('finds nothing outside one', () => {
    expect(createGit(NAMED).open(folder())).toBeUndefined();
  });

  it('passes by an empty .git folder, as git does', () => {
    const root = repository();
    mkdirSync(`${root}/inner/.git`, { recursive: true });
    expect(createGit(NAMED).open(`${root}/inner`)?.root).toBe(root);
  });

  it('opens a linked worktree by its .git file', async () => {
    const root = repository();
    const first = commit(root, { a: '1' });
    const other = `${folder()}/other`;
    git(root, 'worktree', 'add', '-q', '-b', 'side', other);
    const linked = open(other);
    expect(linked.root).toBe(other);
    expect(await linked.resolve('HEAD')).toBe(first);
    expect(await linked.currentBranch()).toBe('side');
    linked.close();
  });
});

describe('resolving revisions', () => {
  it('knows branches, tags, short ids and steps back', async () => {
    const root = repository();
    const first = commit(root, { a: '1' });
    git(root, 'tag', '-a', 'v1', '-m', 'one');
    const second = commit(root, { a: '2' });
    const opened = open(root);
    const found = await Promise.all(
      ['main', 'v1', 'HEAD~1', second.slice(0, 8), 'HEAD^{/more}'].map(revision => opened.resolve(revision)),
    );
    expect(found).toEqual([second, first, first, second, second]);
    opened.close();
  });

  it('answers undefined for what is not there, is no commit, or is no name', async () => {
    const root = repository();
    expect(await open(root).resolve('HEAD')).toBeUndefined();
    commit(root, { a: '1' });
    const opened = open(root);
    for (const revision of ['nope', 'HEAD:a', '', '-h', '--all', 'main\nHEAD', 'main\0', 'nope~1', 'a b']) {
      expect(await opened.resolve(revision), JSON.stringify(revision)).toBeUndefined();
    }
    opened.close();
  });

  it('finds a name that exists only as one remote’s branch', async () => {
    const root = repository();
    const first = commit(root, { a: '1' });
    const second = commit(root, { a: '2' });
    git(root, 'update-ref', 'refs/remotes/upstream/feature/x', second);
    const opened = open(root);
    expect(await opened.resolve('feature/x')).toBe(second);
    expect(await opened.resolve('feature/x~1')).toBe(first);
    opened.close();
  });

  it('takes no side where remotes disagree on a branch', async () => {
    const root = repository();
    const first = commit(root, { a: '1' });
    const second = commit(root, { a: '2' });
    git(root, 'update-ref', 'refs/remotes/origin/x', first);
    git(root, 'update-ref', 'refs/remotes/two/x', first);
    const opened = open(root);
    expect(await opened.resolve('x')).toBe(first);
    git(root, 'update-ref', 'refs/remotes/two/x', second);
    await expect(opened.resolve('x')).rejects.toMatchObject({
      failure: { code: 'revision-ambiguous', revision: 'x', names: ['origin/x', 'two/x'] },
    });
    expect(await opened.resolve('two/x')).toBe(second);
    opened.close();
  });

  it('finds a commit by words of its message', async () => {
    const root = repository();
    const first = commit(root, { a: '1' }, 'teach the model');
    commit(root, { a: '2' }, 'other');
    const opened = open(root);
    expect(await opened.resolve(':/teach the')).toBe(first);
    expect(await opened.resolve('HEAD^{/model}')).toBe(first);
    expect(await opened.resolve(':/nobody wrote this')).toBeUndefined();
    opened.close();
  });

  it('lists branches, tags of commits and all commits', async () => {
    const root = repository();
    expect(await open(root).commits()).toEqual([]);
    const first = commit(root, { a: '1' });
    git(root, 'tag', 'light');
    git(root, 'tag', '-a', 'v1', '-m', 'one');
    git(root, 'tag', 'of-a-blob', 'HEAD:a');
    git(root, 'branch', 'feature/x');
    const second = commit(root, { a: '2' });
    const opened = open(root);
    expect(await opened.branches()).toEqual([
      { name: 'feature/x', commit: first },
      { name: 'main', commit: second },
    ]);
    expect(await opened.tags()).toEqual([
      { name: 'light', commit: first },
      { name: 'v1', commit: first },
    ]);
    expect([...(await opened.commits())].sort()).toEqual([first, second].sort());
  });

  it('tells the current branch, also an unborn one, and none when detached', async () => {
    const root = repository();
    expect(await open(root).currentBranch()).toBe('main');
    commit(root, { a: '1' });
    git(root, 'checkout', '-q', '--detach');
    expect(await open(root).currentBranch()).toBeUndefined();
  });
});

describe('the index and the ignore rules', () => {
  it('tells what git status tells, by name and without touching the index', async () => {
    const root = initialise(folder());
    write(root, { 'a.txt': '1', 'é b/c': '1', '.gitignore': '*.tmp\n', 'x.tmp': '' });
    const status = (untracked: 'all' | 'no') => open(root).status(untracked);
    expect(await status('all')).toEqual({ isDirty: true, untracked: ['.gitignore', 'a.txt', 'é b/c'] });
    expect(await status('no')).toEqual({ isDirty: false, untracked: [] });
    commit(root, {});
    expect(await status('all')).toEqual({ isDirty: false, untracked: [] });
    chmodSync(`${root}/a.txt`, 0o755);
    write(root, { 'inner/own': '1' });
    initialise(`${root}/inner`);
    expect(await status('all')).toEqual({ isDirty: false, untracked: [] });
    const index = git(root, 'ls-files', '--debug');
    write(root, { 'a.txt': '2' });
    expect(await status('no')).toEqual({ isDirty: true, untracked: [] });
    expect(git(root, 'ls-files', '--debug')).toBe(index);
    git(root, 'mv', 'a.txt', 'z.txt');
    expect(await status('all')).toEqual({ isDirty: true, untracked: [] });
  });

  it('tells which paths a rule hides, also tracked ones and ones that do not exist', async () => {
    const root = repository();
    commit(root, {
      '.gitignore': '/data.csv\n*.tmp\nfolder/\n',
      'sub/.gitignore': '!keep.tmp\n',
      'kept.csv': '1',
    });
    write(root, { 'tracked.tmp': '1', 'folder/x': '1' });
    git(root, 'add', '-f', 'tracked.tmp');
    const asked = [
      'data.csv',
      'kept.csv',
      'sub/a.tmp',
      'sub/keep.tmp',
      'tracked.tmp',
      'folder/x',
      'folder',
      'new',
      'a\nb.tmp',
    ];
    const ignored = await open(root).ignored([...asked.map(path => `${root}/${path}`), '/elsewhere', root]);
    expect([...ignored].map(path => path.slice(root.length + 1))).toEqual([
      'data.csv',
      'sub/a.tmp',
      'tracked.tmp',
      'folder/x',
      'folder',
      'a\nb.tmp',
    ]);
  });

  it('leaves out paths behind a link instead of failing', async () => {
    const root = repository();
    write(root, { '.gitignore': '*.tmp\n' });
    symlinkSync(folder(), `${root}/link`);
    const asked = [`${root}/link/a.tmp`, `${root}/a.tmp`];
    expect(await open(root).ignored(asked)).toEqual(new Set([`${root}/a.tmp`]));
  });

  it('tells which paths are in the index: files, folders with files, names that look like patterns', async () => {
    const root = repository();
    write(root, { 'a.csv': '', '[a].csv': '', 'data/deep/x': '', 'é.csv': '', untracked: '' });
    git(root, 'add', 'a.csv', 'data', 'é.csv');
    const paths = ['a.csv', '[a].csv', 'data', 'data/deep/', 'data/other', 'é.csv', 'untracked', 'nope'];
    const tracked = await open(root).tracked([...paths.map(path => `${root}/${path}`), '/elsewhere/a.csv']);
    expect([...tracked].map(path => path.slice(root.length + 1)).sort()).toEqual([
      'a.csv',
      'data',
      'data/deep/',
      'é.csv',
    ]);
  });

  it('answers for thousands of paths', async () => {
    const root = repository();
    const paths = Array.from({ length: 3_000 }, (_, i) => `${root}/a-rather-long-name-of-a-file-${i}.tmp`);
    write(root, { '.gitignore': '*7.tmp\n' });
    const opened = open(root);
    expect((await opened.ignored(paths)).size).toBe(300);
    expect((await opened.tracked(paths)).size).toBe(0);
  });

  it('adds exactly the named paths', async () => {
    const root = repository();
    write(root, { 'a.csv': '', '[a].csv': '', '-dash': '', other: '' });
    await open(root).add([`${root}/[a].csv`, `${root}/-dash`]);
    expect(git(root, 'ls-files')).toBe('-dash\n[a].csv');
  });

  it('reports in git’s words why it cannot add', async () => {
    const root = repository();
    await expect(open(root).add([`${root}/nope`])).rejects.toThrow(/pathspec .*nope.* did not match/);
    await expect(open(root).add([`${root}/nope`])).rejects.toBeInstanceOf(GitTrouble);
  });
});

describe('making a repository', () => {
  it('works without a name known to git and writes none down', async () => {
    const root = folder();
    const setup = createGit({
      ...BARE,
      ...configured({ 'user.useConfigOnly': 'true', 'credential.helper': 'store' }),
    });
    await setup.create(root, 'main');
    write(root, { a: '1', 'b/c': '2' });
    await setup.commitAll(root, 'Base: one\n\nmore');
    await setup.checkoutNewBranch(root, 'other');
    write(root, { a: '2' });
    await setup.commitAll(root, 'Other');
    expect(git(root, 'log', '--format=%an %s')).toBe('mltrack Other\nmltrack Base: one');
    expect(git(root, 'ls-files')).toBe('a\nb/c');
    expect(await setup.open(root)?.currentBranch()).toBe('other');
    expect(() => git(root, 'config', '--local', 'user.name')).toThrow();
  });

  it('commits in the name that the environment gives', async () => {
    const root = folder();
    const setup = createGit(NAMED);
    await setup.create(root, 'trunk');
    write(root, { a: '1' });
    await setup.commitAll(root, 'One');
    expect(git(root, 'log', '--format=%an <%ae> %D')).toBe('Ada <ada@example.org> HEAD -> trunk');
  });

  it('runs no hooks', async () => {
    const root = folder();
    const setup = createGit(NAMED);
    await setup.create(root, 'main');
    writeFileSync(`${root}/.git/hooks/pre-commit`, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    write(root, { a: '1' });
    await setup.commitAll(root, 'One');
    expect(git(root, 'log', '--format=%s')).toBe('One');
  });
});

describe('trouble', () => {
  it('says what git said when it refuses the repository', async () => {
    const root = repository();
    const head = commit(root, { a: '1' });
    writeFileSync(`${root}/.git/config`, '[core]\nrepositoryformatversion = 99\n');
    const opened = open(root);
    await expect(opened.resolve('HEAD')).rejects.toThrow(/repo version|format version/);
    await expect(opened.snapshot(head, 'HEAD', at('')).readText(at('a'))).rejects.toBeInstanceOf(GitTrouble);
    await expect(opened.tracked([`${root}/a`])).rejects.toBeInstanceOf(GitTrouble);
  });

  it('says that git is missing', async () => {
    const root = repository();
    const opened = createGit({ PATH: '/nonexistent' }).open(root);
    await expect(opened?.resolve('HEAD')).rejects.toThrow('git is not installed');
    await expect(opened?.branches()).rejects.toThrow('git is not installed');
  });

  it('is not led astray by the variables of a hook of another repository', async () => {
    const root = repository();
    const head = commit(root, { a: '1' });
    const opened = createGit({ ...NAMED, GIT_DIR: `${repository()}/.git`, GIT_WORK_TREE: '/' }).open(root);
    expect(await opened?.resolve('HEAD')).toBe(head);
    opened?.close();
  });

  it('does not keep the process alive, closed or not', async () => {
    const root = repository();
    commit(root, { a: '1' });
    const built = `${folder()}/git.mjs`;
    await build({
      entryPoints: [`${import.meta.dirname}/../../src/adapters/git-process.ts`],
      outfile: built,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['simple-git'],
      logLevel: 'error',
    });
    const program = (last: string): string => `
      import { createGit } from ${JSON.stringify(built)};
      const repository = createGit(process.env).open(${JSON.stringify(root)});
      console.log((await repository.resolve('HEAD')).length);
      ${last}`;
    for (const last of [
      'repository.close();',
      '',
      'void repository.resolve("HEAD").then(id => console.log(id.length));',
    ]) {
      const args = ['--input-type=module', '-e', program(last)];
      const output = execFileSync(process.execPath, args, { env: NAMED, encoding: 'utf8', timeout: 10_000 });
      expect(output).toBe(last.startsWith('void') ? '40\n40\n' : '40\n');
    }
  });
});

describe('the commits that changed a path', () => {
  it('are found along first parents, the newest first, within bounds', async () => {
    const root = repository();
    const first = commit(root, { 'a/m.json': '1', other: '1' });
    commit(root, { other: '2' });
    git(root, 'checkout', '-q', '-b', 'side');
    commit(root, { 'a/m.json': '2' });
    git(root, 'checkout', '-q', 'main');
    commit(root, { other: '3' });
    git(root, 'merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const merge = git(root, 'rev-parse', 'HEAD');
    const last = commit(root, { 'a/m.json': '3' });
    const opened = open(root);
    const changes = (most: number, among: number): Promise<readonly string[]> =>
      opened.changesOf(last, ['a/m.json'], { most, among });
    expect(await changes(10, 100)).toEqual([last, merge, first]);
    expect(await changes(2, 100)).toEqual([last, merge]);
    expect(await changes(10, 2)).toEqual([last, merge]);
    expect(await opened.changesOf(last, [], { most: 10, among: 10 })).toEqual([]);
    expect(await opened.changesOf(last, ['nowhere'], { most: 10, among: 10 })).toEqual([]);
    opened.close();
  });

  it('of a shallow clone are as many as are there', async () => {
    const root = repository();
    for (const text of ['1', '2', '3']) commit(root, { m: text });
    const clone = `${folder()}/clone`;
    git(root, 'clone', '-q', '--depth', '2', `file://${root}`, clone);
    const opened = open(clone);
    const head = (await opened.resolve('HEAD')) ?? '';
    expect(await opened.changesOf(head, ['m'], { most: 10, among: 100 })).toHaveLength(2);
    opened.close();
  });
});
