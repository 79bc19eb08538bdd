import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';

const { pipelineFile, lockFile } = LAYOUTS.mltrack;

/** The first line of each failure, and the places in it. */
function heads(stderr: string): readonly string[] {
  return stderr.split('\n').filter(line => /^ERROR: |^\S+:\d+:\d+ /.test(line));
}

describe('of several files that cannot be read all are told,', () => {
  it('each with all of its mistakes, the first one first', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({
      [`a/${pipelineFile}`]: 'stages:\n  s: {cmd: x, dep: [y]}\n  t: {cmd: x, out: [y]}\n',
      [`b/${pipelineFile}`]: 'stages: [\n',
      [`c/${pipelineFile}`]: 'stages:\n  s: {cmd: x}\n',
    });
    const { code, stderr } = await rig.mltrack('repro -P');
    expect(code).toBe(255);
    expect(heads(stderr)).toEqual([
      `ERROR: './a/${pipelineFile}' validation failed: 2 errors.`,
      `a/${pipelineFile}:2:15  unknown key \`dep\``,
      `a/${pipelineFile}:3:15  unknown key \`out\``,
      `ERROR: './b/${pipelineFile}' is invalid.`,
      `b/${pipelineFile}:1:9  this \`[\` is never closed`,
    ]);
  });

  it('lock files as well', async () => {
    using rig = await Rig.create('mltrack');
    const pipeline = 'stages:\n  s: {cmd: x}\n';
    rig.write({
      [`a/${pipelineFile}`]: pipeline,
      [`a/${lockFile}`]: 'a: [\n',
      [`b/${pipelineFile}`]: pipeline,
      [`b/${lockFile}`]: 'b: "\n',
    });
    const { stderr } = await rig.mltrack('repro -P');
    expect(heads(stderr).filter(line => line.startsWith('ERROR'))).toEqual([
      `ERROR: './a/${lockFile}' is invalid.`,
      `ERROR: './b/${lockFile}' is invalid.`,
    ]);
  });

  it('in a revision that is compared, too', async () => {
    using rig = await Rig.create('mltrack');
    rig.commit('base');
    rig.write({ [`a/${pipelineFile}`]: 'stages: [\n', [`b/${pipelineFile}`]: 'x: 1\n' });
    const { stderr } = await rig.mltrack('metrics diff');
    expect(stderr).toContain(
      `in revision 'workspace', './a/${pipelineFile}' is invalid.\n  a/${pipelineFile}:1:9  this \`[\` is never closed\n'./b/${pipelineFile}' validation failed.\n  b/${pipelineFile}:1:1  `,
    );
  });
});
