import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../src/engine/report.ts';
import type { Report } from '../../src/model/report.ts';
import type { Rig } from '../rig/rig.ts';
import { trained, untrained } from '../rig/trained.ts';
import { openOn, valueOf } from './opened.ts';

async function reportOn(rig: Rig, base?: string): Promise<Report> {
  using opened = await openOn(rig);
  return valueOf(await makeReport(opened.workspace, opened.index, { base, draw: undefined }));
}

/** Each metric as `name worth`. */
const worths = ({ metrics }: Report): readonly string[] =>
  metrics.map(({ name, worth }) => `${name} ${worth}`);

describe('a report', () => {
  it('says what became of metrics, parameters and stages since the base', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.git('checkout', '-q', '-b', 'faster');
    rig.write({
      'params.yaml': 'lr: 0.2\nother: 1\n',
      'results.json': '{"accuracy": 0.4, "deep": {"loss": 1.0}}',
    });
    await rig.mltrack('repro -q');
    rig.commit('faster');
    const report = await reportOn(rig);
    expect(worths(report)).toEqual(['accuracy worse', 'deep.loss same']);
    expect(report.params.map(({ name, old, new: now }) => [name, old, now])).toMatchObject([
      ['lr', { value: 0.1 }, { value: 0.2 }],
    ]);
    expect(report.stages).toMatchObject([
      { name: 'prepare', state: 'same', why: [] },
      {
        name: 'train',
        state: 'changed',
        why: ['results.json changed', 'lr 0.1 → 0.2 in params.yaml'],
        upstream: ['prepare'],
      },
    ]);
    expect(report).toMatchObject({
      base: { kind: 'commit', how: 'merge-base' },
      head: { isDirty: false },
      troubles: [],
    });
    expect(report.gates).toBeUndefined();
  });

  it('is made before the first commit, and where the base has no metrics', async () => {
    const { rig } = await untrained();
    using _ = rig;
    await rig.mltrack('repro -q');
    const first = await reportOn(rig);
    expect(first.base).toEqual({ kind: 'none', why: 'no-commits' });
    expect(worths(first)).toEqual(['accuracy new', 'deep.loss new']);
    expect(first.history).toEqual([]);
    rig.git('add', 'raw.txt');
    rig.git('commit', '-qm', 'data');
    rig.commit('all');
    const second = await reportOn(rig);
    expect(worths(second)).toEqual(['accuracy new', 'deep.loss new']);
    expect(second.troubles).toEqual([]);
  });

  it('says that there is no such base, and compares with nothing', async () => {
    const { rig } = await trained();
    using _ = rig;
    const report = await reportOn(rig, 'mian');
    expect(report.troubles).toEqual(["Nothing is compared: there is no commit 'mian'."]);
    expect(worths(report)).toEqual(['accuracy new', 'deep.loss new']);
  });

  it('of a stage that failed has its last lines, without the folders of this machine', async () => {
    const { rig } = await trained();
    using _ = rig;
    const pipeline = rig.read('dvc.yaml');
    const home = rig.root.replace(/\/[^/]*$/, '');
    rig.write({
      'dvc.yaml': pipeline.replace(
        'cat clean.txt > model.txt &&',
        `echo $PWD/train.py ${home}/venv/x.py; exit 3;`,
      ),
    });
    await rig.mltrack('repro');
    const report = await reportOn(rig);
    expect(report.stages[1]).toMatchObject({
      ...{ state: 'failed', tail: 'train.py ~/venv/x.py', run: { outcome: 'failed', exit: 3 } },
    });
    // Nothing of them has been made, so nobody knows.
    expect(worths(report)).toEqual(['accuracy unknown', 'deep.loss unknown']);
    expect(report.troubles).toEqual([]);
  });

  it('does not compare what a stage had made before it failed', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({
      'dvc.yaml': rig
        .read('dvc.yaml')
        .replace(/cat clean\.txt > model\.txt &&.*/, `cp raw.json metrics.json; exit 3`),
      'raw.json': '{"accuracy": 1}',
    });
    await rig.mltrack('repro');
    expect(rig.read('metrics.json')).toBe('{"accuracy": 1}');
    const report = await reportOn(rig);
    expect(report.stages[1]?.state).toBe('failed');
    expect(worths(report)).toEqual(['accuracy unknown', 'deep.loss unknown']);
  });

  it('names files that cannot be read, and what is known of the others', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'metrics.json': '{"accuracy": ' });
    const { troubles, metrics } = await reportOn(rig);
    expect(troubles).toEqual([expect.stringMatching(/^metrics\.json at workspace: 1:14: /)]);
    expect(metrics.every(({ worth }) => worth === 'unknown')).toBe(true);
  });

  it('says of a metric that the cache has lost at the base that it is not compared', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({
      'dvc.yaml': rig
        .read('dvc.yaml')
        .replace('    - metrics.json:\n        cache: false\n', '    - metrics.json\n'),
    });
    rig.git('rm', '-q', '--cached', 'metrics.json');
    await rig.mltrack('repro -q -f');
    rig.commit('cached');
    rig.write({ 'results.json': '{"accuracy": 0.6}' });
    await rig.mltrack('repro -q');
    expect(worths(await reportOn(rig))).toEqual(['accuracy better', 'deep.loss gone']);
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    const lost = await reportOn(rig);
    expect(worths(lost)).toEqual(['accuracy unknown']);
    expect(lost.troubles).toEqual([
      expect.stringMatching(/^metrics\.json at base [0-9a-f]{7}: it is neither there nor in the cache$/),
    ]);
  });

  it('sets aside metrics that the project does not want at once, never those with gates', async () => {
    const { rig } = await trained();
    using _ = rig;
    const aside = async (report: string): Promise<unknown> => {
      rig.write({ 'mltrack.yaml': `gates: {metrics.json: {accuracy: {min: 0}}}\nreport: ${report}\n` });
      const { metrics, troubles } = await reportOn(rig);
      return [metrics.filter(({ isAside }) => isAside).map(({ name }) => name), ...troubles];
    };
    expect(await aside('{}')).toEqual([[]]);
    expect(await aside('{metrics: ["metrics.json:acc*"]}')).toEqual([['deep.loss']]);
    expect(await aside('{metrics: ["*loss"]}')).toEqual([[]]);
    expect(await aside('{metrics: [acuracy]}')).toEqual([
      ...[['deep.loss'], "No metric is meant by 'acuracy' of report.metrics: did you mean 'accuracy'?"],
    ]);
  });

  it('tells tracked data that changed, as far as data files record it', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'pictures/1.txt': 'one', 'old.bin': 'old' });
    await rig.mltrack('add -q pictures old.bin');
    rig.commit('data');
    rig.write({ 'pictures/2.txt': 'two', 'new.bin': 'new!' });
    await rig.mltrack('add -q pictures new.bin');
    await rig.mltrack('remove old.bin.dvc');
    expect((await reportOn(rig)).data).toEqual([
      { path: 'new.bin', new: { bytes: 4 } },
      { path: 'old.bin', old: { bytes: 3 } },
      { path: 'pictures', old: { bytes: 3, files: 1 }, new: { bytes: 6, files: 2 } },
    ]);
  });
});
