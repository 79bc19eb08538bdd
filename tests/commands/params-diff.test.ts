import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('params diff in the layout of %s', name => {
  it('compares every parameter of the default file, unrounded', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'params.yaml': 'lr: 1.0e-05\nother: 1\nnew: [1, {a: null}]\n' });
    expect(await rig.mltrack('params diff')).toEqual({
      code: 0,
      stdout:
        "Path         Param    HEAD    workspace\nparams.yaml  lr       0.1     1e-05\nparams.yaml  new      -       [1, {'a': None}]\n",
      stderr: '',
    });
    expect((await rig.mltrack('params diff --json', 'sub')).stdout).toBe(
      '{"../params.yaml": {"lr": {"old": 0.1, "new": 1e-05, "diff": -0.09999000000000001}, "new": {"old": null, "new": "[1, {\'a\': None}]"}}}\n',
    );
    expect((await rig.mltrack('params diff --md --no-path --deps')).stdout).toBe(
      '| Param   | HEAD   | workspace   |\n|---------|--------|-------------|\n| lr      | 0.1    | 1e-05       |\n\n',
    );
  });
});

describe('params diff', () => {
  it('shows unchanged ones with --all, only declared ones with --deps, whole files with --targets', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'more.yaml': 'x: 1\n' });
    rig.commit('more');
    rig.write({ 'params.yaml': 'lr: 0.2\nother: 1\n', 'more.yaml': 'x: 2\n' });
    const json = async (flags: string): Promise<unknown> =>
      JSON.parse((await rig.mltrack(`params diff --json ${flags}`)).stdout);
    expect(await json('--all')).toEqual({
      'params.yaml': { lr: { old: 0.1, new: 0.2, diff: 0.1 }, other: { old: 1, new: 1, diff: 0 } },
    });
    expect(await json('--all --deps')).toEqual({ 'params.yaml': { lr: { old: 0.1, new: 0.2, diff: 0.1 } } });
    expect(await json('--targets more.yaml')).toEqual({ 'more.yaml': { x: { old: 1, new: 2, diff: 1 } } });
  });

  it('leaves a file out that is no text, and says so', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'params: [p.yaml, q.json]\n',
      'p.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff]),
      'q.json': '{"a": 1}',
    });
    rig.commit('base');
    rig.write({ 'q.json': '{"a": 2}' });
    const diff = await rig.mltrack('params diff --json');
    expect(diff).toMatchObject({ code: 0, stdout: '{"q.json": {"a": {"old": 1, "new": 2, "diff": 1}}}\n' });
    expect(diff.stderr).toContain("WARNING: no values from 'p.yaml' in 'HEAD': it is not UTF-8 text\n");
  });

  it('takes the old name of --json with a hint, and refuses a third revision', async () => {
    const { rig } = await trained();
    using _ = rig;
    expect(await rig.mltrack('params diff --show-json')).toEqual({
      code: 0,
      stdout: '{}\n',
      stderr: 'hint: this option is called --json now.\n',
    });
    const refused = await rig.mltrack('params diff a b c');
    expect(refused).toMatchObject({ code: 254, stdout: '' });
    expect(refused.stderr).toContain('hint: See `');
    expect((await rig.mltrack('params diff nope')).code).toBe(255);
  });
});
