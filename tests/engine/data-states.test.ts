import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entryText } from '../../src/core/data/state.ts';
import { DataStates, recordedOutputs } from '../../src/engine/data-states.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

async function tracked(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'data/a': 'a\n', 'data/sub/b': 'b\n', f: 'f\n' });
  await rig.mltrack('add -q data f');
  return rig;
}

it('reads what is recorded and what is there, with what lies in folders where it is wanted', async () => {
  using rig = await tracked();
  rmSync(join(rig.root, 'f'));
  rig.write({ 'data/new': 'n\n' });
  using opened = await openOn(rig);
  const recorded = await recordedOutputs(opened.index);
  const states = new DataStates(opened.workspace, { inside: true });
  const data = 'data' as RepoPath;
  const present = await states.present(recorded);
  expect([...present.keys()]).toEqual(['data']);
  expect(
    present
      .get(data)
      ?.content?.files()
      .map(({ relpath }) => relpath),
  ).toEqual(['a', 'new', 'sub/b']);
  const state = await states.recorded(recorded);
  expect([...state.keys()]).toEqual(['data', 'f']);
  expect(
    state
      .get(data)
      ?.content?.files()
      .map(({ relpath }) => relpath),
  ).toEqual(['a', 'sub/b']);
  expect([...(state.get(data)?.content?.folders() ?? [])]).toEqual(['sub']);
  const shallow = new DataStates(opened.workspace, { inside: false });
  expect((await shallow.recorded(recorded)).get(data)?.content).toBeUndefined();
});

it('knows what the cache lacks, also of a folder that is unchanged, and nothing of a lost list', async () => {
  using rig = await tracked();
  rmSync(join(rig.root, '.dvc/cache/files/md5/60'), { recursive: true });
  using opened = await openOn(rig);
  const recorded = await recordedOutputs(opened.index);
  const missing = async (): Promise<string[]> => {
    const states = new DataStates(opened.workspace, { inside: true });
    await states.present(recorded);
    return states.missing(await states.recorded(recorded), () => true).map(entryText);
  };
  expect(await missing()).toEqual(['data/a']);
  rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
  expect(await missing()).toEqual(['data/', 'f']);
});
