import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('status in the layout of %s', name => {
  it('says that all is up to date after a run', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    expect(await rig.mltrack('status')).toEqual({
      code: 0,
      stdout: 'Data and pipelines are up to date.\n',
      stderr: '',
    });
    expect((await rig.mltrack('status --json')).stdout).toBe('{}\n');
  });

  it('tells what never ran', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    expect((await rig.mltrack('status prepare')).stdout).toBe(
      'prepare:\n\tchanged deps:\n\t\tmodified:           raw.txt\n\tchanged outs:\n\t\tdeleted:            clean.txt\n',
    );
  });

  it('groups changed parameters under their file, and what else changed', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ 'params.yaml': 'lr: 0.2\nother: 2\n', 'model.txt': 'by hand\n' });
    const pipeline = rig.read(layout.pipelineFile);
    rig.write({ [layout.pipelineFile]: pipeline.replace('cat clean.txt >', 'cat  clean.txt >') });
    const status = await rig.mltrack('status');
    expect(status.code).toBe(0);
    expect(status.stdout).toBe(
      [
        'train:',
        '\tchanged deps:',
        '\t\tparams.yaml:',
        '\t\t\tmodified:           lr',
        '\tchanged outs:',
        '\t\tmodified:           model.txt',
        '\tchanged command',
        '',
      ].join('\n'),
    );
    expect((await rig.mltrack('status --json')).stdout).toBe(
      '{"train": [{"changed deps": {"params.yaml": {"lr": "modified"}}}, {"changed outs": {"model.txt": "modified"}}, "changed command"]}\n',
    );
  });

  it('shows paths from where it is asked, and with --cd from there', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n' });
    const expected = `../${layout.pipelineFile}:prepare:\n\tchanged deps:\n\t\tmodified:           ../raw.txt\n`;
    expect((await rig.mltrack('status', 'sub')).stdout).toBe(expected);
    expect((await rig.mltrack('--cd sub status')).stdout).toBe(expected);
  });

  it('answers by exit code with -q', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    expect(await rig.mltrack('status -q')).toEqual({ code: 0, stdout: '', stderr: '' });
    rig.write({ 'raw.txt': 'new\n' });
    expect(await rig.mltrack('status -q')).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it('fails with 1 where the lock is of an old schema, and says what helps', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ [layout.lockFile]: 'train:\n  cmd: x\n' });
    const failed = await rig.mltrack('status');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain(`'./${layout.lockFile}' validation failed`);
    expect(failed.stderr).toContain('hint: The file was written by another version.');
  });

  it('looks at the named targets alone, or at what they need as well', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n', 'params.yaml': 'lr: 3\n' });
    expect(Object.keys(JSON.parse((await rig.mltrack('status --json train')).stdout) as object)).toEqual([
      'train',
    ]);
    expect(
      Object.keys(JSON.parse((await rig.mltrack('status --json -d train')).stdout) as object).sort(),
    ).toEqual(['prepare', 'train']);
    const unknown = await rig.mltrack('status trian');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("'trian' does not exist as an output or a stage name");
    expect(unknown.stderr).toContain("Did you mean 'train'?");
  });
});

