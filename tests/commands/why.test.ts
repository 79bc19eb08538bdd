import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const PIPELINE = `stages:
  prepare:
    cmd: cat raw/* > /dev/null; echo same > clean
    deps: [raw, prepare.py]
    outs: [clean]
  train:
    cmd: cp clean model
    deps: [clean]
    params: [train.lr]
    outs: [model]
  report:
    cmd: cp model report
    deps: [model]
    outs: [report]
`;

async function trained(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': PIPELINE,
    'params.yaml': 'train: {lr: 0.1}\n',
    'prepare.py': 'one\ntwo\n',
    'raw/a': '1',
    'raw/b': '2',
  });
  await rig.mltrack('repro');
  rig.commit('trained');
  return rig;
}

describe('why', () => {
  it('says that all is up to date, also of a stage that is asked for', async () => {
    using rig = await trained();
    expect((await rig.mltrack('why')).stdout).toBe('Data and pipelines are up to date.\n');
    expect((await rig.mltrack('why report')).stdout).toBe('report is up to date\n');
  });

  it('tells parameters with their values, texts with their lines, folders with their files', async () => {
    using rig = await trained();
    rig.write({
      'params.yaml': 'train: {lr: 0.01}\n',
      'prepare.py': 'one\nthree\nfour\n',
      'raw/b': '9',
      'raw/c': '3',
    });
    const commit = rig.git('rev-parse', '--short=7', 'HEAD').trim();
    expect((await rig.mltrack('why')).stdout).toBe(
      `prepare would run
  raw: 2 files changed (1 added, 1 modified), first b
  prepare.py changed since lock (+2 −1 lines since ${commit})
train would run
  param train.lr 0.1 → 0.01 in params.yaml
  upstream 'prepare' will run
report would run if its inputs change
  upstream 'train' will run
`,
    );
    expect(rig.git('status', '--short')).not.toContain('dvc.lock');
  });

  it('tells a changed command, missing outputs, and what never ran', async () => {
    using rig = await trained();
    rig.write({
      'dvc.yaml': `${PIPELINE.replace('cp clean model', 'cat clean > model')}  new: {cmd: echo > new, outs: [new]}\n`,
    });
    rig.git('rm', '-q', '--cached', '--ignore-unmatch', 'report');
    rig.write({ report: 'by hand' });
    expect((await rig.mltrack('why')).stdout).toBe(
      `train would run
  the command changed: cp clean model → cat clean > model
report would run
  report was changed by hand
  upstream 'train' will run
new would run
  it never ran
`,
    );
  });

  it('knows after a run what was cut off since nothing came of it', async () => {
    using rig = await trained();
    rig.write({ 'raw/a': '7' });
    await rig.mltrack('repro');
    expect((await rig.mltrack('why train')).stdout).toContain(
      "train is up to date\n  upstream 'prepare' ran since, but its output is byte-equal: cut off\n",
    );
  });

  it('predicts what a repro would run', async () => {
    using rig = await trained();
    rig.write({ 'params.yaml': 'train: {lr: 1}\n' });
    expect((await rig.mltrack('why --predict')).stdout).toMatch(
      /^A repro would run 1 to 2 of 3 stages; last time these took \d+\.\d s\.$/m,
    );
  });

  it('is JSON for programs, with types and values', async () => {
    using rig = await trained();
    rig.write({ 'params.yaml': 'train: {lr: 1.0}\n', 'raw/a': '7' });
    const said = JSON.parse((await rig.mltrack('why --json')).stdout) as Record<
      string,
      Record<string, unknown>
    >;
    expect(Object.keys(said)).toEqual(['prepare', 'train', 'report']);
    expect(said['prepare']).toMatchObject({
      state: 'stale',
      never_ran: false,
      reasons: [
        {
          kind: 'dependency',
          path: 'raw',
          change: 'modified',
          before: { nfiles: 2, size: 2 },
          text: 'raw: 1 file changed (1 modified), first a',
          files: { added: 0, deleted: 0, modified: 1, first: 'a' },
        },
      ],
      upstream: [],
    });
    expect(said['train']).toMatchObject({
      reasons: [{ kind: 'param', path: 'params.yaml', key: 'train.lr', before: 0.1, after: 1 }],
      upstream: ['prepare'],
    });
    expect(said['report']).toMatchObject({ state: 'waits', upstream: ['train'] });
  });

  it('works without git, and fails for what is no stage', async () => {
    using rig = await Rig.create();
    await rig.mltrack('init --no-scm -q');
    rig.write({ 'mltrack.yaml': 'stages:\n  a: {cmd: cp x a, deps: [x], outs: [a]}\n', x: '1\n' });
    await rig.mltrack('repro');
    rig.write({ x: '2\n' });
    expect((await rig.mltrack('why')).stdout).toBe('a would run\n  x changed since lock\n');
    expect((await rig.mltrack('why nothing')).code).toBe(255);
  });
});
