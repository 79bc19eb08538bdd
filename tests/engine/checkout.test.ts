import { readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkout } from '../../src/engine/checkout.ts';
import type { CheckedOut, CheckoutOptions } from '../../src/engine/checkout.ts';
import { findTargets } from '../../src/engine/targets.ts';
import type { Target } from '../../src/engine/targets.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

/** Checks out in a project that is opened anew, as the next command would. */
async function checkoutIn(
  rig: Rig,
  words: readonly string[] = [],
  options: Partial<CheckoutOptions> = {},
): Promise<Result<CheckedOut, Failure>> {
  using opened = await openOn(rig);
  const { project, workspace, index } = opened;
  const named = findTargets(project, index, words);
  if (!named.ok) return named;
  const targets = words.length > 0 ? named.value : index.stages.map((stage): Target => ({ stage }));
  const prepared = checkout(workspace, index, targets, {
    force: false,
    relink: false,
    allowMissing: false,
    removeUnused: words.length === 0,
    ...options,
  });
  return await prepared.work();
}

async function valueOf(checkedOut: Promise<Result<CheckedOut, Failure>>): Promise<CheckedOut> {
  const done = await checkedOut;
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

/** A file and a folder, tracked and committed. */
async function tracked(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ file: 'text', 'folder/a': '1', 'folder/sub/b': '2' });
  await rig.mltrack('add -q file folder');
  rig.commit('tracked');
  return rig;
}

function remove(rig: Rig, ...names: readonly string[]): void {
  for (const name of names) rmSync(`${rig.root}/${name}`, { recursive: true, force: true });
}

const nothing = { modified: [], added: [], deleted: [] };

describe('checkout', () => {
  it('does nothing where all is as recorded', async () => {
    using rig = await tracked();
    expect(await valueOf(checkoutIn(rig))).toEqual({
      changes: nothing,
      counts: { modified: 0, added: 0, deleted: 0 },
    });
  });

  it('tells what it changed: outputs by name, folders first, and the number of files', async () => {
    using rig = await tracked();
    rig.write({ 'zoo/x': '1' });
    await rig.mltrack('add -q zoo');
    remove(rig, 'file', 'folder/sub', 'zoo');
    rig.write({ 'folder/a': '2' });
    expect(await valueOf(checkoutIn(rig))).toEqual({
      changes: { modified: ['folder/'], added: ['zoo/', 'file'], deleted: [] },
      counts: { modified: 1, added: 3, deleted: 0 },
    });
  });

  it('can be asked for a part of a folder', async () => {
    using rig = await tracked();
    remove(rig, 'file', 'folder/a', 'folder/sub');
    expect((await valueOf(checkoutIn(rig, ['folder/sub']))).counts.added).toBe(1);
    expect(readdirSync(`${rig.root}/folder`)).toEqual(['sub']);
    expect(rig.has('file')).toBe(false);
  });

  it('refuses all of it, before anything is changed, when something unsaved would go', async () => {
    using rig = await tracked();
    remove(rig, 'file');
    rig.write({ 'folder/a': 'precious' });
    expect(await checkoutIn(rig)).toEqual({
      ok: false,
      error: { code: 'unsaved-changes', paths: ['folder/a'] },
    });
    expect(rig.has('file')).toBe(false);
    expect(rig.read('folder/a')).toBe('precious');
    await checkoutIn(rig, [], { force: true });
    expect(rig.read('folder/a')).toBe('1');
    expect(rig.read('file')).toBe('text');
  });

  it('makes what it can when the cache has lost the rest', async () => {
    using rig = await tracked();
    remove(rig, 'file', 'folder', '.dvc/cache/files/md5/1c/b251ec0d568de6a929b520c4aed8d1');
    const done = await valueOf(checkoutIn(rig));
    expect(done.failure).toEqual({ code: 'checkout-failed', paths: ['file'] });
    expect(done.changes.added).toEqual(['folder/']);
    const lenient = await valueOf(checkoutIn(rig, [], { allowMissing: true }));
    expect(lenient.failure).toBeUndefined();
  });

  it('makes every file anew on demand, and says nothing of those', async () => {
    using rig = await tracked();
    rig.write({ '.dvc/config': '[cache]\n    type = "symlink"\n' });
    expect(await valueOf(checkoutIn(rig, [], { relink: true }))).toMatchObject({ changes: nothing });
    const links = readdirSync(`${rig.root}/folder`, { withFileTypes: true, recursive: true });
    expect(links.filter(entry => entry.isSymbolicLink()).map(({ name }) => name)).toEqual(['a', 'b']);
    rig.write({ '.dvc/config': '' });
    await checkoutIn(rig, [], { relink: true });
    const files = readdirSync(`${rig.root}/folder`, { withFileTypes: true, recursive: true });
    expect(files.filter(entry => entry.isFile())).toHaveLength(2);
  });

  it('warns of an output that nothing is recorded of', async () => {
    using rig = await tracked();
    rig.write({ 'later.dvc': 'outs:\n- path: later\n' });
    using opened = await openOn(rig);
    const prepared = checkout(
      opened.workspace,
      opened.index,
      opened.index.stages.map(stage => ({ stage })),
      { force: false, relink: false, allowMissing: false, removeUnused: true },
    );
    expect(await prepared.work()).toMatchObject({
      value: { failure: { code: 'checkout-failed', paths: ['later'] } },
    });
    expect(opened.events).toContainEqual({
      type: 'warning',
      message: `No file hash info found for '${rig.root}/later'. It won't be created.`,
    });
  });
});

