import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeDriverLine } from '../../src/core/merge-driver-line.ts';
import { Rig } from '../rig/rig.ts';

const ATTRIBUTES = 'mltrack.lock merge=mltrack\n.gitignore merge=union\n';

const PIPELINE = `stages:
  prepare:
    cmd: tr a-z A-Z < raw.txt > clean.txt
    deps: [raw.txt]
    outs: [clean.txt]
  train:
    cmd: cat clean.txt > model.txt && cat params.yaml >> model.txt
    deps: [clean.txt]
    params: [lr, depth]
    outs: [model.txt]
`;

/** A reproduced project, committed on `main`, in which git calls the built program, which has to be of these sources. */
async function project(): Promise<Rig> {
  const rig = await Rig.create('mltrack');
  rig.write({
    'mltrack.yaml': PIPELINE,
    'raw.txt': 'raw\n',
    'params.yaml': 'lr: 1\n\n\n\n\ndepth: 1\n',
  });
  await rig.mltrack('repro -q');
  rig.commit('base');
  return rig;
}

/** Commits a change and what it leads to, on a branch that starts at `main`. */
async function branch(rig: Rig, name: string, files: Record<string, string>): Promise<void> {
  rig.git('checkout', '-q', '-b', name, 'main');
  rig.write(files);
  expect((await rig.mltrack('repro -q')).code).toBe(0);
  rig.commit(name);
}

/** A call of git that succeeds. */
function attempted(rig: Rig, ...argv: readonly string[]): { readonly stderr: string } {
  const done = spawnSync('git', argv, { cwd: rig.root, env: rig.process([]).env, encoding: 'utf8' });
  expect(done.status, done.stdout + done.stderr).toBe(0);
  return done;
}

/** @returns what went wrong, or the empty string. */
function attempt(rig: Rig, ...argv: readonly string[]): string {
  try {
    rig.git(...argv);
    return '';
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    return stderr + stdout;
  }
}

async function isUpToDate(rig: Rig): Promise<boolean> {
  await rig.mltrack('checkout -q -f');
  return (await rig.mltrack('status')).stdout === 'Data and pipelines are up to date.\n';
}

const lr = (value: number): Record<string, string> => ({ 'params.yaml': `lr: ${value}\n\n\n\n\ndepth: 1\n` });
const depth = (value: number): Record<string, string> => ({
  'params.yaml': `lr: 1\n\n\n\n\ndepth: ${value}\n`,
});

