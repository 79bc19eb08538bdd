import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const { pipelineFile } = LAYOUTS.mltrack;

function places(stderr: string): readonly string[] {
  return stderr.split('\n').filter(line => /^\S+:\d+:\d+ /.test(line));
}

describe('a pipeline file is refused together with', () => {
  it('the files of values that it names, with all of their mistakes', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({
      [pipelineFile]: 'vars: [a.json, b.toml]\nstages:\n  s: {cmd: "echo ${x} ${y}"}\n',
      'a.json': '{"x": tru,\n "y": }\n',
      'b.toml': 'z =\nw =\n',
    });
    const { code, stderr } = await rig.mltrack('stage list');
    expect(code).toBe(255);
    expect(places(stderr)).toEqual([
      `${pipelineFile}:1:8  'a.json' cannot be read:1:7: expected a value`,
      `${pipelineFile}:1:16  'b.toml' cannot be read:1:4: expected a value`,
      'a.json:1:7  expected a value',
      'a.json:2:7  expected a value',
      'b.toml:1:4  expected a value',
      'b.toml:2:4  expected a value',
    ]);
  });

  it.each([
    ['its shape', 'stages:\n  s: {cmd: x, dep: [y]}\n  t: {cmd: "${z}"}\n', '2:15  unknown key `dep`'],
    ['its YAML', 'stages:\n  s: [\n', '2:6  this `[` is never closed'],
  ])('the parameters beside it, when %s is wrong, and no template is judged', async (_, text, first) => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: text, 'params.yaml': 'z: 1\nz: 2\n' });
    const { stderr } = await rig.mltrack('repro');
    expect(places(stderr)).toEqual([
      `${pipelineFile}:${first}`,
      'params.yaml:2:1  the key `z` comes twice in this map',
    ]);
  });
});
