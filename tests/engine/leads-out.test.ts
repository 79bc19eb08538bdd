import { lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leadsOut } from '../../src/engine/leads-out.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const PIPELINE = `stages:
  train:
    cmd: "true"
    params: [params.json: [lr]]
    metrics: [metrics.json: {cache: false, persist: true}]
    plots: [loss.json: {cache: false, persist: true}]
plots:
- folder
`;
const LINK = 'it is a link that leads out of the project';

function leadAway(rig: Rig, path: string): void {
  renameSync(join(rig.root, path), join(rig.root, '..', path));
  symlinkSync(`../${path}`, join(rig.root, path));
}

async function start(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': PIPELINE,
    'params.json': '{"lr": 0.125}',
    'metrics.json': '{"accuracy": 0.5}',
    'loss.json': '[{"loss": 1}, {"loss": 2}]',
    'folder/a.json': '[{"x": 1}, {"x": 2}]',
    'mltrack.yaml': 'gates: {metrics.json: {accuracy: {min: 0.1}}}\n',
  });
  await rig.mltrack('repro -q');
  rig.commit('base');
  rig.write({
    'params.json': '{"lr": 777001}',
    'metrics.json': '{"accuracy": 777002}',
    'loss.json': '[{"loss": 777003}, {"loss": 777004}]',
    'folder/private-name.json': '[{"x": 777005}]',
  });
  for (const path of ['params.json', 'metrics.json', 'loss.json', 'folder']) leadAway(rig, path);
  return rig;
}

describe('a link that leads out of the project', () => {
  it('is named in a report, and shows nothing of the machine in any format', async () => {
    using rig = await start();
    for (const format of ['md', 'summary', 'json', 'html', 'terminal']) {
      const { code, stdout } = await rig.mltrack(`report --format ${format}`);
      expect(code).toBe(0);
      expect(stdout).not.toContain('77700');
      expect(stdout).not.toContain('private-name');
    }
    const { stdout } = await rig.mltrack('report --format json');
    const { troubles, plots } = JSON.parse(stdout) as Record<string, unknown>;
    expect(troubles).toEqual([`metrics.json at workspace: ${LINK}`, `params.json at workspace: ${LINK}`]);
    expect(JSON.stringify(plots)).toContain(LINK);
  });

  it('is followed by commands that print for the one who stands there', async () => {
    using rig = await start();
    expect((await rig.mltrack('metrics show')).stdout).toContain('777002');
    expect((await rig.mltrack('params diff')).stdout).toContain('777001');
  });
});

describe('links to objects of the cache', () => {
  it.each([undefined, '../cache'])('do not lead out, with cache.dir %j', async directory => {
    using rig = await Rig.create('dvc');
    if (directory !== undefined) {
      mkdirSync(join(rig.root, directory));
      await rig.mltrack(['config', 'cache.dir', join(rig.root, directory)]);
    }
    await rig.mltrack('config cache.type symlink');
    rig.write({
      'dvc.yaml': 'stages: {train: {cmd: cp in.json m.json, deps: [in.json], metrics: [m.json]}}\n',
      'in.json': '{"accuracy": 0.5}',
    });
    await rig.mltrack('repro -q');
    rig.commit('base');
    rmSync(join(rig.root, 'm.json'));
    await rig.mltrack('checkout');
    expect(lstatSync(join(rig.root, 'm.json')).isSymbolicLink()).toBe(true);
    const { troubles, metrics } = JSON.parse((await rig.mltrack('report --format json')).stdout) as Record<
      string,
      unknown
    >;
    expect(troubles).toEqual([]);
    expect(metrics).toMatchObject([{ metric: 'accuracy', new: 0.5 }]);
  });

  it('are all that a cache is read for: anything may be called one', async () => {
    using rig = await Rig.create('dvc');
    await rig.mltrack(['config', 'cache.dir', join(rig.root, '..')]);
    rig.write({ '../secret.json': '{}' });
    symlinkSync('../secret.json', join(rig.root, 'x.json'));
    using opened = await openOn(rig);
    expect(leadsOut(opened.project, 'x.json' as RepoPath)).toBe(true);
  });
});