describe('what is no longer tracked', () => {
  /** Stops tracking, as git does when it checks out an older version. */
  async function untracked(): Promise<Rig> {
    const rig = await tracked();
    remove(rig, 'file.dvc', 'folder.dvc', '.gitignore');
    return rig;
  }

  it('goes when it was made here and is still as it was made', async () => {
    using rig = await untracked();
    expect(await valueOf(checkoutIn(rig))).toEqual({
      changes: { modified: [], added: [], deleted: ['folder/', 'file'] },
      counts: { modified: 0, added: 0, deleted: 2 },
    });
    expect(rig.has('file')).toBe(false);
    expect(rig.has('folder')).toBe(false);
    expect((await valueOf(checkoutIn(rig))).changes).toEqual(nothing);
  });

  it('stays when targets are named', async () => {
    using rig = await tracked();
    remove(rig, 'file.dvc');
    await checkoutIn(rig, ['folder']);
    expect(rig.has('file')).toBe(true);
  });

  it('goes when only its time has changed', async () => {
    using rig = await untracked();
    utimesSync(`${rig.root}/file`, 1, 1);
    expect((await valueOf(checkoutIn(rig))).changes.deleted).toEqual(['folder/', 'file']);
  });

  it('stays when it was changed since, for good', async () => {
    using rig = await untracked();
    rig.write({ file: 'mine', 'folder/new': 'precious' });
    expect((await valueOf(checkoutIn(rig))).changes).toEqual(nothing);
    expect(rig.read('file')).toBe('mine');
    expect(rig.read('folder/new')).toBe('precious');
    rig.write({ file: 'text' });
    expect((await valueOf(checkoutIn(rig))).changes).toEqual(nothing);
  });

  it.each<[string, (folder: string) => void]>([
    ['a file that is ignored', folder => writeFileSync(`${folder}/x.tmp`, 'precious')],
    ['a link to a folder', folder => symlinkSync('/', `${folder}/root`)],
    ['a link that leads nowhere', folder => symlinkSync('nowhere', `${folder}/link`)],
    ['an ignore file', folder => writeFileSync(`${folder}/.dvcignore`, '')],
  ])('stays when it holds %s, of which no hash knows', async (_, change) => {
    using rig = await untracked();
    rig.write({ '.dvcignore': '*.tmp\n' });
    change(`${rig.root}/folder`);
    expect((await valueOf(checkoutIn(rig))).changes.deleted).toEqual(['file']);
    expect(rig.has('folder/sub/b')).toBe(true);
  });

  it('stays when the cache does not have it any more', async () => {
    using rig = await untracked();
    remove(rig, '.dvc/cache');
    await checkoutIn(rig);
    expect(rig.has('file')).toBe(true);
    expect(rig.has('folder/sub/b')).toBe(true);
  });

  it('stays when git has it now', async () => {
    using rig = await untracked();
    rig.git('add', 'file', 'folder/a');
    expect((await valueOf(checkoutIn(rig))).changes).toEqual(nothing);
    expect(rig.has('file')).toBe(true);
    expect(rig.has('folder/sub/b')).toBe(true);
  });

  it('stays when somebody else put it there', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ file: 'text' });
    await rig.mltrack('add -q --no-commit file');
    remove(rig, 'file.dvc');
    await checkoutIn(rig);
    expect(rig.has('file')).toBe(true);
  });

  it('does not take along a path inside of what is tracked', async () => {
    using rig = await tracked();
    rig.write({ 'folder/new': '3' });
    await rig.mltrack('add -q folder/new');
    expect((await valueOf(checkoutIn(rig))).changes).toEqual(nothing);
    expect(rig.has('folder/new')).toBe(true);
  });
});
