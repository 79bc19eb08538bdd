import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { Layout } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

/** Counts its runs, fails with the seed 13, and makes a number of its seed and of what it reads. */
const TRAIN = `seed=$(sed -n 's/^ *seed: *\\([0-9]*\\).*/\\1/p' params.yaml)
echo "$seed" >> RUNS/train.runs
echo "training with $seed"
if [ "$seed" = "$(cat bad.txt)" ]; then echo "$PWD/train.sh: bad seed" >&2; exit 3; fi
awk -v s="$seed" -v d="$(cat data.txt)" 'BEGIN { printf "{\\"accuracy\\": %.4f}\\n", d + (s % 7) / 100 }' > metrics.json
`;

const STAGES = `stages:
  prepare:
    cmd: cp raw.txt data.txt && echo x >> RUNS/prepare.runs
    deps: [raw.txt]
    outs: [data.txt]
  train:
    cmd: sh train.sh
    deps: [data.txt, train.sh, bad.txt]
    params: [train.seed]
    metrics: [metrics.json: {cache: false}]
`;

/** Of a second metrics file, by a stage that keeps the seeds of all its runs. */
const SCORE = `  score:
    cmd: sed -n 's/.*seed. *//p' params.yaml | xargs >> RUNS/score.runs && echo '{"auc":1}' > auc.json
    params: [train.seed, split.seed]
    metrics: [auc.json: {cache: false}]
`;

const SEEDS = 'seeds: {param: train.seed, values: 3}';
const DROP = `metrics.json: {accuracy: {direction: higher, maxDrop: 0.02, ${SEEDS}}}`;

class Project {
  readonly rig: Rig;
  readonly layout: Layout;

  private constructor(rig: Rig, layout: Layout) {
    this.rig = rig;
    this.layout = layout;
  }

  /** On a branch whose base has reproduced with the seed 42. */
  static async create(name: (typeof LAYOUT_NAMES)[number] = 'mltrack', gates = DROP): Promise<Project> {
    const rig = await Rig.create(name);
    const project = new Project(rig, LAYOUTS[name]);
    rig.write({
      'raw.txt': '0.8\n',
      'bad.txt': 'none\n',
      'params.yaml': 'train:\n  seed: 42  # the answer\n',
      'train.sh': TRAIN.replaceAll('RUNS', `${rig.root}/..`),
    });
    project.declare(gates);
    await rig.mltrack('repro -q');
    rig.commit('base');
    rig.git('checkout', '-q', '-b', 'feature');
    return project;
  }

  declare(gates: string, stages = STAGES): void {
    const declared = stages.replaceAll('RUNS', `${this.rig.root}/..`);
    const section = `gates:\n${gates.replace(/^/gm, '  ')}\n`;
    if (this.layout.kind === 'dvc') this.rig.write({ 'dvc.yaml': declared, 'mltrack.yaml': section });
    else this.rig.write({ 'mltrack.yaml': declared + section });
  }

  async change(files: Readonly<Record<string, string>>): Promise<void> {
    this.rig.write(files);
    await this.rig.mltrack('repro -q');
    this.rig.commit('change');
  }

  get copies(): readonly string[] {
    const folder = join(this.rig.root, this.layout.ownDirectory, 'copies');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  [Symbol.dispose](): void {
    this.rig[Symbol.dispose]();
  }
}

describe.each(LAYOUT_NAMES)('gates with seeds in the layout of %s', name => {
  it('run what no earlier run is known of, once, and change nothing of the project', async () => {
    using project = await Project.create(name);
    const { rig, layout } = project;
    await project.change({ 'raw.txt': '0.79\n' });
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 2]);
    const looks = (): unknown => ({
      status: rig.git('status', '--porcelain', '--ignored'),
      branches: rig.git('for-each-ref'),
      index: rig.read('.git/index'),
      lock: rig.read(layout.lockFile),
      files: ['params.yaml', 'metrics.json', 'data.txt'].map(file => rig.read(file)),
    });
    const before = looks();
    const first = await rig.mltrack('gate');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('\npass       accuracy  0.8100  0.8000  ▼ 0.0100 (-1.2%)  drop ≤ 0.02\n');
    expect(first.stdout).toContain(
      'accuracy: 0.8100 → 0.8000, 95 % interval of the change [−0.0100, −0.0100]: within what is allowed ' +
        '(3 seeds of train.seed: 42, 1, 2)\n',
    );
    // What `repro` made with the declared seed counts: two more on each side.
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 6]);
    expect(await rig.mltrack('gate')).toEqual(first);
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 6]);
    expect(looks()).toEqual(before);
    expect(project.copies).toEqual([]);
  });
});

