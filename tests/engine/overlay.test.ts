import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Overlay } from '../../src/engine/overlay.ts';
import { loadIndex } from '../../src/engine/project-index.ts';
import { findState } from '../../src/engine/revisions.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const path = (text: string): RepoPath => text as RepoPath;

/** A tracked file and folder, in the cache and away from the disk; `kept` is left to git. */
async function lost(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    file: 'text',
    'data/a': '1',
    'data/sub/b': '2',
    'data/sub/c': '3',
    'dvc.yaml': 'stages:\n  s: {cmd: echo kept > kept, outs: [kept: {cache: false}]}\n',
  });
  await rig.mltrack('add -q file data');
  await rig.mltrack('repro -q');
  rig.commit('old');
  for (const name of ['file', 'data', 'kept']) rmSync(`${rig.root}/${name}`, { recursive: true });
  return rig;
}

const overlayOf = ({ project, index }: OpenedProject): Overlay => new Overlay(project, index.snapshot, index);

describe('a tracked file', () => {
  it('is read from the cache where the disk does not have it', async () => {
    using rig = await lost();
    rig.write({ 'data/a': 'on disk' });
    using engine = await openOn(rig);
    const overlay = overlayOf(engine);
    const read = (name: string): Promise<string | undefined> => overlay.readText(path(name));
    expect(await read('file')).toBe('text');
    expect(await read('data/sub/b')).toBe('2');
    expect(await read('data/a')).toBe('on disk');
    for (const nothing of ['data/sub', 'data/none', 'data', 'file/x', 'none'])
      expect(await read(nothing), nothing).toBeUndefined();
  });

  it('is not read from the cache when it is left to git, or its object has gone', async () => {
    using rig = await lost();
    using engine = await openOn(rig);
    const overlay = overlayOf(engine);
    expect(await overlay.readText(path('kept'))).toBeUndefined();
    rmSync(engine.project.cacheDirectory, { recursive: true });
    expect(await overlay.readText(path('file'))).toBeUndefined();
    expect(await overlay.readText(path('data/a'))).toBeUndefined();
  });

  it('is one as an output, and in a folder whose list names it or is lost as well', async () => {
    using rig = await lost();
    using engine = await openOn(rig);
    const names = ['kept', 'file', 'file/x', 'data', 'data/a', 'data/sub', 'data/none', 'none'];
    const tracked = async (): Promise<readonly string[]> => {
      const overlay = overlayOf(engine);
      const answers = await Promise.all(names.map(name => overlay.isTracked(path(name))));
      return names.filter((_, index) => answers[index]);
    };
    expect(await tracked()).toEqual(['file', 'data', 'data/a']);
    rmSync(engine.project.cacheDirectory, { recursive: true });
    expect(await tracked()).toEqual(['file', 'data', 'data/a', 'data/sub', 'data/none']);
  });

  it('of an old commit is what it was then', async () => {
    using rig = await lost();
    rig.write({ file: 'new' });
    await rig.mltrack('add -q file');
    rmSync(`${rig.root}/file`);
    using engine = await openOn(rig);
    expect(await overlayOf(engine).readText(path('file'))).toBe('new');
    const { snapshot } = valueOf(await findState(engine.project, 'HEAD'));
    const old = new Overlay(engine.project, snapshot, valueOf(await loadIndex(engine.project, snapshot)));
    expect(await old.readText(path('file'))).toBe('text');
    expect(await old.readText(path('kept'))).toBe('kept\n');
    // Without a project there are only plain files.
    const plain = new Overlay(engine.project, snapshot, undefined);
    expect([await plain.readText(path('file')), await plain.readText(path('kept'))]).toEqual([
      undefined,
      'kept\n',
    ]);
  });

  it('is told from one that is no text, wherever it lies', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ bad: Buffer.from([0x61, 0xff]), good: 'a\ufffd', plain: Buffer.from([0xff]) });
    await rig.mltrack('add -q bad good');
    for (const name of ['bad', 'good']) rmSync(`${rig.root}/${name}`);
    using engine = await openOn(rig);
    const overlay = overlayOf(engine);
    expect(await overlay.readText(path('bad'))).toBe('a\ufffd');
    expect(await Promise.all(['bad', 'good', 'plain'].map(name => overlay.isUtf8(path(name))))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('a folder', () => {
  it('in the cache means its files, and a part of it those of that part', async () => {
    using rig = await lost();
    using engine = await openOn(rig);
    const overlay = overlayOf(engine);
    expect(await overlay.expand(path('data'))).toEqual(['data/a', 'data/sub/b', 'data/sub/c']);
    expect(await overlay.expand(path('data/sub'))).toEqual(['data/sub/b', 'data/sub/c']);
    expect(await overlay.expand(path('data/sub/b'))).toEqual(['data/sub/b']);
    expect(await overlay.expand(path('data/su'))).toEqual(['data/su']);
    expect(await overlay.expand(path('file'))).toEqual(['file']);
    expect(await overlay.expand(path('none'))).toEqual(['none']);
  });

  it('on disk means what is there but pipelines and data files, in the order of paths', async () => {
    using rig = await lost();
    rig.write({ 'data/b/x': '', 'data/z': '', 'data/a/y': '', 'data/b/dvc.yaml': '', 'data/b/m.dvc': '' });
    using engine = await openOn(rig);
    expect(await overlayOf(engine).expand(path('data'))).toEqual(['data/a/y', 'data/b/x', 'data/z']);
  });
});
