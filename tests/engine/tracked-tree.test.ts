import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordedOutputs } from '../../src/engine/data-states.ts';
import { TrackedTree } from '../../src/engine/tracked-tree.ts';
import { ROOT } from '../../src/model/path.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';

const at = (path: string): RepoPath => path as RepoPath;

it('shows outputs in the folders that they lie in, and what lies in them', async () => {
  using rig = await Rig.create('dvc');
  rig.write({
    'raw/data/a': 'a\n',
    'raw/data/sub/b': 'b\n',
    'raw/f': 'f\n',
    'dvc.yaml': 'stages:\n  make:\n    cmd: echo\n    outs: [made/never, {m.json: {cache: false}}]\n',
  });
  await rig.mltrack('add -q raw/data raw/f');
  using opened = await openOn(rig);
  const tree = new TrackedTree(opened.project, await recordedOutputs(opened.index));
  const names = async (path: string): Promise<string[]> => [...(await tree.children(at(path))).keys()].sort();
  expect(await names('')).toEqual(['made', 'raw']);
  expect(await names('raw')).toEqual(['data', 'f']);
  expect(await names('raw/data')).toEqual(['a', 'sub']);
  expect(await names('raw/data/sub')).toEqual(['b']);
  expect([await names('raw/f'), await names('raw/none'), await names('raw/data/none')]).toEqual([[], [], []]);
  expect(await tree.at(ROOT)).toEqual({ isDirectory: true, isOutput: false });
  expect(await tree.at(at('raw'))).toEqual({ isDirectory: true, isOutput: false });
  expect(await tree.at(at('raw/data'))).toMatchObject({ isDirectory: true, isOutput: true, size: 4 });
  expect(await tree.at(at('raw/data/sub'))).toEqual({ isDirectory: true, isOutput: true });
  expect(await tree.at(at('raw/data/a'))).toEqual({
    isDirectory: false,
    isOutput: true,
    digest: '60b725f10c9c85c70d97880dfe8191b3',
  });
  expect(await tree.at(at('made/never'))).toEqual({ isDirectory: false, isOutput: true, size: 0 });
  expect(await tree.at(at('m.json'))).toBeUndefined();
});

it('fails on a folder whose list is lost, and on nothing else', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'data/a': 'a\n' });
  await rig.mltrack('add -q data');
  rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
  using opened = await openOn(rig);
  const tree = new TrackedTree(opened.project, await recordedOutputs(opened.index));
  expect((await tree.at(at('data')))?.isDirectory).toBe(true);
  const lost = { code: 'folder-list-lost', folder: 'data' };
  expect(await failureOf(() => tree.children(at('data')))).toEqual(lost);
  expect(await failureOf(() => tree.at(at('data/a')))).toEqual(lost);
});