describe('gates with seeds', () => {
  it('say pair by pair in JSON what was measured', async () => {
    using project = await Project.create();
    await project.change({ 'raw.txt': '0.75\n' });
    const { code, stdout } = await project.rig.mltrack('gate --json');
    expect(code).toBe(1);
    const { results } = JSON.parse(stdout) as { results: readonly unknown[] };
    expect(results).toMatchObject([
      {
        ...{ verdict: 'fail', part: 'maxDrop' },
        seeds: {
          ...{ param: 'params.yaml:train.seed', level: 0.95, standing: 'beyond' },
          pairs: [
            { seed: 42, old: 0.8, new: 0.75 },
            { seed: 1, old: 0.81, new: 0.76 },
            { seed: 2, old: 0.82, new: 0.77 },
          ],
        },
      },
    ]);
  });

  it('judge a revision as they judge the workspace', async () => {
    using project = await Project.create();
    await project.change({ 'raw.txt': '0.75\n' });
    project.rig.git('checkout', '-q', 'main');
    const { code, stdout } = await project.rig.mltrack('gate main --head feature');
    expect(stdout).toContain('accuracy  0.8100  0.7600  ▼ 0.0500 (-6.2%)  drop ≤ 0.02');
    expect(code).toBe(1);
  });

  it('judge the workspace as it is: edits, new files, and data that nobody stored yet', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.write({ '.gitignore': `${rig.has('.gitignore') ? rig.read('.gitignore') : ''}/hidden.txt\n` });
    rig.write({ 'extra.txt': '0.60\n', 'hidden.txt': 'x\n' });
    project.declare(
      DROP,
      STAGES.replace('cp raw.txt data.txt', 'cp extra.txt data.txt').replace(
        'deps: [raw.txt]',
        'deps: [extra.txt, hidden.txt]',
      ),
    );
    expect((await rig.mltrack('add extra.txt -q')).code).toBe(0);
    rig.write({ 'extra.txt': '0.70\n' });
    const { code, stdout } = await rig.mltrack('gate');
    expect(stdout).toContain('accuracy  0.8100  0.7100');
    expect(code).toBe(1);
    expect(rig.read('extra.txt.mlt')).toContain('md5');
    expect(rig.read('metrics.json')).toContain('0.8000');
  });

  it('judge the workspace with data that is in no cache', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.git('rm', '-q', '--cached', 'raw.txt');
    rig.write({ 'raw.txt': '0.75\n' });
    expect((await rig.mltrack('add raw.txt --no-commit -q')).code).toBe(0);
    expect((await rig.mltrack('gate')).stdout).toContain('accuracy  0.8100  0.7600');
  });

  it('know a parameter that a command takes by a template', async () => {
    using project = await Project.create();
    const { rig } = project;
    const stages = STAGES.replace('sh train.sh', 'sh train.sh ${train.seed}').replace(
      '    params: [train.seed]\n',
      '',
    );
    project.declare(DROP, stages);
    const { code, stdout } = await rig.mltrack('gate');
    expect(stdout).toContain('3 seeds of train.seed: 42, 1, 2');
    expect(code).toBe(0);
    expect(rig.runs('train')).toBe(6);
  });

  it('take data of the base out of the cache, and say what it lacks', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.git('checkout', '-q', 'main');
    expect((await rig.mltrack('add raw.txt -q')).code).not.toBe(0);
    rig.git('rm', '-q', '--cached', 'raw.txt');
    expect((await rig.mltrack('add raw.txt -q')).code).toBe(0);
    rig.commit('data');
    rig.git('checkout', '-q', '-b', 'other');
    await project.change({ 'raw.txt': '0.75\n' });
    expect((await rig.mltrack('gate main')).stdout).toContain('accuracy  0.8100  0.7600');

    for (const object of objectsOf(rig)) rig.write({ [object]: 'broken' });
    rig.git('checkout', '-q', '-f', 'other');
    const lost = await rig.mltrack('gate main --json');
    expect(lost.code).toBe(2);
    expect((JSON.parse(lost.stdout) as { reason: string }).reason).toContain('raw.txt');
  });

  it('cannot be decided where a run fails, and show what it printed last', async () => {
    using project = await Project.create();
    await project.change({ 'bad.txt': '2\n' });
    const { code, stdout } = await project.rig.mltrack('gate');
    expect(code).toBe(2);
    expect(stdout).toContain("undecided: seed 2 at head: stage 'train' failed, exited with 3  accuracy");
    expect(stdout).toContain(
      "\nseed 2 at head: stage 'train' failed, exited with 3\n  training with 2\n  train.sh: bad seed\n\nCannot be decided",
    );
    expect((await project.rig.mltrack('gate --md')).stdout).toContain(
      '\n```\ntraining with 2\ntrain.sh: bad seed\n```\n',
    );
    expect(project.copies).toEqual([]);
  });

  it('are told of in the report', async () => {
    using project = await Project.create();
    await project.change({ 'raw.txt': '0.79\n' });
    const { stdout } = await project.rig.mltrack('report');
    expect(stdout).toMatch(/^- `accuracy`: .* 95 % interval of the change .*within what is allowed/m);
  });

  it('show what stages print to those who look for a cause', async () => {
    using project = await Project.create();
    expect((await project.rig.mltrack('gate main -v')).stderr).toContain('head: training with 1\n');
    expect((await project.rig.mltrack('gate main')).stderr).toBe('');
  });

  it('that ask for the same seeds share their runs', async () => {
    using project = await Project.create(
      'mltrack',
      `metrics.json:\n  accuracy: {direction: higher, ${SEEDS}}\n  acc*: {min: 0.1, ${SEEDS}}`,
    );
    const { rig } = project;
    const { code, stdout } = await rig.mltrack('gate main');
    expect(stdout).toContain('2 gates passed.\n');
    expect(code).toBe(0);
    // The base is what the head is: its runs are taken from the cache.
    expect(rig.runs('train')).toBe(3);
  });

  it.each<[string, string, readonly string[]]>([
    ['split.seed', '5, 1, 2', ['42 5', '42 1', '42 2']],
    ['train.seed', '42, 1, 2', ['42 5', '1 5', '2 5']],
  ])('after others begin with what is declared: %s', async (param, said, wanted) => {
    using project = await Project.create();
    const { rig } = project;
    const seeds = `seeds: {param: ${param}, values: 3}`;
    project.declare(`${DROP}\nauc.json: {auc: {direction: higher, ${seeds}}}`, STAGES + SCORE);
    await project.change({ 'params.yaml': 'train:\n  seed: 42\nsplit:\n  seed: 5\n' });
    const { code, stdout } = await rig.mltrack('gate HEAD');
    expect(stdout).toMatch(new RegExp(`^auc: .*\\(3 seeds of ${param}: ${said}\\)$`, 'm'));
    expect(code).toBe(0);
    expect(rig.read('../score.runs').trim().split('\n')).toEqual(wanted);
  });

  it('of several files are each for the stages that their own comes from', async () => {
    using project = await Project.create(
      'mltrack',
      `metrics.json: {accuracy: {direction: higher, ${SEEDS}}}\nby-hand.json: {a: {direction: higher, ${SEEDS}}}`,
    );
    const { rig } = project;
    rig.write({ 'by-hand.json': '{"a": 1}' });
    const { stdout } = await rig.mltrack('gate main');
    expect(stdout).toMatch(/^pass: the same with every seed .*accuracy/m);
    expect(stdout).toMatch(/^undecided: head: no stage makes 'by-hand.json'/m);
  });

  it('need no data where nothing has to run', async () => {
    using project = await Project.create();
    const { rig } = project;
    project.declare(DROP, STAGES.replace('cp raw.txt data.txt', "sed 's/$/0/' raw.txt > data.txt"));
    rig.git('rm', '-q', '--cached', 'raw.txt');
    await rig.mltrack('add raw.txt -q');
    await project.change({});
    rig.write({ 'raw.txt': '0.79\n' });
    await rig.mltrack('add raw.txt -q');
    await project.change({});
    const first = await rig.mltrack('gate HEAD~1');
    expect(first.stdout).toContain('accuracy  0.8100  0.8000');
    const runs = rig.runs('train');
    const digest = createHash('md5').update('0.8\n').digest('hex');
    const object = objectsOf(rig).find(path => path.endsWith(`${digest.slice(0, 2)}/${digest.slice(2)}`));
    rmSync(join(rig.root, object ?? ''));
    expect(await rig.mltrack('gate HEAD~1')).toEqual(first);
    expect(rig.runs('train')).toBe(runs);
  });

  it('that have but limits run the head alone, and count its mean', async () => {
    using project = await Project.create('mltrack', `metrics.json: {accuracy: {min: 0.805, ${SEEDS}}}`);
    const { rig } = project;
    const { code, stdout } = await rig.mltrack('gate main');
    expect(stdout).toMatch(/pass +accuracy +- +0\.8100 +- +≥ 0\.805/);
    expect(code).toBe(0);
  });

  it('run nothing where there is nothing to compare with', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.git('checkout', '-q', '--orphan', 'alone');
    rig.git('branch', '-q', '-D', 'main', 'feature');
    const { code, stdout } = await rig.mltrack('gate');
    expect(stdout).toContain('not evaluated: no base');
    expect(code).toBe(0);
    expect(rig.runs('train')).toBe(1);
  });

  it('are not evaluated where the base had no such parameter, and run nothing', async () => {
    using project = await Project.create('mltrack', 'metrics.json: {accuracy: {direction: higher}}');
    const { rig } = project;
    rig.write({ 'params.yaml': 'train:\n  seed: 42\nother: {seed: 3}\n' });
    project.declare(
      'metrics.json: {accuracy: {direction: higher, seeds: {param: other.seed, values: 3}}}',
      STAGES.replace('[train.seed]', '[train.seed, other.seed]'),
    );
    const { code, stdout } = await rig.mltrack('gate');
    expect(stdout).toContain("not evaluated: base: 'params.yaml' has no 'other.seed'");
    expect(code).toBe(0);
    expect((await rig.mltrack('gate --strict')).code).toBe(2);
    expect(rig.runs('train')).toBe(1);
  });

  it.each<[string, string, string]>([
    ['is not there', 'train.sed', "head: 'params.yaml' has no 'train.sed'"],
    ['is in no file', 'other.yaml:seed', "head: there is no 'other.yaml'"],
    [
      'is none that a stage reads',
      'free',
      "head: no stage that the metrics come from depends on 'free' of 'params.yaml': seeds would change nothing",
    ],
    ['is a mapping', 'train', "head: 'train' of 'params.yaml' is no single value"],
    [
      'is written as nobody can write it',
      'conf.py:seed',
      "head: 'seed' stands in 'conf.py' in a way that cannot be changed here",
    ],
  ])('cannot be decided where the parameter %s, and run nothing', async (_, param, said) => {
    using project = await Project.create();
    const { rig } = project;
    rig.write({ 'params.yaml': 'train:\n  seed: 42\nfree: 1\n', 'conf.py': 'seed = \\\n  1\n' });
    project.declare(
      `metrics.json: {accuracy: {direction: higher, seeds: {param: "${param}", values: 3}}}`,
      STAGES.replace('params: [train.seed]', 'params: [train.seed, conf.py: [seed]]'),
    );
    const { code, stdout } = await rig.mltrack('gate');
    expect(stdout).toContain(`undecided: ${said}`);
    expect(code).toBe(2);
    expect(rig.runs('train')).toBe(1);
    expect(project.copies).toEqual([]);
  });

  it('know what a stage reads beside what is no number', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.write({ 'params.yaml': 'train:\n  seed: 42\n  lr: .nan\nfree: 1\n' });
    const gates = (param: string): string => DROP.replace('param: train.seed', `param: ${param}`);
    const stages = STAGES.replace('[train.seed]', '[train]');
    project.declare(gates('free'), stages);
    await project.change({});
    expect((await rig.mltrack('gate HEAD')).stdout).toContain("depends on 'free' of 'params.yaml'");
    project.declare(gates('train.seed'), stages);
    expect((await rig.mltrack('gate HEAD')).stdout).toContain('(3 seeds of train.seed: 42, 1, 2)');
  });

  it('take away what runs that were killed have left', async () => {
    using project = await Project.create();
    const folder = join(project.rig.root, project.layout.ownDirectory, 'copies', 'here-1-1.base');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'x'), '');
    await project.rig.mltrack('gate main');
    expect(project.copies).toEqual([]);
  });

  it('run where git finds no repository that a stage could change', async () => {
    using project = await Project.create();
    const { rig } = project;
    rig.write({ 'train.sh': `git rev-parse HEAD && exit 4\n${rig.read('train.sh')}` });
    expect((await rig.mltrack('gate')).code).toBe(0);
  });

  it('follow links of a commit to the copy, and out of the project to what is there', async () => {
    using project = await Project.create();
    const { rig } = project;
    const link = (target: string, path: string): void => symlinkSync(target, join(rig.root, path));
    rig.write({
      'work/state.txt': 'mine\n',
      '../shared/data.txt': '0\n',
      'train.sh': `${rig.read('train.sh')}
cat out/data.txt far/data.txt >/dev/null || exit 5
for place in abs near other; do echo "$seed" > $place/state.txt; done
`,
    });
    link(join(rig.root, 'work'), 'abs');
    link('work', 'near');
    link(rig.root, '../alias');
    link(join(rig.root, '../alias/work'), 'other');
    link('../shared', 'out');
    link(join(rig.root, '../shared'), 'far');
    rig.commit('links');
    const { code, stdout } = await rig.mltrack('gate HEAD --head HEAD');
    expect(stdout).toContain('(3 seeds of train.seed: 42, 1, 2)');
    expect(code).toBe(0);
    expect(rig.runs('train')).toBe(4);
    expect((await rig.mltrack('gate HEAD')).code).toBe(0);
    expect(rig.read('work/state.txt')).toBe('mine\n');
  });

  it('leave parameters alone that a link takes from outside of the project', async () => {
    using project = await Project.create();
    const { rig } = project;
    const declared = rig.read('params.yaml');
    rig.write({ '../shared/params.yaml': declared });
    rmSync(join(rig.root, 'params.yaml'));
    symlinkSync('../shared/params.yaml', join(rig.root, 'params.yaml'));
    symlinkSync('../shared', join(rig.root, 'conf'));
    rig.commit('links');
    const seen = `cat ${rig.root}/../shared/params.yaml >> ${rig.root}/../seen`;
    await project.change({ 'train.sh': `${seen}\n${rig.read('train.sh')}` });
    const { code, stdout } = await rig.mltrack('gate HEAD~1');
    expect(stdout).toContain('(3 seeds of train.seed: 42, 1, 2)');
    expect(code).toBe(0);
    expect(new Set(rig.read('../seen').trim().split('\n'))).toEqual(new Set(declared.trim().split('\n')));
    project.declare(DROP.replace('train.seed', 'conf/params.yaml:train.seed'));
    expect((await rig.mltrack('gate HEAD')).stdout).toContain("'conf/params.yaml' is outside the project");
  });

  it('show what a run printed in colours without them, and no place of the copy in it', async () => {
    using project = await Project.create();
    const { rig } = project;
    const said = `printf '\\033[31m%s/train.sh\\033[0m: bad\\n' "$PWD" >&2; exit 3`;
    rig.write({ 'train.sh': rig.read('train.sh').replace(/echo "\$PWD.*exit 3/, () => said) });
    await project.change({ 'bad.txt': '2\n' });
    const { stdout } = await rig.mltrack('gate');
    expect(stdout).toContain('\n  training with 2\n  train.sh: bad\n\nCannot be decided');
  });

  it('find the project wherever it lies in its repository', async () => {
    using rig = await Rig.create();
    mkdirSync(join(rig.root, 'deep'));
    await rig.mltrack('init --subdir -q', 'deep');
    const write = (seed: number, data: string): void =>
      rig.write({
        'deep/params.yaml': `train:\n  seed: ${seed}\n`,
        'deep/raw.txt': data,
        'deep/bad.txt': 'none\n',
        'deep/train.sh': TRAIN.replaceAll('RUNS', `${rig.root}/..`),
        'deep/mltrack.yaml': `${STAGES.replaceAll('RUNS', `${rig.root}/..`)}gates:\n  ${DROP}\n`,
      });
    write(42, '0.8\n');
    await rig.mltrack('repro -q', 'deep');
    rig.commit('base');
    write(42, '0.7\n');
    const { code, stdout } = await rig.mltrack('gate', 'deep');
    expect(stdout).toContain('accuracy  0.8100  0.7100');
    expect(code).toBe(1);
  });
});

/** The objects of the cache, as paths of the project. */
function objectsOf(rig: Rig): readonly string[] {
  const top = '.mltrack/cache/files/md5';
  return readdirSync(join(rig.root, top)).flatMap(folder =>
    readdirSync(join(rig.root, top, folder)).map(name => `${top}/${folder}/${name}`),
  );
}
