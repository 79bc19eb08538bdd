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
    expect((await rig.mltrack('why')).stdout).toBe(
      "train is up to date\n  upstream 'prepare' ran since, but its output is byte-equal: cut off\nData and pipelines are up to date.\n",
    );
  });

  it('forgets what was cut off once the stage before will run again', async () => {
    using rig = await trained();
    rig.write({ 'raw/a': '7' });
    await rig.mltrack('repro');
    rig.write({ 'raw/a': '8' });
    expect((await rig.mltrack('why train')).stdout).toContain(
      "train would run if its inputs change\n  upstream 'prepare' will run\n",
    );
  });

  it('predicts what a repro would run', async () => {
    using rig = await trained();
    rig.write({ 'params.yaml': 'train: {lr: 1}\n' });
    expect((await rig.mltrack('why --predict')).stdout).toMatch(
      /^train would run, last time \d+\.\d s\n[^]*^A repro would run 1 to 2 of 3 stages; last time these took \d+\.\d s\.$/m,
    );
    const { stages, prediction } = JSON.parse((await rig.mltrack('why --predict --json')).stdout) as {
      stages: object;
      prediction: object;
    };
    expect(Object.keys(stages)).toEqual(['prepare', 'train', 'report']);
    expect(prediction).toMatchObject({ would_run: 1, would_run_at_most: 2, stages: 3, without_time: 0 });
  });

  it('knows the time of a stage that was restored since', async () => {
    using rig = await trained();
    rig.write({ 'params.yaml': 'train: {lr: 1}\n' });
    await rig.mltrack('repro');
    rig.write({ 'params.yaml': 'train: {lr: 0.1}\n' });
    expect((await rig.mltrack('repro')).stdout).toContain("Stage 'train' is cached");
    rig.write({ 'params.yaml': 'train: {lr: 2}\n' });
    expect((await rig.mltrack('why --predict')).stdout).toMatch(/last time these took \d+\.\d s\.$/m);
  });

  it('says of a run that never came to its end that its time is unknown', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'mltrack.yaml': 'stages:\n  a: {cmd: exit 1, outs: [a]}\n' });
    await rig.mltrack('repro');
    expect((await rig.mltrack('why --predict')).stdout).toContain(
      'A repro would run 1 of 1 stages; none of these ever ran to the end here.',
    );
  });

  it('works before the first commit, and on a branch without any', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'mltrack.yaml': 'stages:\n  a: {cmd: cp x a, deps: [x], outs: [a]}\n', x: '1\n' });
    await rig.mltrack('repro');
    rig.write({ x: '2\n' });
    expect(await rig.mltrack('why')).toMatchObject({
      code: 0,
      stdout: 'a would run\n  x changed since lock\n',
    });
    rig.commit('first');
    rig.git('checkout', '-q', '--orphan', 'other');
    expect(await rig.mltrack('why')).toMatchObject({
      code: 0,
      stdout: 'a would run\n  x changed since lock\n',
    });
  });

  it('says of a dependency or parameter that is new what it is, and of one that is nowhere that a run fails', async () => {
    using rig = await trained();
    rig.write({
      'dvc.yaml': PIPELINE.replace('deps: [clean]', 'deps: [clean, p.py]').replace(
        '[train.lr]',
        '[train.lr, nope.x]',
      ),
      'p.py': '',
    });
    expect((await rig.mltrack('why train')).stdout).toContain(
      'train would run\n  p.py is not in the lock yet\n  param nope.x is not in params.yaml, nor in the lock: a run would fail\n',
    );
    expect((await rig.mltrack('repro train')).code).toBe(255);
  });

  it('tells once of all stages of a group that would run for the same kind of reason', async () => {
    using rig = await Rig.create('mltrack');
    const pipeline = (lr: number): string =>
      `stages:\n  train:\n    foreach: [1, 2, 3]\n    do:\n      cmd: echo --with-a-long-option-before-it --lr ${lr} > m\${item}\n      params: [lr]\n      outs: ['m\${item}']\n`;
    rig.write({ 'mltrack.yaml': pipeline(1), 'params.yaml': 'lr: 1\n' });
    await rig.mltrack('repro');
    rig.write({ 'mltrack.yaml': pipeline(2), 'params.yaml': 'lr: 2\n' });
    expect((await rig.mltrack('why')).stdout).toBe(
      `train@1 would run, and 2 more of 'train' likewise
  param lr 1 → 2 in params.yaml
  the command changed: …ore-it --lr 1 > m1 → …ore-it --lr 2 > m1
`,
    );
    expect((await rig.mltrack('why -v')).stdout.match(/would run\n/g)).toHaveLength(3);
    expect((await rig.mltrack('why train@2')).stdout).toContain(
      'the command changed: echo --with-a-long-option-before-it --lr 1 > m2 → echo',
    );
  });

  it('names stages of one group that come before another in one line', async () => {
    using rig = await Rig.create('mltrack');
    const all = [1, 2, 3, 4, 5, 6, 7];
    const pipeline = (remark: string): string => `stages:
  prepare: {cmd: 'echo > a  # ${remark}', outs: [a]}
  train:
    foreach: [${all.join(', ')}]
    do:
      cmd: 'echo > m\${item}  # ${remark}'
      outs: ['m\${item}']
  collect: {cmd: ls > c, deps: [a, ${all.map(n => `m${n}`).join(', ')}], outs: [c]}
`;
    rig.write({ 'mltrack.yaml': pipeline('one') });
    await rig.mltrack('repro');
    rig.write({ 'mltrack.yaml': pipeline('two') });
    expect((await rig.mltrack('why')).stdout).toContain(
      "  upstream 'prepare' will run\n  upstream 'train@1' and 6 more of 'train' will run\n",
    );
    await rig.mltrack('repro');
    expect((await rig.mltrack('why collect')).stdout).toContain(
      "  upstream 'train@1' and 6 more of 'train' ran since, but their outputs are byte-equal: cut off\n",
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
