import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Digested } from '../../src/engine/digester.ts';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const FILE = 'file' as RepoPath;
const FOLDER = 'folder' as RepoPath;
const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

interface Here extends Disposable {
  readonly rig: Rig;
  readonly root: string;
  readonly opened: OpenedProject;
}

async function start(linkTypes = 'reflink,copy'): Promise<Here> {
  const rig = await Rig.create('dvc');
  rig.write({ '.dvc/config': `[cache]\n    type = "${linkTypes}"\n` });
  const opened = await openOn(rig);
  const dispose = (): void => {
    opened[Symbol.dispose]();
    rig[Symbol.dispose]();
  };
  return { rig, root: rig.root, opened, [Symbol.dispose]: dispose };
}

async function stored({ opened }: Here, path: RepoPath): Promise<HashRecord> {
  const digested = await opened.workspace.store(path);
  return recordOf(digested);
}

function recordOf(digested: Digested | undefined): HashRecord {
  if (digested === undefined) throw new Error('nothing there');
  return digested.record;
}

/** Path below the root → content, or `-> target` of a link; `.dvc` and git left out. */
function files(root: string, top = root): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(top).sort()) {
    const path = `${top}/${name}`;
    if (/^\.(dvc|git)/.test(name) || name === 'keep') continue;
    if (lstatSync(path).isSymbolicLink())
      found[path.slice(root.length + 1)] = `-> ${readlinkSync(path).replace(root, '$ROOT')}`;
    else if (lstatSync(path).isDirectory()) Object.assign(found, files(root, path));
    else found[path.slice(root.length + 1)] = readFileSync(path, 'utf8');
  }
  return found;
}

describe('storing', () => {
  it('puts every file of a folder and its list into the cache', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/sub/b': '2' });
    const record = await stored(here, FOLDER);
    expect(record).toMatchObject({ name: 'md5', size: 2, nfiles: 2 });
    expect(await here.opened.workspace.cache.current.hasAll(record)).toBe(true);
    expect(files(here.root)).toEqual({ 'folder/a': '1', 'folder/sub/b': '2' });
  });

  it('answers nothing where nothing is', async () => {
    using here = await start();
    expect(await here.opened.workspace.store(FILE)).toBeUndefined();
  });

  it('puts back objects that went since the file was hashed', async () => {
    using here = await start();
    here.rig.write({ file: 'text' });
    const record = await stored(here, FILE);
    const object = here.opened.workspace.cache.current.pathOf(record.digest);
    rmSync(object);
    await stored(here, FILE);
    expect(readFileSync(object, 'utf8')).toBe('text');
    expect(modeOf(object)).toBe(0o444);
  });

  it('records the x bit, and keeps it at the file', async () => {
    using here = await start();
    here.rig.write({ file: '#!/bin/sh\n' });
    chmodSync(`${here.root}/file`, 0o755);
    expect(await stored(here, FILE)).toMatchObject({ isexec: true });
    expect(modeOf(`${here.root}/file`) & 0o100).toBe(0o100);
  });

  it('turns links to anything but the cache into files of their own, and leaves alone where they led', async () => {
    using here = await start();
    here.rig.write({ '../elsewhere/original': 'text', 'folder/plain': 'plain' });
    symlinkSync('../../elsewhere/original', `${here.root}/folder/soft`);
    linkSync(`${here.root}/../elsewhere/original`, `${here.root}/folder/hard`);
    symlinkSync('../elsewhere/original', `${here.root}/file`);
    const before = statSync(`${here.root}/folder/plain`).ino;
    await stored(here, FOLDER);
    await stored(here, FILE);
    expect(files(here.root)).toEqual({
      file: 'text',
      'folder/hard': 'text',
      'folder/plain': 'plain',
      'folder/soft': 'text',
    });
    const original = `${here.root}/../elsewhere/original`;
    expect(statSync(original)).toMatchObject({ nlink: 1 });
    expect(readFileSync(original, 'utf8')).toBe('text');
    expect(statSync(`${here.root}/folder/plain`).ino).toBe(before);
  });

  it('leaves everything as it is when nothing is to be linked', async () => {
    using here = await start('symlink');
    here.rig.write({ file: 'text' });
    await here.opened.workspace.store(FILE, { relink: false });
    expect(lstatSync(`${here.root}/file`).isFile()).toBe(true);
    expect(modeOf(`${here.root}/file`)).toBe(0o644);
  });
});