describe('status', () => {
  it('sends a newcomer with nothing in the project on the way', async () => {
    using dvc = await Rig.create('dvc');
    expect((await dvc.mltrack('status')).stdout).toBe(
      'There are no data or pipelines tracked in this project yet.\nSee <https://dvc.org/doc/start> to get started!\n',
    );
    using own = await Rig.create('mltrack');
    expect((await own.mltrack('status')).stdout).toContain('`mltrack stage add`');
  });

  it('lets -q before the command count for nothing, as DVC does, and says so', async () => {
    const { rig } = await untrained();
    using _ = rig;
    const status = await rig.mltrack('-q status prepare');
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('prepare:');
    expect(status.stderr).toBe('hint: -q counts only behind the command, as in DVC.\n');
  });

  it('warns of a frozen stage, whose dependencies do not count', async () => {
    const { rig, layout } = await trained();
    using _ = rig;
    const pipeline = rig.read(layout.pipelineFile);
    rig.write({ [layout.pipelineFile]: `${pipeline}    frozen: true\n`, 'params.yaml': 'lr: 9\n' });
    const status = await rig.mltrack('status');
    expect(status.stdout).toBe('Data and pipelines are up to date.\n');
    expect(status.stderr).toBe(
      "WARNING: stage: 'train' is frozen. Its dependencies are not going to be shown in the status output.\n",
    );
  });

  it('looks into a parameters file only where the lock knows it, as DVC does', async () => {
    using rig = await Rig.create('dvc');
    const pipeline = 'stages:\n  s:\n    cmd: "true"\n    params: [p.json: [k]]\n';
    rig.write({ 'dvc.yaml': pipeline, 'p.json': Buffer.from([0, 1]) });
    expect((await rig.mltrack('status --json')).stdout).toBe(
      '{"s": [{"changed deps": {"p.json": "new"}}]}\n',
    );
    rig.write({ 'p.json': '{"k": 1}' });
    await rig.mltrack('repro -q');
    rig.write({ 'p.json': Buffer.from([0x22, 0xff, 0x22]) });
    expect(await rig.mltrack('status')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        "ERROR: unable to read: 'p.json', is not valid utf-8\n\np.json:1:2  ",
      ) as string,
    });
  });

  it('lists a stage that always runs', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'stages:\n  tick:\n    cmd: "true"\n    always_changed: true\n' });
    await rig.mltrack('repro -q');
    expect((await rig.mltrack('status --json')).stdout).toBe('{"tick": ["always changed"]}\n');
  });

  it('tells people at a terminal once of stages of a group that changed in the same way', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  train:\n    foreach: [1, 2, 3]\n    do:\n      cmd: echo > m${item}\n      params: [lr]\n      outs: ["m${item}"]\n  other: {cmd: "true", params: [lr]}\n',
      'params.yaml': 'lr: 1\n',
    });
    await rig.mltrack('repro -q');
    rig.write({ 'params.yaml': 'lr: 2\n', m2: 'by hand\n' });
    const piped = (await rig.mltrack('status')).stdout;
    expect(piped.match(/^train@\d:$/gm)).toEqual(['train@1:', 'train@2:', 'train@3:']);
    const atTerminal = async (line: string): Promise<string> => {
      rig.answers.push('');
      const { stdout } = await rig.mltrack(line, '', { NO_COLOR: '1' });
      rig.answers.length = 0;
      return stdout;
    };
    const changed = '\tchanged deps:\n\t\tparams.yaml:\n\t\t\tmodified:           lr\n';
    expect(await atTerminal('status')).toBe(
      `train@1, and 1 more of 'train' likewise:\n${changed}train@2:\n${changed}\tchanged outs:\n\t\tmodified:           m2\nother:\n${changed}`,
    );
    expect(await atTerminal('status -v')).toBe(piped);
    expect(JSON.parse(await atTerminal('status --json'))).toHaveProperty(['train@3']);
  });

  it.each([
    ['a date', 'day: 2020-01-01\n', 255, "Unsupported value of type 'date' in 'params.yaml:day'"],
    ['no YAML', 'a: [\n', 1, "unable to read parameters from 'params.yaml'.\n\nparams.yaml:1:4  "],
    ['a list', '- 1\n', 1, "expected a dictionary, got 'list' in file 'params.yaml'"],
    [
      'no text',
      Buffer.from([0x61, 0x3a, 0x20, 0xff]),
      1,
      "unable to read: 'params.yaml', is not valid utf-8",
    ],
  ])(
    'refuses a parameters file beside the pipeline that holds %s, as DVC does',
    async (_, content, code, words) => {
      const { rig } = await untrained();
      using __ = rig;
      rig.write({ 'params.yaml': content });
      const failed = await rig.mltrack('status');
      expect(failed).toMatchObject({ code, stdout: '' });
      expect(failed.stderr).toContain(words);
    },
  );
});
