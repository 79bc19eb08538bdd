import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const { pipelineFile } = LAYOUTS.mltrack;

const pipeline = `stages:
  first: {cmd: echo > made, deps: [there], outs: [made]}
  second:
    cmd: x
    deps: [made, gone, ../outside]
    params: [a, other.yaml: [b]]
    outs: [o]
  third: {cmd: x, deps: [o, away], outs: [p]}
  frozen: {cmd: x, deps: [lost], frozen: true}
`;

const told = [
  `${pipelineFile}:5:18  there is no 'gone', and no stage that makes it`,
  `${pipelineFile}:5:24  there is no '../outside', and no stage that makes it`,
  `${pipelineFile}:6:14  there is no 'params.yaml', and no stage that makes it`,
  `${pipelineFile}:6:17  there is no 'other.yaml', and no stage that makes it`,
  `${pipelineFile}:8:29  there is no 'away', and no stage that makes it`,
];

describe('a run that lacks something tells all that its stages lack, where they declare it,', () => {
  it.each([
    ['when nothing is done yet', 'repro --dry', 'made', false],
    ['and has run what stands before', 'repro', 'gone', true],
  ])('%s', async (_, line, first, hasRun) => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline, there: '' });
    const { code, stderr } = await rig.mltrack(line);
    expect(code).toBe(255);
    expect(stderr).toMatch(/^ERROR: failed to reproduce 'second': /);
    expect(stderr).toContain(`dependency '${first}' does not exist\n`);
    expect(stderr.split('\n').filter(text => text.startsWith(pipelineFile))).toEqual(told);
    expect(rig.has('made')).toBe(hasRun);
  });

  it('and only those that were to run', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ [pipelineFile]: pipeline });
    const { stderr } = await rig.mltrack('repro --dry first');
    expect(stderr).toContain(`${pipelineFile}:2:36  there is no 'there'`);
    expect(stderr).not.toContain('gone');
  });
});
