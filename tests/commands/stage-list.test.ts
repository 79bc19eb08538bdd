import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, untrained } from '../rig/trained.ts';

const TWO = 'prepare  Outputs clean.txt\ntrain    Outputs model.txt; Reports metrics.json\n';

describe.each(LAYOUT_NAMES)('stage list in the layout of %s', name => {
  it('shows each stage of this folder with what it makes', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    expect(await rig.mltrack('stage list')).toEqual({ code: 0, stdout: TWO, stderr: '' });
    expect((await rig.mltrack('stage list --name-only')).stdout).toBe('prepare\ntrain\n');
    expect((await rig.mltrack('stage list train --name-only')).stdout).toBe('train\n');
  });

  it('gives programs what each stage declares', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const listed = JSON.parse((await rig.mltrack('stage list --json')).stdout) as object;
    expect(listed).toEqual({
      prepare: { file: layout.pipelineFile, deps: ['raw.txt'], outs: ['clean.txt'] },
      train: {
        file: layout.pipelineFile,
        deps: ['clean.txt', 'results.json'],
        params: ['params.yaml'],
        outs: ['model.txt'],
        metrics: ['metrics.json'],
      },
    });
  });

  it('fails in a folder without a pipeline file, unless everything is asked for', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const failed = await rig.mltrack('stage list', 'sub');
    expect(failed).toEqual({
      code: 255,
      stdout: '',
      stderr: `ERROR: '${layout.pipelineFile}' does not exist\n`,
    });
    expect((await rig.mltrack('--cd sub stage list --all --name-only')).stdout).toBe(
      `../${layout.pipelineFile}:prepare\n../${layout.pipelineFile}:train\n`,
    );
  });

  it('lists all the same beside a lock of an old schema, with a warning, and fails if asked to', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({ [layout.lockFile]: 'train:\n  cmd: x\n' });
    for (const line of ['stage list', 'stage list --all', 'stage list -R .'])
      expect(await rig.mltrack(line), line).toEqual({
        code: 0,
        stdout: TWO,
        stderr: `WARNING: the lock file beside '${layout.pipelineFile}' is of an old schema\n`,
      });
    expect((await rig.mltrack('stage list --fail')).code).toBe(255);
  });

  it('lists all the same where templates of other sections are wrong', async () => {
    using rig = await Rig.create('dvc');
    const stages = 'stages:\n  a: {cmd: echo a, outs: [a]}\n';
    rig.write({
      'a/dvc.yaml': `metrics: ["\${nope}"]\n${stages}`,
      'b/dvc.yaml': stages,
      'c/dvc.yaml': `vars: [gone.yaml]\n${stages}`,
    });
    const all = await rig.mltrack('stage list --all');
    expect(all.stdout).toBe('a/dvc.yaml:a  Outputs a\nb/dvc.yaml:a  Outputs a\n');
    expect(all.stderr).toContain("'gone.yaml' does not exist");
    expect(await rig.mltrack('stage list', 'a')).toMatchObject({ code: 0, stdout: 'a  Outputs a\n' });
    expect((await rig.mltrack('stage list', 'c')).code).toBe(255);
    expect((await rig.mltrack('repro a/dvc.yaml')).code).toBe(255);
  });

  it('fails beside a lock that is broken, or leaves its stages out', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({ [layout.lockFile]: 'a: [\n' });
    const failed = await rig.mltrack('stage list');
    expect(failed).toMatchObject({ code: 255, stdout: '' });
    expect(failed.stderr).toContain(`ERROR: './${layout.lockFile}' is invalid.`);
    expect(failed.stderr).toContain(`${layout.lockFile}:1:4`);
    const all = await rig.mltrack('stage list --all');
    expect(all).toMatchObject({ code: 0, stdout: '' });
    expect(all.stderr).toContain(
      `WARNING: left out, as it cannot be read: './${layout.lockFile}' is invalid.\n  ${layout.lockFile}:1:4  `,
    );
    expect((await rig.mltrack('stage list --all --fail')).code).toBe(255);
  });
});

describe('stage list', () => {
  it('describes a stage by its first line of text, or by what it reads', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  a:\n    cmd: x\n    desc: |\n      first\n      second\n  b:\n    cmd: x\n    deps: [d]\n    params: [p]\n  c:\n    cmd: x\n  d:\n    cmd: x\n    desc: ' +
        `${'word '.repeat(30).trim()}\n`,
    });
    expect((await rig.mltrack('stage list')).stdout).toBe(
      `a  first\nb  Depends on d, params.yaml\nc  No outputs or dependencies\nd  ${'word '.repeat(30).slice(0, 79)}…\n`,
    );
  });

  it('goes into folders with -R, and leaves out what cannot be read', async () => {
    using rig = await Rig.create('dvc');
    const stage = 'stages:\n  s:\n    cmd: x\n';
    rig.write({
      'dvc.yaml': stage,
      'in/dvc.yaml': stage,
      'in/deep/dvc.yaml': stage,
      'bad/dvc.yaml': 'stages: [\n',
    });
    expect((await rig.mltrack('stage list -R in --name-only')).stdout).toBe(
      'in/dvc.yaml:s\nin/deep/dvc.yaml:s\n',
    );
    expect((await rig.mltrack('stage list --all --name-only')).stdout).toBe(
      's\nin/dvc.yaml:s\nin/deep/dvc.yaml:s\n',
    );
    expect((await rig.mltrack('stage list --all --fail')).code).toBe(255);
  });

  it('minds only the files that are asked for', async () => {
    const { rig } = await untrained();
    using _ = rig;
    rig.write({ 'bad/dvc.yaml': 'stages: [\n', 'x.dvc': 'outs: {}\n' });
    for (const line of ['stage list', 'stage list train', 'stage list dvc.yaml'])
      expect(await rig.mltrack(line), line).toMatchObject({ code: 0, stderr: '' });
    for (const line of ['stage list bad/dvc.yaml', 'stage list bad/dvc.yaml:s', 'stage list x.dvc'])
      expect(await rig.mltrack(line), line).toMatchObject({ code: 255, stdout: '' });
    rig.write({ 'dvc.yaml': 'stages: [\n', 'bad/dvc.yaml': 'stages:\n  s:\n    cmd: x\n' });
    expect((await rig.mltrack('stage list bad/dvc.yaml')).stdout).toBe(
      'bad/dvc.yaml:s  No outputs or dependencies\n',
    );
  });

  it('takes no output for a stage', async () => {
    const { rig } = await untrained();
    using _ = rig;
    expect(await rig.mltrack('stage list model.txt')).toEqual({
      code: 255,
      stdout: '',
      stderr: "ERROR: Stage 'model.txt' not found inside 'dvc.yaml' file\n",
    });
  });

  it('fails with a hint on a name that is nearly one', async () => {
    const { rig } = await untrained();
    using _ = rig;
    const failed = await rig.mltrack('stage list dvc.yaml:trian');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toBe(
      "ERROR: Stage 'trian' not found inside 'dvc.yaml' file\nhint: Did you mean 'train'?\n",
    );
  });

  it('needs a project', async () => {
    using rig = await Rig.create();
    expect(await rig.mltrack('stage list')).toMatchObject({ code: 253, stdout: '' });
  });
});
