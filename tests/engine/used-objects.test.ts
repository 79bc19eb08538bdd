import { describe, expect, it } from 'vitest';
import { UsedObjects } from '../../src/engine/used-objects.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

interface Used {
  readonly visits: readonly string[];
  readonly result: Result<undefined, Failure>;
  readonly warnings: readonly string[];
}

async function usedIn(rig: Rig, force = false): Promise<Used> {
  using opened = await openOn(rig);
  const { project } = opened;
  const visits: string[] = [];
  const used = new UsedObjects(project, (store, digest, path) => visits.push(`${store} ${digest} ${path}`));
  const result = await used.add(project.context.workspace(project.root), { force });
  return { visits, result, warnings: warningsOf(opened) };
}

describe('what a state uses', () => {
  it('is all that data files record, of both kinds of hash, folders with their files', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'folder/a': '1', 'sub/new': 'x' });
    await rig.mltrack('add -q folder');
    rig.write({
      'new.dvc': `outs:\n- md5: ${A}\n  size: 1\n  hash: md5\n  path: sub/n\n`,
      'old.dvc': `outs:\n- md5: ${B}\n  size: 1\n  path: old\n`,
    });
    expect((await usedIn(rig)).visits).toEqual([
      expect.stringMatching(/^repo [0-9a-f]{32}\.dir folder$/),
      'repo c4ca4238a0b923820dcc509a6f75849b folder/a',
      `repo ${A} sub/n`,
      `legacy ${B} old`,
    ]);
  });

  it('leaves out what is not cached and what other repositories keep', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'kept.dvc': `outs:\n- md5: ${A}\n  size: 1\n  hash: md5\n  cache: false\n  path: kept\n`,
      'got.dvc': `frozen: true\ndeps:\n- path: x\n  repo:\n    url: /r\n    rev_lock: ${A}\nouts:\n- md5: ${B}\n  hash: md5\n  path: got\n`,
    });
    expect(await usedIn(rig)).toEqual({ visits: [], result: { ok: true, value: undefined }, warnings: [] });
  });

  it('is unknown without the listing of a folder, unless forced', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'gone.dvc': `outs:\n- md5: ${A}.dir\n  hash: md5\n  path: gone\n` });
    expect((await usedIn(rig)).result).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(await usedIn(rig, true)).toMatchObject({ visits: [], result: { ok: true } });
  });

  it('warns of outputs without a hash', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'stages:\n  a:\n    cmd: x\n    outs: [a]\n', a: 'there' });
    expect((await usedIn(rig)).warnings).toEqual([
      "Output 'a'(stage: 'a') is missing version info. Cache for it will not be collected. Use `dvc repro` to get your pipeline up to date.",
    ]);
  });
});
