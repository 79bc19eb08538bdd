import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findState, HEAD } from '../../src/engine/revisions.ts';
import { stagesSince } from '../../src/engine/stages-since.ts';
import { explain } from '../../src/core/staleness/words.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const PIPELINE = `stages:
  prepare:
    cmd: cp raw data
    deps: [raw]
    outs: [data]
  train:
    cmd: cat data > model && test "$(cat data)" != bad
    deps: [data]
    params: [lr]
    outs: [model]
  report:
    cmd: echo 1 > text
    outs: [text]
`;

/** A project that was brought up to date and committed. */
async function start(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'params.yaml': 'lr: 1\n', raw: 'a' });
  expect((await rig.mltrack('repro')).code).toBe(0);
  rig.commit('base');
  return rig;
}

/** Each stage as `name state: why`. */
async function since(rig: Rig, revision: string | undefined): Promise<readonly string[]> {
  using opened = await openOn(rig);
  const { project, workspace, index } = opened;
  const state = revision === undefined ? undefined : await findState(project, revision);
  const base = state?.ok === true ? state.value.snapshot : undefined;
  return (await stagesSince(workspace, index, base)).map(
    ({ stage, state, reasons }) => `${stage.name} ${state}: ${reasons.map(explain).join(', ')}`,
  );
}

describe('stages since a base', () => {
  it('are the same when nothing changed', async () => {
    using rig = await start();
    expect(await since(rig, HEAD)).toEqual(['prepare same: ', 'train same: ', 'report same: ']);
  });

  it('are changed by what they read, once they have run', async () => {
    using rig = await start();
    rig.write({ 'params.yaml': 'lr: 2\n', raw: 'b' });
    await rig.mltrack('repro');
    expect(await since(rig, HEAD)).toEqual([
      'prepare changed: raw changed',
      'train changed: data changed, lr 1 → 2 in params.yaml',
      'report same: ',
    ]);
  });

  it('are new where the base does not know them, or there is none', async () => {
    using rig = await start();
    rig.write({ 'dvc.yaml': `${PIPELINE}  more:\n    cmd: echo 2 > more\n    outs: [more]\n` });
    await rig.mltrack('repro');
    expect(await since(rig, HEAD)).toEqual(['prepare same: ', 'train same: ', 'report same: ', 'more new: ']);
    expect(await since(rig, undefined)).toEqual([
      'prepare new: ',
      'train new: ',
      'report new: ',
      'more new: ',
    ]);
  });

  it('are stale until they run, and failed when that went wrong', async () => {
    using rig = await start();
    rig.write({ raw: 'bad' });
    expect(await since(rig, HEAD)).toEqual(['prepare stale: raw changed', 'train same: ', 'report same: ']);
    await rig.mltrack('repro');
    expect(await since(rig, HEAD)).toMatchObject([
      'prepare changed: raw changed',
      expect.stringMatching(/^train failed: data changed/),
      'report same: ',
    ]);
  });

  it('are what the locks say where a clone has no data', async () => {
    using rig = await start();
    rig.write({ 'params.yaml': 'lr: 2\n', raw: 'b' });
    await rig.mltrack('repro');
    rig.commit('changed');
    for (const path of ['data', 'model', 'text', '.dvc/cache'])
      rmSync(join(rig.root, path), { recursive: true, force: true });
    expect(await since(rig, HEAD)).toEqual(['prepare same: ', 'train same: ', 'report same: ']);
    expect(await since(rig, 'HEAD~1')).toEqual([
      'prepare changed: raw changed',
      'train changed: data changed, lr 1 → 2 in params.yaml',
      'report same: ',
    ]);
    rig.write({ raw: 'c' });
    expect((await since(rig, HEAD))[0]).toBe('prepare stale: raw changed');
    rmSync(join(rig.root, 'raw'));
    expect((await since(rig, HEAD))[0]).toBe('prepare stale: raw is missing');
  });
});
