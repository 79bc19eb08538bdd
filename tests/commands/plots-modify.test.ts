import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const PIPELINE = `stages:
  train:   # first
    cmd: cp a b   # as it is
    plots:
    - z.csv:   # by epoch
        x: step   # or epoch
    - loss.csv
    outs:
    - model   # large
`;

describe('plots modify', () => {
  it('changes one plot and keeps comments, also where an output moves to another list', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': PIPELINE });
    expect(await rig.mltrack('plots modify model -y acc')).toMatchObject({ code: 0, stderr: '' });
    const text = rig.read('dvc.yaml');
    for (const comment of ['# first', '# as it is', '# by epoch', '# or epoch', '# large'])
      expect(text).toContain(comment);
    expect(text).toContain('- model:\n        y: acc');
  });

  it('takes properties away that are there, and says which are not', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'mltrack.yaml': PIPELINE });
    expect(await rig.mltrack('plots modify z.csv --unset x title')).toMatchObject({
      code: 255,
      stderr: "ERROR: display properties ['title'] not found in plot 'z.csv'\n",
    });
    expect(await rig.mltrack('plots modify z.csv --unset x')).toMatchObject({ code: 0 });
    expect(rig.read('mltrack.yaml')).not.toContain('x: step');
  });

  it('leaves a data file as it is, and says where the plot of data belongs', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'data.csv': 'a\n1\n' });
    await rig.mltrack('add -q data.csv');
    const before = rig.read('data.csv.dvc');
    const done = await rig.mltrack('plots modify data.csv -x a');
    expect(done.code).toBe(255);
    expect(done.stderr).toContain('Name it in the list `plots` of dvc.yaml');
    expect(rig.read('data.csv.dvc')).toBe(before);
  });
});
