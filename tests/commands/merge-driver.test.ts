import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

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

/** A reproduced project, committed on `main`, in which git calls the built program. */
async function project(): Promise<Rig> {
  const rig = await Rig.create('mltrack');
  const driver = rig.git('config', 'merge.mltrack.driver').trim();
  rig.git('config', 'merge.mltrack.driver', driver.replace('mltrack', `${process.execPath} ${bin}`));
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
    // The ignore file grows at the same place on both sides.
    rig.write({ '.gitattributes': 'mltrack.lock merge=mltrack\n.gitignore merge=union\n' });
    rig.commit('attributes');
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

  it('leaves a conflict where neither side ran on the merged files', async () => {
    using rig = await project();
    await branch(rig, 'one', lr(2));
    await branch(rig, 'two', depth(2));
    const said = attempt(rig, 'merge', '-q', 'one');
    expect(said).toContain(
      "ERROR: mltrack.lock: both branches ran 'train', and neither result is known to be that of the merged files\nhint: Once",
    );
    expect(rig.git('diff', '--name-only', '--diff-filter=U').trim()).toBe('mltrack.lock');
    const lock = rig.read('mltrack.lock');
    expect(lock.match(/^(<<<<<<< ours|=======|>>>>>>> theirs)$/gm)).toHaveLength(3);
    expect(lock.indexOf('prepare:')).toBeLessThan(lock.indexOf('<<<<<<<'));
    rig.git('checkout', '-q', '--ours', 'mltrack.lock');
    await rig.mltrack('checkout -q -f');
    expect((await rig.mltrack('repro')).stdout).toContain("Running stage 'train':");
    expect(rig.read('model.txt')).toContain('lr: 2\n\n\n\n\ndepth: 2\n');
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
    const driver = rig.git('config', 'merge.mltrack.driver').trim();
    rig.git('config', 'merge.mltrack.driver', driver.replace('mltrack', `${process.execPath} ${bin}`));
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
    expect(rig.read('.gitattributes')).toBe('mltrack.lock merge=mltrack\n');
    const clone = join(rig.root, '../clone');
    rig.git('clone', '-q', rig.root, clone);
    expect((await rig.mltrack('merge-driver --install', '../clone')).code).toBe(0);
    const config = execFileSync('git', ['config', 'merge.mltrack.driver'], { cwd: clone, encoding: 'utf8' });
    expect(config).toBe('mltrack merge-driver --ancestor %O --our %A --their %B --path %P\n');
    expect(rig.read('../clone/.gitattributes')).toBe('mltrack.lock merge=mltrack\n');
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
    expect(rig.read('.gitattributes')).toBe('*.txt text\nmltrack.lock merge=mltrack\n');
  });

  it('asks for its files', async () => {
    using rig = await project();
    expect((await rig.mltrack('merge-driver --our x')).code).toBe(254);
  });
});
