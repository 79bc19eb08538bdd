import { chmodSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('repro in the layout of %s', name => {
  it('runs what never ran, then nothing, then only what a change concerns', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const first = await rig.mltrack('repro');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(
      `Running stage 'prepare':\n> cat raw.txt | tr a-z A-Z > clean.txt && echo x >> ../prepare.runs\n` +
        `Generating lock file '${layout.lockFile}'\nUpdating lock file '${layout.lockFile}'\n\nRunning stage 'train':\n`,
    );
    const lock = rig.read(layout.lockFile);
    const { mtimeMs } = statSync(join(rig.root, layout.lockFile));
    expect(await rig.mltrack('repro')).toEqual({
      code: 0,
      stdout:
        "Stage 'prepare' didn't change, skipping\nStage 'train' didn't change, skipping\nData and pipelines are up to date.\n",
      stderr: '',
    });
    expect(statSync(join(rig.root, layout.lockFile)).mtimeMs).toBe(mtimeMs);

    rig.write({ 'params.yaml': 'lr: 0.2\nother: 1\n' });
    const third = await rig.mltrack('repro');
    expect(third.stdout).toContain("Stage 'prepare' didn't change, skipping\nRunning stage 'train':\n");
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 2]);
    expect(rig.read(layout.lockFile)).toBe(lock.replace('lr: 0.1', 'lr: 0.2'));
  });

  it('goes by content: what was only touched, or given other parameters that nobody reads, does not run', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    utimesSync(join(rig.root, 'raw.txt'), 1, 1);
    chmodSync(join(rig.root, 'raw.txt'), 0o755);
    rig.write({ 'params.yaml': '# nobody reads other\nlr: 1e-1\nother: 7\n' });
    expect((await rig.mltrack('repro')).stdout).toContain('Data and pipelines are up to date.');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 1]);
  });

  it('stops where a new output is the old one: what follows has nothing to do', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'HELLO\n' });
    expect((await rig.mltrack('repro')).stdout).toContain("Stage 'train' didn't change, skipping\n");
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 1]);
  });

  it('runs with -f whatever the state, and with -s only what is named', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    await rig.mltrack('repro -f prepare');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 1]);
    await rig.mltrack('repro -f train');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([3, 2]);
    await rig.mltrack('repro -f -s train');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([3, 3]);
    rig.write({ 'raw.txt': 'new\n' });
    expect((await rig.mltrack('repro -s train')).stdout).toBe(
      "Stage 'train' didn't change, skipping\nData and pipelines are up to date.\n",
    );
  });

  it('goes with --downstream from the target to what reads from it, and leaves out what it reads', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n', 'params.yaml': 'lr: 3\n' });
    const part = await rig.mltrack('repro --downstream train');
    expect(part.stdout).not.toContain("'prepare'");
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 2]);
    await rig.mltrack('repro --downstream prepare');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 3]);
  });

  it('shows with --dry what would run, and touches nothing', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n' });
    const before = [rig.git('status', '--porcelain'), rig.read(layout.lockFile), rig.read('clean.txt')];
    expect(await rig.mltrack('repro --dry')).toEqual({
      code: 0,
      stdout:
        // DVC's own words in a dry run: it looks for earlier runs by the inputs of the lock.
        "Stage 'prepare' is cached - skipping run, checking out outputs\n" +
        "Running stage 'prepare':\n> cat raw.txt | tr a-z A-Z > clean.txt && echo x >> ../prepare.runs\n\n" +
        "Stage 'train' didn't change, skipping\n" +
        // Of our own layout there is no remote storage yet.
        (name === 'dvc' ? 'Use `dvc push` to send your updates to remote storage.\n' : ''),
      stderr: '',
    });
    expect([rig.git('status', '--porcelain'), rig.read(layout.lockFile), rig.read('clean.txt')]).toEqual(
      before,
    );
    expect(rig.runs('prepare')).toBe(1);
  });

  it('takes from the run cache what was made before, unless told not to', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n' });
    await rig.mltrack('repro');
    rig.write({ 'raw.txt': 'hello\n' });
    const restored = await rig.mltrack('repro');
    expect(restored.stdout).toContain("Stage 'prepare' is cached - skipping run, checking out outputs\n");
    expect([rig.runs('prepare'), rig.read('clean.txt')]).toEqual([2, 'HELLO\n']);
    expect(rig.git('status', '--porcelain', layout.lockFile)).toBe('');
    rig.write({ 'raw.txt': 'new\n' });
    await rig.mltrack('repro --no-run-cache');
    expect(rig.runs('prepare')).toBe(3);
  });

  it('runs nothing where an ignore file hides an output, and says which line of it does', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({ [layout.ignoreFile]: '# models\nmodel*\n' });
    const refusal = `ERROR: Path '$ROOT/model.txt' is ignored by ${layout.ignoreFile}:2:model*\n`;
    expect(await rig.mltrack('repro')).toEqual({ code: 255, stdout: '', stderr: refusal });
    expect(await rig.mltrack('status')).toEqual({ code: 1, stdout: '', stderr: refusal });
    expect(rig.runs('prepare')).toBe(0);
    rig.write({ [layout.ignoreFile]: 'extra\n', 'extra/x': '1' });
    expect((await rig.mltrack('add extra')).stderr).toBe(
      `ERROR: Path '$ROOT/extra' is ignored by ${layout.ignoreFile}:1:extra\n`,
    );
    expect((await rig.mltrack('stage add -n other -o extra/y true')).stderr).toBe(
      `ERROR: Path '$ROOT/extra/y' is ignored by ${layout.ignoreFile}:1:extra\n`,
    );
  });

  it('runs nothing where git would not get the lock file, or hides the pipeline file', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const hint = 'hint: Change the rule in .gitignore that hides it.\n';
    rig.write({ '.gitignore': `${layout.lockFile}\n` });
    const lockHidden = `ERROR: '$ROOT/${layout.lockFile}' is git-ignored.\n${hint}`;
    expect(await rig.mltrack('repro')).toEqual({ code: 255, stdout: '', stderr: lockHidden });
    expect(await rig.mltrack('status')).toEqual({ code: 1, stdout: '', stderr: lockHidden });
    rig.write({ '.gitignore': `${layout.pipelineFile}\n` });
    const hidden = {
      stdout: '',
      stderr: `ERROR: bad DVC file name '${layout.pipelineFile}' is git-ignored.\n${hint}`,
    };
    expect(await rig.mltrack('repro')).toEqual({ code: 255, ...hidden });
    expect(await rig.mltrack('status prepare')).toEqual({ code: 1, ...hidden });
    expect((await rig.mltrack('stage add -n other true')).stderr).toBe(hidden.stderr);
    expect(await rig.mltrack('status')).toMatchObject({ code: 0, stderr: '' });
    expect(await rig.mltrack('repro -P')).toMatchObject({ code: 0, stderr: '' });
    expect(rig.runs('prepare')).toBe(0);
    rig.write({ '.gitignore': '*.txt.*\n' });
    expect((await rig.mltrack('add raw.txt')).stderr).toContain(
      `'raw.txt${layout.dataSuffix}' is git-ignored.`,
    );
    expect(rig.has(`raw.txt${layout.dataSuffix}`)).toBe(false);
  });

  it('stores nothing with --no-commit, until commit does', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    await rig.mltrack('repro --no-commit');
    expect(rig.has(`${layout.directory}/cache/files`)).toBe(false);
    expect(rig.has(`${layout.directory}/cache/runs`)).toBe(false);
    expect((await rig.mltrack('status')).stdout).toContain('not in cache:       clean.txt\n');
    expect((await rig.mltrack('commit')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect((await rig.mltrack('repro')).stdout).toContain('Data and pipelines are up to date.');
  });

  it('hides outputs from git, and says what git should be told', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const { stdout } = await rig.mltrack('repro');
    expect(rig.read('.gitignore')).toBe('/clean.txt\n/model.txt\n');
    expect(stdout).toContain(
      `To track the changes with git, run:\n\n\tgit add .gitignore ${layout.lockFile}\n`,
    );
    rig.commit('all');
    rig.write({ 'params.yaml': 'lr: 9\n' });
    expect((await rig.mltrack('repro')).stdout).toContain(`\tgit add ${layout.lockFile}\n`);
    await rig.mltrack('repro -q -f');
    expect(rig.read('.gitignore')).toBe('/clean.txt\n/model.txt\n');
  });
});

