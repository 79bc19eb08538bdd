import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('freeze and unfreeze in the layout of %s', name => {
  it('write `frozen` into the definition, and take it out again', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    const file = layout.pipelineFile;
    expect(await rig.mltrack('freeze train')).toEqual({
      code: 0,
      stdout: `Modifying stage 'train' in '${file}'\n`,
      stderr: '',
    });
    const written = rig.read(file);
    expect(written.endsWith('        cache: false\n    frozen: true\n')).toBe(true);
    rig.write({ 'params.yaml': 'lr: 0.2\n' });
    await rig.mltrack('repro -q');
    expect(rig.runs('train')).toBe(1);
    expect((await rig.mltrack('unfreeze -q train')).stdout).toBe('');
    expect(rig.read(file)).toBe(written.replace('    frozen: true\n', ''));
    await rig.mltrack('repro -q');
    expect(rig.runs('train')).toBe(2);
  });

  it('work on data files, and on stages of other folders', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    await rig.mltrack('add -q raw.txt');
    const data = `raw.txt${layout.dataSuffix}`;
    const before = rig.read(data);
    expect(await rig.mltrack(`freeze ../${data} ../${layout.pipelineFile}:train`, 'sub')).toMatchObject({
      code: 0,
      stdout: `Modifying stage 'train' in '../${layout.pipelineFile}'\n`,
    });
    expect(rig.read(data)).toBe(`${before}frozen: true\n`);
  });

  it('go on behind a target that fails', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const done = await rig.mltrack('freeze trian prepare');
    expect(done).toEqual({
      code: 1,
      stdout: `Modifying stage 'prepare' in '${layout.pipelineFile}'\n`,
      stderr: `ERROR: failed to freeze 'trian' - Stage 'trian' not found inside '${layout.pipelineFile}' file\nhint: Did you mean 'train'?\n`,
    });
  });
});

describe('freeze', () => {
  it.each([
    ['an anchor', '# c\nouts:   # q\n', 'meta: &x {a: 1}   # z\n'],
    ['a tag', '# c\nouts:   # q\n', 'meta: {a: !!str 3}\n'],
    ['a document start', '# c\n---\nouts:   # q\n', ''],
  ])('keeps a data file with %s as it is written', async (_, head, tail) => {
    using rig = await Rig.create('dvc');
    const text = `${head}- md5: d3b07384d113edec49eaa6238ad5ff00\n  size: 4\n  hash: md5\n  path: foo\n${tail}`;
    rig.write({ 'foo.dvc': text });
    expect((await rig.mltrack('freeze foo.dvc')).code).toBe(0);
    expect(rig.read('foo.dvc')).toBe(`${text}frozen: true\n`);
    expect((await rig.mltrack('unfreeze foo.dvc')).code).toBe(0);
    expect(rig.read('foo.dvc')).toBe(text);
  });

  it('freezes no other stage that shares the definition', async () => {
    using rig = await Rig.create('dvc');
    const text = 'stages:\n  s: &base   # c\n    cmd: echo 1\n    meta: {n: 1e3}\n  t: *base\n';
    rig.write({ 'dvc.yaml': text });
    expect((await rig.mltrack('freeze t')).code).toBe(0);
    expect(rig.read('dvc.yaml')).toBe(
      'stages:\n  s: &base   # c\n    cmd: echo 1\n    meta: {n: 1e3}\n  t:\n    cmd: echo 1\n    meta:\n      n: 1e3\n    frozen: true\n',
    );
    rig.write({ 'dvc.yaml': text });
    expect((await rig.mltrack('freeze s')).code).toBe(0);
    expect(rig.read('dvc.yaml')).toBe(
      'stages:\n  s:   # c\n    cmd: echo 1\n    meta: {n: 1e3}\n    frozen: true\n  t:\n    cmd: echo 1\n    meta: {n: 1e3}\n',
    );
  });

  it('refuses what was made from a template, and takes what merely stands beside it', async () => {
    using rig = await Rig.create('dvc');
    const text =
      'vars: [{a: 1}]\nstages:\n  made:\n    cmd: echo ${a}\n  each:\n    foreach: [1]\n    do:\n      cmd: x\n  plain:\n    cmd: x\n';
    rig.write({ 'dvc.yaml': text });
    const refused = await rig.mltrack('freeze made each@1');
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "ERROR: failed to freeze 'made' - cannot dump a parametrized stage: 'made'\nERROR: failed to freeze 'each@1' - cannot dump a parametrized stage: 'each@1'\n",
    });
    expect(rig.read('dvc.yaml')).toBe(text);
    expect((await rig.mltrack('freeze plain')).code).toBe(0);
    expect(rig.read('dvc.yaml')).toContain('  plain:\n    cmd: x\n    frozen: true\n');
  });

  it('is not held up by files that are not meant', async () => {
    const { rig } = await untrained();
    using _ = rig;
    rig.write({ 'sub/dvc.yaml': 'stages: [\n', 'x.dvc': 'outs: {}\n' });
    expect((await rig.mltrack('freeze train')).code).toBe(0);
    const broken = await rig.mltrack('freeze sub/dvc.yaml:x');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("failed to freeze 'sub/dvc.yaml:x' - './sub/dvc.yaml' is invalid.");
  });

  it.each([
    ['dvc.yaml', 'Stage name not provided.Please specify the name as: `dvc.yaml:stage_name`'],
    ['dvc.lock:train', 'Did you mean: `dvc.yaml:train`?'],
    [
      'raw.txt:x',
      "bad DVC file name 'raw.txt'. DVC files should be named 'dvc.yaml' or have a '.dvc' suffix",
    ],
    ['nope.dvc', "'nope.dvc' does not exist"],
    ['../outside/dvc.yaml:x', "'../outside/dvc.yaml' does not exist"],
    ['hidden/dvc.yaml:x', 'git-ignored'],
    ['left/dvc.yaml:x', "'left/dvc.yaml' is hidden by an ignore file"],
  ])('refuses %s', async (target, words) => {
    const { rig } = await untrained();
    using _ = rig;
    rig.write({
      '../outside/dvc.yaml': 'stages:\n  x:\n    cmd: x\n',
      'hidden/dvc.yaml': 'stages:\n  x:\n    cmd: x\n',
      'left/dvc.yaml': 'stages:\n  x:\n    cmd: x\n',
      '.gitignore': 'hidden\n',
      '.dvcignore': 'left\n',
    });
    const refused = await rig.mltrack(`freeze ${target}`);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`ERROR: failed to freeze '${target}' - `);
    expect(refused.stderr).toContain(words);
  });
});