describe('link types', () => {
  it('make the file a link to its object', async () => {
    using hard = await start('hardlink');
    hard.rig.write({ file: 'text', 'folder/a': 'text', 'folder/empty': '' });
    const record = await stored(hard, FILE);
    await stored(hard, FOLDER);
    const object = statSync(hard.opened.workspace.cache.current.pathOf(record.digest));
    expect(statSync(`${hard.root}/file`).ino).toBe(object.ino);
    expect(statSync(`${hard.root}/folder/a`).ino).toBe(object.ino);
    expect(modeOf(`${hard.root}/file`)).toBe(0o444);
    expect(statSync(`${hard.root}/folder/empty`).nlink).toBe(1);

    using soft = await start('symlink');
    soft.rig.write({ file: 'text', 'folder/a': 'text' });
    await stored(soft, FILE);
    await stored(soft, FOLDER);
    const link = `-> $ROOT/.dvc/cache/files/md5/${record.digest.slice(0, 2)}/${record.digest.slice(2)}`;
    expect(files(soft.root)).toEqual({ file: link, 'folder/a': link });
  });

  it.each(['reflink,hardlink,copy', 'reflink,hardlink'])('are tried in turn (%s)', async types => {
    using here = await start(types);
    const { files: disk } = here.opened.project.context;
    // As on a file system that cannot do it, whatever the one of this machine can do.
    const link = disk.link.bind(disk);
    vi.spyOn(disk, 'link').mockImplementation((type, from, to) => type !== 'reflink' && link(type, from, to));
    here.rig.write({ file: 'text' });
    const record = await stored(here, FILE);
    const object = here.opened.workspace.cache.current.pathOf(record.digest);
    expect(statSync(`${here.root}/file`)).toMatchObject({ ino: statSync(object).ino, nlink: 2 });
    expect(modeOf(`${here.root}/file`)).toBe(0o444);
    await stored(here, FILE);
    expect(statSync(`${here.root}/file`)).toMatchObject({ ino: statSync(object).ino, nlink: 2 });
  });

  it('fall back to a copy where none of them is possible', async () => {
    using here = await start('hardlink');
    here.rig.write({ file: 'text' });
    const { workspace } = here.opened;
    // As on a file system that cannot do it.
    const context = { ...here.opened.project.context };
    const project = {
      ...here.opened.project,
      context: { ...context, files: { ...context.files, link: () => false } },
    };
    const record = recordOf(await workspace.store(FILE, { relink: false }));
    const { makeFiles } = await import('../../src/engine/make-files.ts');
    await makeFiles(project, FILE, [{ relpath: '', md5: record.digest }], workspace.cache.current, {
      links: ['hardlink', 'symlink'],
      isexec: true,
    });
    expect(statSync(`${here.root}/file`)).toMatchObject({ nlink: 1 });
    expect(modeOf(`${here.root}/file`)).toBe(0o744);
    expect(readFileSync(`${here.root}/file`, 'utf8')).toBe('text');
  });

  it.each(['hardlink', 'symlink', 'copy'])('never make a file from a damaged object (%s)', async type => {
    using here = await start(type);
    here.rig.write({ file: 'text' });
    const record = await stored(here, FILE);
    const object = here.opened.workspace.cache.current.pathOf(record.digest);
    rmSync(`${here.root}/file`);
    chmodSync(object, 0o644);
    truncateSync(object, 2);
    chmodSync(object, 0o444);
    expect(await failureOf(() => here.opened.workspace.restore(FILE, record, { force: true }))).toEqual({
      code: 'checkout-failed',
      paths: ['file'],
      damaged: ['file'],
    });
    expect(existsSync(`${here.root}/file`)).toBe(false);
    expect(existsSync(object)).toBe(false);
  });
});

