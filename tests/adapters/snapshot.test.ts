import { chmodSync, symlinkSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createNodeFiles } from '../../src/adapters/node-files.ts';
import { createWorkspaceSnapshot } from '../../src/adapters/workspace-snapshot.ts';
import type { GitRepository } from '../../src/ports/git.ts';
import type { Snapshot } from '../../src/ports/snapshot.ts';
import { at, commit, git, initialise, open } from './git-rig.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const repository = (): string => initialise(folder());
const opened: GitRepository[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

/** The same files on disk and in a commit, seen from the folder `sub`. */
const kinds: readonly (readonly [name: string, take: (root: string) => Promise<Snapshot>])[] = [
  ['the workspace', root => Promise.resolve(createWorkspaceSnapshot(createNodeFiles(), `${root}/sub`))],
  [
    'a commit',
    async root => {
      commit(root, {});
      const git = open(root);
      opened.push(git);
      return git.snapshot((await git.resolve('HEAD')) ?? '', 'HEAD', at('sub'));
    },
  ],
];

describe.each(kinds)('the snapshot of %s', (name, take) => {
  it('reads text and lists folders, also above its own', async () => {
    const root = repository();
    write(root, {
      'sub/params.yaml': 'lr: 1\n',
      'sub/data/é b.txt': 'ü\r\n',
      'sub/B': '',
      'sub/a': '\ufeffx',
      top: 'x',
    });
    symlinkSync('data', `${root}/sub/link`);
    const snapshot = await take(root);
    expect(snapshot.label).toBe(name === 'the workspace' ? 'workspace' : 'HEAD');
    expect(await snapshot.readText(at('params.yaml'))).toBe('lr: 1\n');
    expect(await snapshot.readText(at('data/é b.txt'))).toBe('ü\r\n');
    expect(await snapshot.readText(at('B'))).toBe('');
    expect(await snapshot.readText(at('a'))).toBe('\ufeffx');
    expect(await snapshot.readText(at('../top'))).toBe('x');
    expect(await snapshot.list(at(''))).toEqual([
      { name: 'B', kind: 'file' },
      { name: 'a', kind: 'file' },
      { name: 'data', kind: 'directory' },
      { name: 'link', kind: 'symlink' },
      { name: 'params.yaml', kind: 'file' },
    ]);
    expect(await snapshot.list(at('data'))).toEqual([{ name: 'é b.txt', kind: 'file' }]);
  });

  it('answers undefined for what is missing or of another kind', async () => {
    const root = repository();
    write(root, { 'sub/a/b': '1' });
    const snapshot = await take(root);
    for (const path of ['nope', 'a', 'a/b/c', 'nope/b', '']) {
      expect(await snapshot.readText(at(path)), path).toBeUndefined();
    }
    for (const path of ['nope', 'a/b', 'a/b/c']) expect(await snapshot.list(at(path)), path).toBeUndefined();
  });

  it('follows links inside the repository, and finds nothing behind a broken one', async () => {
    const root = repository();
    write(root, { 'sub/real/deep/file': 'text', 'shared/file': 'shared' });
    symlinkSync('real/deep', `${root}/sub/folder`);
    // Below `folder`, `..` is `real` and not the folder that holds the link.
    symlinkSync('folder/../deep/file', `${root}/sub/file`);
    symlinkSync('../shared', `${root}/sub/outside`);
    symlinkSync('nothing', `${root}/sub/broken`);
    symlinkSync('loop', `${root}/sub/loop`);
    const snapshot = await take(root);
    expect(await snapshot.readText(at('folder/file'))).toBe('text');
    expect(await snapshot.readText(at('file'))).toBe('text');
    expect(await snapshot.readText(at('outside/file'))).toBe('shared');
    expect(await snapshot.list(at('folder'))).toEqual([{ name: 'file', kind: 'file' }]);
    for (const path of ['broken', 'loop', 'broken/x', 'loop/x']) {
      expect(await snapshot.readText(at(path)), path).toBeUndefined();
    }
  });

  it('tells how large things are and which are programs', async () => {
    const root = repository();
    write(root, { 'sub/text': '12345', 'sub/program': '#!/bin/sh\n', 'sub/folder/x': '' });
    chmodSync(`${root}/sub/program`, 0o755);
    symlinkSync('text', `${root}/sub/link`);
    symlinkSync('nothing', `${root}/sub/broken`);
    const snapshot = await take(root);
    expect(await snapshot.look(at('text'))).toEqual({ kind: 'file', size: 5, isExecutable: false });
    expect(await snapshot.look(at('program'))).toEqual({ kind: 'file', size: 10, isExecutable: true });
    const isOnDisk = name === 'the workspace';
    expect(await snapshot.look(at('link'))).toMatchObject({ kind: 'symlink', size: isOnDisk ? 5 : 4 });
    expect(await snapshot.look(at('broken'))).toMatchObject({ kind: 'symlink', size: isOnDisk ? 0 : 7 });
    expect(await snapshot.look(at('folder'))).toMatchObject({ kind: 'directory', isExecutable: false });
    expect((await snapshot.look(at('')))?.kind).toBe('directory');
    for (const path of ['nope', 'text/x', 'nope/x'])
      expect(await snapshot.look(at(path)), path).toBeUndefined();
  });
});

describe('the snapshot of a commit, besides,', () => {
  it('shows what was committed, whatever the work tree holds now', async () => {
    const root = repository();
    const first = commit(root, { 'params.yaml': 'lr: 1\n', old: '' });
    git(root, 'rm', '-q', 'old');
    commit(root, { 'params.yaml': 'lr: 2\n' });
    write(root, { 'params.yaml': 'lr: 3\n' });
    const opened = open(root);
    const snapshot = opened.snapshot(first, 'v1', at(''));
    expect(await snapshot.readText(at('params.yaml'))).toBe('lr: 1\n');
    expect(await snapshot.readText(at('old'))).toBe('');
    opened.close();
  });

  it('follows no link that leads out of the repository', async () => {
    const root = repository();
    write(root, { 'sub/x': '' });
    symlinkSync('/etc/hostname', `${root}/absolute`);
    symlinkSync('../../elsewhere', `${root}/sub/above`);
    const opened = open(root);
    const snapshot = opened.snapshot(commit(root, {}), 'HEAD', at(''));
    expect(await snapshot.readText(at('absolute'))).toBeUndefined();
    expect(await snapshot.readText(at('sub/above'))).toBeUndefined();
    opened.close();
  });

  it('shows a submodule as something that cannot be read', async () => {
    const root = repository();
    const head = commit(root, { a: '1' });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${head},module`);
    git(root, 'commit', '-qm', 'module');
    const opened = open(root);
    const commitWithModule = (await opened.resolve('HEAD')) ?? '';
    const snapshot = opened.snapshot(commitWithModule, 'HEAD', at(''));
    expect(await snapshot.list(at(''))).toContainEqual({ name: 'module', kind: 'other' });
    expect(await snapshot.readText(at('module'))).toBeUndefined();
    expect(await snapshot.list(at('module'))).toBeUndefined();
    opened.close();
  });

  it('keeps answers apart when many questions are asked at once, large and small', async () => {
    const root = repository();
    const files: Record<string, string> = {};
    for (let i = 0; i < 300; i++) files[`d${i % 7}/f${i}`] = `${i}\n`.repeat(i % 50 === 0 ? 40_000 : i % 5);
    const head = commit(root, files);
    const opened = open(root);
    const snapshot = opened.snapshot(head, 'HEAD', at(''));
    const read = await Promise.all(Object.keys(files).map(path => snapshot.readText(at(path))));
    expect(read).toEqual(Object.values(files));
    opened.close();
  });
});
