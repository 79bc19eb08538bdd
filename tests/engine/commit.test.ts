import { lstatSync, rmSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commit } from '../../src/engine/commit.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { trained } from '../rig/trained.ts';
import { failureOf, openOn } from './opened.ts';

/** Commits in a project that is opened anew, as the next command would. */
async function commitIn(
  rig: Rig,
  options: { force?: boolean; only?: string } = {},
): Promise<Result<unknown, Failure>> {
  using opened = await openOn(rig);
  const { only, force = false } = options;
  const stages = opened.index.stages.filter(
    ({ name, file }) => only === undefined || only === name || only === file,
  );
  const prepared = commit(opened.workspace, opened.index, stages, {
    confirm: force ? 'all' : () => Promise.resolve(false),
    relink: true,
  });
  return await prepared.work();
}

describe('commit', () => {
  it('stores what is recorded and not in the cache, and writes no file that is right', async () => {
    const { rig } = await trained();
    using _ = rig;
    const lock = rig.read('dvc.lock');
    rmSync(`${rig.root}/.dvc/cache`, { recursive: true });
    expect(await commitIn(rig)).toMatchObject({ ok: true });
    expect(rig.read('dvc.lock')).toBe(lock);
    rmSync(`${rig.root}/clean.txt`);
    rmSync(`${rig.root}/model.txt`);
    expect((await rig.mltrack('checkout')).code).toBe(0);
    expect(rig.read('model.txt')).toBe('HELLO\n');
  });

  it('refuses a stage that changed, and records it as it is when forced', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'params.yaml': 'lr: 0.5\n', 'model.txt': 'by hand\n' });
    const lock = rig.read('dvc.lock');
    expect(await commitIn(rig)).toEqual({
      ok: false,
      error: { code: 'commit-needs-force', stage: 'train' },
    });
    expect(rig.read('dvc.lock')).toBe(lock);
    expect(await commitIn(rig, { force: true, only: 'train' })).toMatchObject({ ok: true });
    expect(rig.read('dvc.lock')).toContain('lr: 0.5');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect(rig.runs('train')).toBe(1);
  });

  it('records tracked data that changed when forced', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'data/a': '1' });
    await rig.mltrack('add -q data');
    rig.write({ 'data/b': '22' });
    expect(await commitIn(rig, { only: 'data.dvc' })).toMatchObject({
      error: { code: 'commit-needs-force', stage: 'data.dvc' },
    });
    await commitIn(rig, { only: 'data.dvc', force: true });
    expect(rig.read('data.dvc')).toMatch(/size: 3\n {2}nfiles: 2\n/);
    rmSync(`${rig.root}/data`, { recursive: true });
    await rig.mltrack('checkout data.dvc');
    expect(rig.read('data/b')).toBe('22');
  });

  it('makes plain files of what git keeps', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'raw.txt': 'raw',
      'dvc.yaml': `stages:
  make:
    cmd: cp raw.txt kept && chmod 775 kept && ln -s raw.txt link
    deps: [raw.txt]
    outs: [kept: {cache: false}, link: {cache: false}]
`,
    });
    await rig.mltrack('repro -q');
    expect(statSync(`${rig.root}/kept`).mode & 0o777).toBe(0o775);
    await rig.mltrack('commit -q -f');
    expect(statSync(`${rig.root}/kept`).mode & 0o777).toBe(0o744);
    expect(lstatSync(`${rig.root}/link`).isFile()).toBe(true);
    expect(rig.read('link')).toBe('raw');
  });

  it('fails when an output is missing', async () => {
    const { rig } = await trained();
    using _ = rig;
    rmSync(`${rig.root}/model.txt`);
    expect(await failureOf(() => commitIn(rig, { force: true, only: 'train' }))).toEqual({
      code: 'output-missing',
      path: 'model.txt',
    });
  });
});