describe('restoring', () => {
  it.each(['copy', 'hardlink'])(
    'tells how far it is by the bytes of big files, and by small files (%s)',
    async type => {
      using here = await start(type);
      const size = 3 * 1024 * 1024;
      here.rig.write({ file: Buffer.alloc(size), 'folder/a': '1', 'folder/b': '2' });
      const [file, folder] = [await stored(here, FILE), await stored(here, FOLDER)];
      for (const path of ['file', 'folder']) rmSync(`${here.root}/${path}`, { recursive: true });
      const before = here.opened.events.length;
      await here.opened.workspace.restore(FILE, file, { force: false });
      await here.opened.workspace.restore(FOLDER, folder, { force: false });
      const told = here.opened.events.slice(before).filter(({ type: kind }) => kind === 'progress');
      const task = type === 'copy' ? 'checking out' : 'checking';
      const [bytes, small] = [
        { type: 'progress', task, done: size, total: size, unit: 'bytes' },
        { type: 'progress', task, done: 2, total: 2, unit: 'files' },
      ];
      expect(told.at(-1)).toEqual(small);
      expect(told).toContainEqual(bytes);
    },
  );

  it('brings back what is missing, changes what differs, takes away what is not recorded', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/sub/b': '2', 'folder/c': '3' });
    const record = await stored(here, FOLDER);
    here.rig.write({ 'folder/more/extra': '1', 'folder/c': '2' });
    rmSync(`${here.root}/folder/sub`, { recursive: true });
    mkdirSync(`${here.root}/folder/empty/deep`, { recursive: true });
    const change = await here.opened.workspace.restore(FOLDER, record, { force: false });
    // The file, and three folders in which nothing recorded lies.
    expect(change).toEqual({ kind: 'modified', added: 1, modified: 1, deleted: 4 });
    expect(files(here.root)).toEqual({ 'folder/a': '1', 'folder/sub/b': '2', 'folder/c': '3' });
    expect(readdirSync(`${here.root}/folder`).sort()).toEqual(['a', 'c', 'sub']);
    expect(await here.opened.workspace.restore(FOLDER, record, { force: false })).toMatchObject({
      kind: 'none',
    });
  });

  it('loses nothing that the cache does not have, unless it is forced', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/b': '2' });
    const record = await stored(here, FOLDER);
    here.rig.write({ 'folder/a': 'precious', 'folder/new': 'precious too', 'folder/copy': '2' });
    rmSync(`${here.root}/folder/b`);
    const before = files(here.root);
    const restore = (force: boolean): Promise<unknown> =>
      here.opened.workspace.restore(FOLDER, record, { force });
    expect(await failureOf(() => restore(false))).toEqual({
      code: 'unsaved-changes',
      paths: ['folder/new', 'folder/a'],
    });
    expect(files(here.root)).toEqual(before);
    await restore(true);
    expect(files(here.root)).toEqual({ 'folder/a': '1', 'folder/b': '2' });
  });

  it('changes nothing when an object that it needs is missing, not even with force', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/b': '2' });
    const record = await stored(here, FOLDER);
    const { current } = here.opened.workspace.cache;
    const [, second] = (await current.tree(record.digest)) ?? [];
    rmSync(current.pathOf(second?.md5 ?? ''));
    here.rig.write({ 'folder/a': 'edited', 'folder/b': 'changed' });
    const before = files(here.root);
    expect(await failureOf(() => here.opened.workspace.restore(FOLDER, record, { force: true }))).toEqual({
      code: 'checkout-failed',
      paths: ['folder'],
    });
    expect(files(here.root)).toEqual(before);
  });

  it('needs no object of what is there as it should be', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/b': '2' });
    const record = await stored(here, FOLDER);
    const { current } = here.opened.workspace.cache;
    const [first] = (await current.tree(record.digest)) ?? [];
    rmSync(current.pathOf(first?.md5 ?? ''));
    here.rig.write({ 'folder/b': 'changed' });
    expect(await here.opened.workspace.restore(FOLDER, record, { force: true })).toMatchObject({
      modified: 1,
    });
    expect(files(here.root)).toEqual({ 'folder/a': '1', 'folder/b': '2' });
  });

  it('lets a file take the place of a folder and back', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/sub/b': '2', file: 'text' });
    const folder = await stored(here, FOLDER);
    const file = await stored(here, FILE);
    await here.opened.workspace.restore(FOLDER, file, { force: false });
    expect(files(here.root)).toEqual({ file: 'text', folder: 'text' });
    await here.opened.workspace.restore(FOLDER, folder, { force: false });
    expect(files(here.root)).toEqual({ file: 'text', 'folder/a': '1', 'folder/sub/b': '2' });
  });

  it('gives a file its x bit back', async () => {
    using here = await start();
    here.rig.write({ file: 'text' });
    chmodSync(`${here.root}/file`, 0o755);
    const record = await stored(here, FILE);
    chmodSync(`${here.root}/file`, 0o644);
    using again = await openOn(here.rig);
    expect(await again.workspace.restore(FILE, record, { force: false })).toEqual({
      kind: 'modified',
      added: 0,
      modified: 1,
      deleted: 0,
    });
    expect(modeOf(`${here.root}/file`)).toBe(0o744);
  });
});

