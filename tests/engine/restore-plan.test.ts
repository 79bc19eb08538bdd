import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planRestore } from '../../src/engine/restore-plan.ts';
import type { PlanOptions, RestorePlan } from '../../src/engine/restore-plan.ts';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const FILE = 'file' as RepoPath;
const FOLDER = 'folder' as RepoPath;

interface Here extends Disposable {
  readonly rig: Rig;
  readonly root: string;
  readonly opened: OpenedProject;
  readonly file: HashRecord;
  readonly folder: HashRecord;
  plan(path: RepoPath, record: HashRecord, options?: PlanOptions): Promise<RestorePlan>;
  /** Takes the object of a file of the folder out of the cache. */
  lose(relpath: string): Promise<void>;
}

/** A file and a folder, on disk as they are recorded. */
async function start(): Promise<Here> {
  const rig = await Rig.create('dvc');
  rig.write({ file: 'text', 'folder/a': '1', 'folder/sub/b': '2', 'folder/sub/c': '3' });
  const opened = await openOn(rig);
  const { workspace } = opened;
  const [file, folder] = [await workspace.store(FILE), await workspace.store(FOLDER)];
  if (file === undefined || folder === undefined) throw new Error('nothing stored');
  const objects = workspace.cache.current;
  return {
    rig,
    root: rig.root,
    opened,
    file: file.record,
    folder: folder.record,
    plan: (path, record, options = {}) => planRestore(workspace, path, record, options),
    lose: async relpath => {
      const entry = (await objects.tree(folder.record.digest))?.find(each => each.relpath === relpath);
      rmSync(objects.pathOf(entry?.md5 ?? ''));
    },
    [Symbol.dispose]: () => {
      opened[Symbol.dispose]();
      rig[Symbol.dispose]();
    },
  };
}

const names = (entries: readonly { readonly relpath: string }[]): string[] =>
  entries.map(({ relpath }) => relpath);

describe('a plan', () => {
  it('for what is as recorded has nothing to do but to clear empty folders and set an x bit', async () => {
    using here = await start();
    mkdirSync(`${here.root}/folder/empty`);
    const plan = await here.plan(FOLDER, here.folder);
    expect([plan.kind, plan.files.leftFolders, plan.unsaved]).toEqual(['same', ['empty'], []]);
    expect(await here.plan(FILE, here.file)).toMatchObject({ kind: 'same', makeExecutable: false });
    const executable = { ...here.file, isexec: true };
    expect(await here.plan(FILE, executable)).toMatchObject({ kind: 'same', makeExecutable: true });
    chmodSync(`${here.root}/file`, 0o755);
    expect(await here.plan(FILE, executable)).toMatchObject({ makeExecutable: false });
  });

  it('for what is as recorded needs the list of a folder, but none of the files in it', async () => {
    using here = await start();
    await here.lose('a');
    expect((await here.plan(FOLDER, here.folder)).kind).toBe('same');
    rmSync(here.opened.workspace.cache.current.pathOf(here.folder.digest));
    expect(await failureOf(() => here.plan(FOLDER, here.folder))).toEqual({
      code: 'checkout-failed',
      paths: ['folder'],
    });
  });

  it('names the folder whose list is damaged', async () => {
    using here = await start();
    rmSync(`${here.root}/folder`, { recursive: true });
    const list = here.opened.workspace.cache.current.pathOf(here.folder.digest);
    chmodSync(list, 0o644);
    writeFileSync(list, '[]');
    chmodSync(list, 0o444);
    using again = await openOn(here.rig);
    expect(await failureOf(() => again.workspace.plan(FOLDER, here.folder))).toEqual({
      code: 'checkout-failed',
      paths: ['folder'],
      damaged: ['folder/'],
    });
  });

  it('makes every file anew on demand, as far as the cache has them', async () => {
    using here = await start();
    const { kind, files } = await here.plan(FOLDER, here.folder, { relink: true });
    expect([kind, names(files.relinked), files.added]).toEqual(['same', ['a', 'sub/b', 'sub/c'], []]);
    await here.lose('a');
    expect(await failureOf(() => here.plan(FOLDER, here.folder, { relink: true }))).toMatchObject({
      code: 'checkout-failed',
    });
  });

  it('for a part of a folder is about that part alone, in the cache and on disk', async () => {
    using here = await start();
    await here.lose('a');
    rmSync(`${here.root}/folder/sub/b`);
    here.rig.write({ 'folder/a': 'precious', 'folder/sub/c': 'precious', 'folder/subway': 'precious' });
    const { kind, files, unsaved } = await here.plan(FOLDER, here.folder, {
      inside: 'folder/sub' as RepoPath,
    });
    expect(kind).toBe('different');
    expect([names(files.added), files.modified.length, files.deleted]).toEqual([['sub/b'], 1, []]);
    expect(unsaved).toEqual(['folder/sub/c']);
    expect(await failureOf(() => here.plan(FOLDER, here.folder))).toMatchObject({ code: 'checkout-failed' });
  });

  it('tells of things in the way that no hash is known of, each at its own place', async () => {
    using here = await start();
    rmSync(`${here.root}/folder/sub`, { recursive: true });
    rmSync(`${here.root}/folder/a`);
    here.rig.write({ '../elsewhere/b': '', 'folder/other': '1', '.dvcignore': 'folder/a\n' });
    symlinkSync('../../elsewhere', `${here.root}/folder/sub`);
    writeFileSync(`${here.root}/folder/a`, 'ignored');
    using again = await openOn(here.rig);
    const { obstacles, unsaved, files } = await planRestore(again.workspace, FOLDER, here.folder, {});
    expect(obstacles).toEqual(['folder/sub', 'folder/a']);
    // Its content is in the cache under another name.
    expect(names(files.deleted)).toEqual(['other']);
    expect(unsaved).toEqual(obstacles);
  });

  it('does not look behind a link to a folder: the link is what would go', async () => {
    using here = await start();
    rmSync(`${here.root}/folder`, { recursive: true });
    here.rig.write({ '../elsewhere/x': 'not ours' });
    symlinkSync('../elsewhere', `${here.root}/folder`);
    const { kind, files, obstacles } = await here.plan(FOLDER, here.folder);
    expect([kind, names(files.added), files.deleted]).toEqual(['different', ['a', 'sub/b', 'sub/c'], []]);
    expect(obstacles).toEqual(['folder']);
  });

  it('changes nothing, and is refused where the path is none of the project’s', async () => {
    using here = await start();
    rmSync(`${here.root}/file`);
    expect((await here.plan(FILE, here.file)).kind).toBe('absent');
    expect(here.rig.has('file')).toBe(false);
    expect(await failureOf(() => here.plan('.dvc/config' as RepoPath, here.file))).toEqual({
      code: 'outside-project',
      path: '.dvc/config',
      closed: 'own',
    });
  });
});