describe.each(LAYOUT_NAMES)('special stages in the layout of %s', name => {
  async function withStages(
    ...stages: string[]
  ): Promise<{ rig: Rig; pipelineFile: string; lockFile: string }> {
    const { rig, layout } = await untrained(name);
    rig.write({ [layout.pipelineFile]: `stages:\n${stages.map(stage => `  ${stage}\n`).join('')}` });
    return { rig, pipelineFile: layout.pipelineFile, lockFile: layout.lockFile };
  }

  it('runs each time what is always changed or has neither dependencies nor outputs', async () => {
    const { rig } = await withStages(
      'always: {cmd: echo 1 > a && echo x >> ../always.runs, outs: [a], always_changed: true}',
      'callback: {cmd: echo x >> ../callback.runs}',
    );
    using _ = rig;
    await rig.mltrack('repro');
    await rig.mltrack('repro');
    expect([rig.runs('always'), rig.runs('callback')]).toEqual([2, 2]);
  });

  it('verifies a frozen stage: what is there is taken as its result', async () => {
    const stage = '{cmd: cp raw.txt a && echo x >> ../one.runs, deps: [raw.txt], outs: [a]}';
    const { rig, pipelineFile, lockFile } = await withStages(
      `one: ${stage}`,
      'two: {cmd: cp a b, deps: [a], outs: [b]}',
    );
    using _ = rig;
    await rig.mltrack('repro');
    rig.write({ [pipelineFile]: rig.read(pipelineFile).replace('outs: [a]}', 'outs: [a], frozen: true}') });
    rig.write({ 'raw.txt': 'changed\n' });
    expect((await rig.mltrack('repro')).stderr).toContain(
      "'one' is frozen. Its dependencies are not going to be reproduced.",
    );
    expect(rig.runs('one')).toBe(1);
    rig.write({ a: 'by hand\n' });
    const verified = await rig.mltrack('repro');
    expect(verified.stdout).toContain("Verifying outputs in frozen stage: 'one'\n");
    expect([rig.runs('one'), rig.read('b')]).toEqual([1, 'by hand\n']);
    expect((await rig.mltrack('repro')).stdout).toContain('Data and pipelines are up to date.');
    expect(rig.read(lockFile)).toContain('size: 8\n');
  });

  it('keeps what persists for the command to go on with, and takes away the rest before it runs', async () => {
    const { rig } = await withStages(
      'grow: {cmd: echo x >> log; echo x >> fresh, deps: [raw.txt], outs: [{log: {persist: true}}, fresh]}',
    );
    using _ = rig;
    await rig.mltrack('repro');
    chmodSync(join(rig.root, 'log'), 0o755);
    await rig.mltrack('repro -f');
    expect([rig.read('log'), rig.read('fresh')]).toEqual(['x\nx\n', 'x\n']);
    // DVC takes the x bits of what persists.
    expect(statSync(join(rig.root, 'log')).mode & 0o111).toBe(0);
  });

  it('brings tracked data up to date before what reads it', async () => {
    const { rig } = await withStages(
      'use: {cmd: cp data copy && echo x >> ../use.runs, deps: [data], outs: [copy]}',
    );
    using _ = rig;
    rig.write({ data: 'one\n' });
    await rig.mltrack('add data');
    await rig.mltrack('repro');
    rig.write({ data: 'two\n' });
    const { stdout } = await rig.mltrack('repro');
    expect(stdout).toMatch(/Verifying data sources in stage: 'data\.(dvc|mlt)'\n/);
    expect([rig.read('copy'), rig.runs('use')]).toEqual(['two\n', 2]);
    expect((await rig.mltrack('status --json')).stdout).toBe('{}\n');
  });

  it('runs commands in the working folder, in the environment of the layout', async () => {
    const { rig } = await withStages(
      'env: {cmd: "printf %s $DVC_STAGE:$DVC_ROOT:$MLTRACK_STAGE:$MLTRACK_ROOT > out && pwd > here", wdir: sub, outs: [out, here]}',
    );
    using _ = rig;
    await rig.mltrack('repro');
    const own = name === 'mltrack' ? `env:${rig.root}` : ':';
    expect(rig.read('sub/out')).toBe(`env:${rig.root}:${own}`);
    expect(rig.read('sub/here')).toBe(`${rig.root}/sub\n`);
  });

  it('runs a list of commands and the lines of a text one by one, until one fails', async () => {
    const { rig } = await withStages(
      'list: {cmd: [echo 1 > a, echo 2 >> a], outs: [a]}',
      'lines: {cmd: "echo 1 > b\\nfalse\\necho 2 >> b", outs: [b]}',
    );
    using _ = rig;
    const { code, stderr } = await rig.mltrack('repro');
    expect([code, rig.read('a'), rig.read('b')]).toEqual([255, '1\n2\n', '1\n']);
    expect(stderr).toContain('failed to run: false, exited with 1');
  });

  it('refuses a stage that has nothing to run', async () => {
    const { rig, lockFile } = await withStages("s: {cmd: '', deps: [x], outs: [o]}");
    using _ = rig;
    rig.write({ x: '', o: '' });
    const refused = await rig.mltrack('repro');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain("stage 's' has no command");
    expect(rig.has(lockFile)).toBe(false);
  });
});

it('repro says in a project without stages how to get one', async () => {
  using rig = await Rig.create('mltrack');
  expect((await rig.mltrack('repro')).stderr).toBe(
    "ERROR: 'mltrack.yaml' does not exist\nhint: Add a first stage with `mltrack stage add`, or see `mltrack init --example` in an empty folder.\n",
  );
});