describe('what lies outside', () => {
  it('is not written through a linked folder inside an output', async () => {
    using here = await start();
    here.rig.write({
      'folder/sub/b': '2',
      'folder/a': '1',
      '../elsewhere/b': 'not ours',
      '../elsewhere/c': '',
    });
    const record = await stored(here, FOLDER);
    rmSync(`${here.root}/folder/sub`, { recursive: true });
    symlinkSync('../../elsewhere', `${here.root}/folder/sub`);
    const restore = (force: boolean): Promise<unknown> =>
      here.opened.workspace.restore(FOLDER, record, { force });
    expect(await failureOf(() => restore(false))).toEqual({
      code: 'unsaved-changes',
      paths: ['folder/sub'],
    });
    await restore(true);
    expect(files(here.root)).toEqual({ 'folder/a': '1', 'folder/sub/b': '2' });
    expect(files(`${here.root}/../elsewhere`)).toEqual({ b: 'not ours', c: '' });
  });

  it('is not changed where the output itself is a link to a folder', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', '../elsewhere/a': 'not ours', '../elsewhere/b': 'not ours' });
    const record = await stored(here, FOLDER);
    rmSync(`${here.root}/folder`, { recursive: true });
    symlinkSync('../elsewhere', `${here.root}/folder`);
    const restore = (force: boolean): Promise<unknown> =>
      here.opened.workspace.restore(FOLDER, record, { force });
    expect(await failureOf(() => restore(false))).toMatchObject({ code: 'unsaved-changes' });
    expect(readlinkSync(`${here.root}/folder`)).toBe('../elsewhere');
    await restore(true);
    expect(files(here.root)).toEqual({ 'folder/a': '1' });
    expect(files(`${here.root}/../elsewhere`)).toEqual({ a: 'not ours', b: 'not ours' });
  });

  it('is reached by no output behind a linked folder', async () => {
    using here = await start();
    here.rig.write({ file: 'text', '../elsewhere/x': 'not ours' });
    const record = await stored(here, FILE);
    symlinkSync('../elsewhere', `${here.root}/way`);
    const path = 'way/x' as RepoPath;
    const { workspace } = here.opened;
    const refusal = { code: 'outside-project', path: 'way/x' };
    expect(await failureOf(() => workspace.restore(path, record, { force: true }))).toEqual(refusal);
    expect(
      await failureOf(() => {
        workspace.remove(path);
        return Promise.resolve();
      }),
    ).toEqual(refusal);
    expect(files(`${here.root}/../elsewhere`)).toEqual({ x: 'not ours' });
  });

  it('and what an ignore rule hides is not lost when it stands in the way', async () => {
    using here = await start();
    here.rig.write({ 'folder/a': '1', 'folder/b.tmp': 'recorded' });
    const record = await stored(here, FOLDER);
    here.rig.write({ '.dvcignore': '*.tmp\n', 'folder/b.tmp': 'not seen by anybody' });
    using again = await openOn(here.rig);
    expect(await failureOf(() => again.workspace.restore(FOLDER, record, { force: false }))).toEqual({
      code: 'unsaved-changes',
      paths: ['folder/b.tmp'],
    });
    expect(readFileSync(`${here.root}/folder/b.tmp`, 'utf8')).toBe('not seen by anybody');
  });
});

describe('unprotecting', () => {
  it('makes links to the cache files that may be written to', async () => {
    using here = await start('hardlink,symlink');
    here.rig.write({ 'folder/a': '1', 'folder/sub/b': '2' });
    const record = await stored(here, FOLDER);
    const { workspace } = here.opened;
    workspace.unprotect(FOLDER);
    writeFileSync(`${here.root}/folder/a`, 'edited');
    expect(modeOf(`${here.root}/folder/sub/b`)).toBe(0o644);
    expect(await workspace.cache.current.hasAll(record)).toBe(true);
    const [a] = (await workspace.cache.current.tree(record.digest)) ?? [];
    expect(readFileSync(workspace.cache.current.pathOf(a?.md5 ?? ''), 'utf8')).toBe('1');
  });
});
