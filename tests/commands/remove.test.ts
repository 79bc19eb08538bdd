import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('remove in the layout of %s', name => {
  it('takes a stage out of the pipeline file, the lock and .gitignore, and leaves what it made', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    expect(await rig.mltrack('remove prepare')).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const file of [layout.pipelineFile, layout.lockFile])
      expect(rig.read(file)).not.toContain('prepare');
    expect(rig.read('.gitignore')).toBe('/model.txt\n');
    expect(rig.read('clean.txt')).toBe('HELLO\n');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('takes the files along with the last stage', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    expect((await rig.mltrack('rm train prepare --outs')).code).toBe(0);
    for (const file of [layout.pipelineFile, layout.lockFile, '.gitignore', 'model.txt', 'metrics.json'])
      expect(rig.has(file), file).toBe(false);
    expect(rig.has('raw.txt')).toBe(true);
  });

  it('keeps a file that also says what holds for the project as a whole', async () => {
    using rig = await Rig.create('mltrack');
    const gates = '# for all\ngates:\n  m.json:\n    a: {min: 1}\n';
    rig.write({ 'mltrack.yaml': `stages:\n  a:\n    cmd: echo 1\n${gates}` });
    await rig.mltrack('repro -q');
    expect((await rig.mltrack('remove a')).code).toBe(0);
    expect(rig.read('mltrack.yaml')).toContain(gates);
    expect((await rig.mltrack('stage list')).code).toBe(0);
    expect(rig.has('mltrack.lock')).toBe(false);
    expect((await rig.mltrack('stage add -n b true')).code).toBe(0);
    expect(rig.read('mltrack.yaml')).toContain(gates);
  });

  it('stops tracking data, which becomes a file of its own', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    const suffix = name === 'dvc' ? '.dvc' : '.mlt';
    rig.write({
      [`${name === 'dvc' ? '.dvc' : '.mltrack'}/config`]: '[cache]\n    type = symlink\n',
      data: 'd\n',
    });
    await rig.mltrack('add -q data');
    const wrong = await rig.mltrack('remove data');
    expect(wrong).toEqual({
      code: 1,
      stdout: '',
      stderr: `ERROR: 'data' is not a ${suffix} file. Do you mean 'data${suffix}'?\n`,
    });
    expect((await rig.mltrack(`remove data${suffix}`)).code).toBe(0);
    expect(rig.has(`data${suffix}`)).toBe(false);
    expect(rig.has('.gitignore')).toBe(false);
    rig.write({ data: 'changed\n' });
    expect(rig.read('data')).toBe('changed\n');
  });
});

describe('remove', () => {
  it('leaves what a stage has in common with others to them', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  a: &x\n    cmd: echo > a\n    outs: [a]   # made\n  d: {<<: *x, outs: [d], cmd: echo > d}\n  e:\n    <<: *x\n    cmd: echo > e\n    outs: [e]\n',
    });
    await rig.mltrack('repro -q');
    const done = await rig.mltrack('remove a --outs');
    expect(done).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(rig.read('dvc.yaml')).toBe(
      'stages:\n  d: {<<: &x {cmd: echo > a, outs: [a]}, outs: [d], cmd: echo > d}\n  e:\n    <<: *x\n    cmd: echo > e\n    outs: [e]\n',
    );
    expect(rig.has('a')).toBe(false);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('touches nothing of a stage that was made from a template', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'params.yaml': 'a: 1\n',
      'dvc.yaml':
        'stages:\n  made:\n    cmd: echo ${a} > o\n    outs: [o]\n  plain:\n    cmd: echo > p\n    outs: [p]\n',
    });
    await rig.mltrack('repro -q');
    rig.commit('base');
    expect(await rig.mltrack('remove --outs made')).toEqual({
      code: 1,
      stdout: '',
      stderr: "ERROR: cannot remove a parametrized stage: 'made'\n",
    });
    expect(rig.git('status', '--porcelain')).toBe('');
    expect(rig.has('o')).toBe(true);
  });

  it('stops at the first target that fails', async () => {
    const { rig } = await untrained();
    using _ = rig;
    expect((await rig.mltrack('remove train nope prepare')).code).toBe(1);
    expect(rig.read('dvc.yaml')).toContain('prepare:');
    expect(rig.read('dvc.yaml')).not.toContain('train:');
  });

  it('removes nothing outside of the project', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      '../outside/keep': 'mine\n',
      '../outside/.gitignore': '/keep\n',
      'dvc.yaml':
        'stages:\n  a:\n    cmd: x\n    outs: [link/keep]\n  b:\n    cmd: x\n    outs: [../outside/keep: {cache: false}]\n',
    });
    symlinkSync('../outside', join(rig.root, 'link'));
    expect((await rig.mltrack('remove --outs b')).code).toBe(0);
    const refused = await rig.mltrack('remove --outs a');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('outside of the project');
    expect((await rig.mltrack('remove a')).code).toBe(0);
    expect(readFileSync(join(rig.root, '../outside/keep'), 'utf8')).toBe('mine\n');
    expect(rig.read('../outside/.gitignore')).toBe('/keep\n');
  });
});
