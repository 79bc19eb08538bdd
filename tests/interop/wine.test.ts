/** A regression on wine quality with parameters and a folder of results: another value of a parameter on a branch. */
import { describe, expect, it } from 'vitest';
import { Both, stageLines } from './rig/both.ts';
import { mlOptions, needData, overlay, writeBase } from './rig/ml-project.ts';
import { diffProbes, graphProbes, showProbes, statusProbes } from './rig/probes.ts';

describe('wine', () => {
  it('is reproduced, tuned on a branch and compared as by DVC, and comes back from the run cache', async context => {
    needData(context, 'wine');
    using both = await Both.create(await mlOptions());
    writeBase(both, 'wine');
    both.commitAll('project');
    expect(await repro(both)).toContain('Running stage');
    await both.probeAll([...statusProbes, ...graphProbes, ...showProbes]);
    both.commitAll('trained');

    both.git('checkout', '--quiet', '-b', 'tuned');
    overlay(both, 'wine', 'tuned');
    await both.probeAll([...statusProbes, ...diffProbes()]);
    expect(await repro(both)).toContain('Running stage');
    await both.probeAll([...diffProbes('main'), ...showProbes]);
    const { subject } = await both.run(['metrics', 'diff', 'main']);
    expect(subject.stdout).not.toBe('');
    both.commitAll('tuned');

    both.git('checkout', '--quiet', 'main');
    const restored = await repro(both);
    expect(restored).toContain('is cached - skipping run, checking out outputs');
    expect(restored).not.toContain('Running stage');
    expect(await both.compareStatusCrosswise()).toEqual({});
  });
});

/** @returns what the program under test said of the stages. */
async function repro(both: Both): Promise<string> {
  const { judge, subject } = await both.run(['repro']);
  expect(judge.code, judge.stderr).toBe(0);
  expect(stageLines(subject.stdout)).toEqual(stageLines(judge.stdout));
  both.compareTrees();
  return stageLines(subject.stdout).join('\n');
}
