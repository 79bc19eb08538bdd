import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const { pipelineFile } = LAYOUTS.mltrack;

const pipeline = `stages:
  first: {cmd: "echo '{' > made.json", outs: [made.json]}
  second: {cmd: echo, params: [a.json: [x], b.toml: [y]]}
  third: {cmd: echo, params: [made.json: [x], c.py: [z], b.toml: [y]]}
  frozen: {cmd: echo, params: [d.json: [x]], frozen: true}
`;
const sound = { 'a.json': '{"x": 1}', 'b.toml': 'y = 1', 'c.py': 'z = 1', 'd.json': '{"x": 1}' };
const broken = { 'a.json': '{"x": tru}', 'b.toml': 'y = \nz =', 'c.py': 'z = 1 2', 'd.json': '{"x": }' };

const told = [
  'a.json:1:7  expected a value',
  'b.toml:1:5  expected a value',
  'b.toml:2:4  expected a value',
  'c.py:1:7  invalid syntax',
];

function places(stderr: string): readonly string[] {
  return stderr.split('\n').filter(line => /^\S+:\d+:\d+ /.test(line));
}

describe('where one file of parameters cannot be read, all are told that stages read and none makes', () => {
  it('by a run', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline, ...broken });
    const { code, stderr } = await rig.mltrack('repro');
    expect(code).toBe(255);
    expect(stderr).toContain(
      "ERROR: failed to reproduce 'second': unable to read parameters from 'a.json'.\n",
    );
    expect(stderr).toContain("\n\nERROR: unable to read parameters from 'b.toml'.\n\n");
    expect(places(stderr)).toEqual(told);
  });

  it.each(['repro -k', 'repro -j2 -k'])('where it goes on (%s), by each stage on its own', async line => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline, ...broken, 'a.json': '{"x": 1}' });
    const { code, stderr } = await rig.mltrack(line);
    expect(code).toBe(255);
    expect(stderr).toContain(
      "WARNING: unable to read parameters from 'b.toml'.\n  b.toml:1:5  expected a value\n  b.toml:2:4  expected a value\n",
    );
  });

  it('but only those of stages that were to run', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline, ...broken });
    const { stderr } = await rig.mltrack('repro second');
    expect(places(stderr)).toEqual(told.slice(0, 3));
  });

  it.each(['status', 'why'])('by %s, as far as the lock has them', async line => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline.replace("'{'", "'{}'").replace('made.json: [x], ', ''), ...sound });
    expect((await rig.mltrack('repro')).code).toBe(0);
    rig.write({
      [pipelineFile]: `${rig.read(pipelineFile)}  new: {cmd: echo, params: [e.json: [x]]}\n`,
      ...broken,
      'e.json': '{',
    });
    expect(places((await rig.mltrack(line)).stderr)).toEqual(told);
  });
});