describe('git merge of lock files', () => {
  it('takes different stages from different branches, also where text would conflict', async () => {
    using rig = await project();
    await branch(rig, 'one', {
      'mltrack.yaml': `${PIPELINE}  a:\n    cmd: echo a > a\n    outs: [a]\n`,
    });
    await branch(rig, 'two', {
      'mltrack.yaml': `stages:\n  b:\n    cmd: echo b > b\n    outs: [b]\n${PIPELINE.slice('stages:\n'.length)}`,
    });
    expect(attempt(rig, 'merge', '-q', 'one')).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it.each([
    ['ours', 'two', 'one'],
    ['theirs', 'one', 'two'],
  ])('takes the side that ran on what the merged files say: %s', async (_, here, other) => {
    using rig = await project();
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', { 'mltrack.yaml': PIPELINE.replace('>> model.txt', '>> model.txt # one more') });
    // `two` knows of the parameter of `one`, and so is right about both.
    rig.write(lr(2));
    await rig.mltrack('repro -q');
    rig.commit('two again');
    rig.git('checkout', '-q', here);
    expect(attempt(rig, 'merge', '-q', other)).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it('is not kept from deciding by a dataset that both sides read alike', async () => {
    using rig = await project();
    const withDataset = `datasets:\n- {name: cats, type: dc, url: 'dc://cats'}\n${PIPELINE.replace('[clean.txt]\n    params', '[clean.txt, ds://cats]\n    params')}`;
    const record = `schema: '2.0'\ndatasets:\n- name: cats\n  url: dc://cats\n  type: dc\n  version: 1\n  created_at: '2024-06-01T12:00:00'\n`;
    rig.write({ 'mltrack.yaml': withDataset, 'mltrack.lock': record });
    expect((await rig.mltrack('repro -q')).code).toBe(0);
    rig.commit('dataset');
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', {
      ...lr(2),
      'mltrack.yaml': withDataset.replace('>> model.txt', '>> model.txt # more'),
    });
    rig.git('checkout', '-q', 'one');
    expect(attempt(rig, 'merge', '-q', 'two')).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it('decides in a rebase as in a merge', async () => {
    using rig = await project();
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', {
      ...lr(2),
      'mltrack.yaml': PIPELINE.replace('>> model.txt', '>> model.txt # more'),
    });
    expect(attempt(rig, 'rebase', '-q', 'one')).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it('follows decisions down the pipeline, by the hashes of dependencies', async () => {
    using rig = await project();
    await branch(rig, 'one', { 'raw.txt': 'more\n' });
    await branch(rig, 'two', {
      'raw.txt': 'more\n',
      'mltrack.yaml': PIPELINE.replace('tr a-z A-Z', 'tr a-y A-Y').replace(
        '>> model.txt',
        '>> model.txt # x',
      ),
    });
    expect(attempt(rig, 'merge', '-q', 'one')).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it.each([
    ['merge', 'two', 'one'],
    ['rebase', 'two', 'one'],
    ['cherry-pick', 'two', 'one'],
  ])(
    'keeps one side where neither ran on the merged files, and the next repro runs it: %s',
    async (verb, here, other) => {
      using rig = await project();
      await branch(rig, 'one', lr(2));
      await branch(rig, 'two', depth(2));
      rig.git('checkout', '-q', here);
      const { stderr } = attempted(rig, verb, ...(verb === 'cherry-pick' ? [] : ['-q']), other);
      expect(stderr).toContain(
        "mltrack.lock: both branches changed 'train', and neither result is known to be that of the merged files.",
      );
      expect(rig.git('status', '--porcelain')).toBe('');
      await rig.mltrack('checkout -q -f');
      expect((await rig.mltrack('repro')).stdout).toContain("Running stage 'train':");
      expect(rig.read('model.txt')).toContain('lr: 2\n\n\n\n\ndepth: 2\n');
      expect(await isUpToDate(rig)).toBe(true);
    },
  );

  it.each(['merge', 'rebase', 'cherry-pick'])(
    'does not conflict over a stage that reads from two others, of which each branch changed one: %s',
    async verb => {
      using rig = await Rig.create('mltrack');
      const stages = [
        '  a: {cmd: cp a.in a.out, deps: [a.in], outs: [a.out]}',
        '  b: {cmd: cp b.in b.out, deps: [b.in], outs: [b.out]}',
        '  c: {cmd: cat a.out b.out > c.out, deps: [a.out, b.out], outs: [c.out]}',
        '  d: {cmd: cp c.out d.out, deps: [c.out], outs: [d.out]}',
      ];
      rig.write({ 'mltrack.yaml': `stages:\n${stages.join('\n')}\n`, 'a.in': 'a\n', 'b.in': 'b\n' });
      await rig.mltrack('repro -q');
      rig.commit('base');
      await branch(rig, 'one', { 'a.in': 'A\n' });
      await rig.mltrack('checkout -q -f');
      await branch(rig, 'two', { 'b.in': 'B\n' });
      // What follows from the stage that is kept fits to it; in a cherry-pick git does not tell what is merged.
      const named = verb === 'cherry-pick' ? "'c', 'd'" : "'c'";
      expect(attempted(rig, verb, 'one').stderr).toContain(`both branches changed ${named}, and`);
      expect(rig.git('status', '--porcelain')).toBe('');
      await rig.mltrack('checkout -q -f');
      const status = (await rig.mltrack('status')).stdout;
      expect(status).toMatch(/^c:\n\tchanged deps:\n\t\tmodified: +[ab]\.out\n$/);
      const ran = (await rig.mltrack('repro')).stdout;
      expect([...ran.matchAll(/Running stage '(.)'/g)].map(([, name]) => name)).toEqual(['c', 'd']);
      expect(rig.read('d.out')).toBe('A\nB\n');
    },
  );

  it('keeps one side where the branches disagree about an input, for whoever resolves that', async () => {
    using rig = await project();
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', lr(3));
    attempt(rig, 'merge', '-q', 'one');
    expect(rig.git('diff', '--name-only', '--diff-filter=U').trim()).toBe('params.yaml');
    rig.git('checkout', '-q', '--theirs', 'params.yaml');
    expect((await rig.mltrack('status')).stdout).toContain('lr');
    await rig.mltrack('repro -q');
    expect(rig.read('model.txt')).toContain('lr: 2\n');
  });

  it('drops a stage that one side removed', async () => {
    using rig = await project();
    await branch(rig, 'one', lr(2));
    rig.git('checkout', '-q', '-b', 'two', 'main');
    const [first = ''] = PIPELINE.split('  train:');
    const lock = rig.read('mltrack.lock');
    rig.write({ 'mltrack.yaml': first, 'mltrack.lock': lock.slice(0, lock.indexOf('  train:')) });
    rig.commit('two');
    expect(attempt(rig, 'merge', '-q', 'one')).toBe('');
    expect(rig.read('mltrack.lock')).not.toContain('train:');
  });

  it('works for a project below the top, and for what is no lock as git would', async () => {
    using rig = await Rig.create();
    rig.write({ 'sub/keep': '' });
    await rig.mltrack('init --subdir -q', 'sub');
    rig.write({ 'sub/mltrack.lock': 'a\nb\nc\nd\ne\n' });
    rig.commit('base');
    for (const [name, text] of [
      ['one', 'A\nb\nc\nd\ne\n'],
      ['two', 'a\nb\nc\nd\nE\n'],
      ['three', 'x\nb\nc\nd\nE\n'],
    ] as const) {
      rig.git('checkout', '-q', '-b', name, 'main');
      rig.write({ 'sub/mltrack.lock': text });
      rig.commit(name);
    }
    rig.git('checkout', '-q', 'two');
    expect(attempt(rig, 'merge', '-q', 'one')).toBe('');
    expect(rig.read('sub/mltrack.lock')).toBe('A\nb\nc\nd\nE\n');
    expect(attempt(rig, 'merge', '-q', 'three')).toContain(
      'sub/mltrack.lock cannot be merged stage by stage',
    );
    expect(rig.read('sub/mltrack.lock')).toContain('<<<<<<< ours\n');
  });
});

describe('the set-up of the merge driver', () => {
  it('is made by init, once, and in each clone by --install', async () => {
    using rig = await project();
    expect(rig.read('.gitattributes')).toBe(ATTRIBUTES);
    const clone = join(rig.root, '../clone');
    rig.git('clone', '-q', rig.root, clone);
    expect((await rig.mltrack('init', '../clone')).stderr).toContain('`mltrack merge-driver --install`');
    expect(await rig.mltrack('merge-driver --install', '../clone')).toEqual({
      code: 0,
      stdout:
        "git merges mltrack.lock stage by stage from now on, in this clone (.gitattributes and git's config).\n",
      stderr: '',
    });
    const driver = (cwd: string) =>
      execFileSync('git', ['config', 'merge.mltrack.driver'], { cwd, encoding: 'utf8' });
    expect(driver(clone)).toBe(driver(rig.root));
    expect(rig.read('../clone/.gitattributes')).toBe(ATTRIBUTES);
  });

  it("calls this program in DVC's layout, too, and says what is to be committed", async () => {
    using rig = await Rig.create('dvc');
    const made = await rig.mltrack('merge-driver --install');
    expect(made.stdout).toContain('git merges dvc.lock stage by stage');
    expect(made.stdout).toContain('git add .gitattributes');
    rig.write({
      'dvc.yaml': PIPELINE,
      'raw.txt': 'raw\n',
      'params.yaml': 'lr: 1\n\n\n\n\ndepth: 1\n',
    });
    await rig.mltrack('repro -q');
    rig.commit('base');
    await branch(rig, 'one', { 'dvc.yaml': `${PIPELINE}  a: {cmd: echo a > a, outs: [a]}\n` });
    await branch(rig, 'two', {
      'dvc.yaml': PIPELINE.replace('stages:', 'stages:\n  b: {cmd: echo b > b, outs: [b]}'),
    });
    expect(attempt(rig, 'merge', '-q', 'one')).toBe('');
    expect(await isUpToDate(rig)).toBe(true);
  });

  it.each([
    ['is gone', '/nowhere'],
    ['does not start', undefined],
  ])('leaves git with the text, and markers, where the program %s', async (_, place) => {
    using rig = await project();
    const broken = place ?? join(rig.root, '../broken');
    rig.write({ '../broken/bin/mltrack.js': 'throw new Error()' });
    rig.git('config', 'merge.mltrack.driver', mergeDriverLine(process.execPath, broken));
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', depth(2));
    const said = attempt(rig, 'merge', '-q', 'one');
    expect(said).toContain('mltrack did not start: merged as text.');
    expect(said).not.toContain('not found');
    expect(
      rig.read('mltrack.lock').match(/^(<<<<<<< ours|=======|>>>>>>> theirs)$/gm)?.length,
    ).toBeGreaterThan(2);
    const { stderr } = await rig.mltrack('status');
    expect(stderr).toContain('a git merge conflict is not resolved here');
    expect(stderr).toContain('`git checkout --ours mltrack.lock`, then `mltrack repro`');
    expect(stderr).toContain('`mltrack merge-driver --install`');
    rig.git('checkout', '-q', '--ours', 'mltrack.lock');
    expect((await rig.mltrack('repro -q')).code).toBe(0);
  });

  it("is left out in DVC's layout", async () => {
    using rig = await Rig.create('dvc');
    expect(existsSync(join(rig.root, '.gitattributes'))).toBe(false);
    expect(() => rig.git('config', 'merge.mltrack.driver')).toThrow();
  });

  it('keeps what stands in the file of attributes', async () => {
    using rig = await Rig.create();
    rig.write({ '.gitattributes': '*.txt text' });
    await rig.mltrack('init -q');
    expect(rig.read('.gitattributes')).toBe(`*.txt text\n${ATTRIBUTES}`);
  });

  it('leaves it to the user how ignore files are merged', async () => {
    using rig = await Rig.create();
    rig.write({ '.gitattributes': '.gitignore -merge\n' });
    await rig.mltrack('init -q');
    expect(rig.read('.gitattributes')).toBe('.gitignore -merge\nmltrack.lock merge=mltrack\n');
  });

  it('asks for its files', async () => {
    using rig = await project();
    expect((await rig.mltrack('merge-driver --our x')).code).toBe(254);
  });
});
