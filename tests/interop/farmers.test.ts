/** The users' real project: crops and farmers, LogisticRegression on main, QDA on a branch, compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both, stageLines } from './rig/both.ts';
import { mlOptions, needData, overlay, writeBase } from './rig/ml-project.ts';
import { diffProbes, graphProbes, showProbes, statusProbes } from './rig/probes.ts';

const logistic = { accuracy: 0.8666666666666667, specificity: 0.375, sensitivity: 0.9550561797752809 };
const quadratic = { accuracy: 0.780952380952381, specificity: 0.4375, sensitivity: 0.8426966292134831 };

describe('farmers', () => {
  it('is reproduced on main and on a branch, and compared, as by DVC', async context => {
    needData(context, 'farmers');
    using both = await Both.create(await mlOptions());
    writeBase(both, 'farmers');
    both.commitAll('project');
    const metrics = (): unknown => JSON.parse(readFileSync(join(both.subject.root, 'metrics.json'), 'utf8'));

    await repro(both);
    expect(metrics()).toEqual(logistic);
    await both.probeAll([...graphProbes, ...showProbes]);
    expect(await both.compareStatusCrosswise()).toEqual({});
    both.commitAll('logistic regression');

    both.git('checkout', '--quiet', '-b', 'qda');
    overlay(both, 'farmers', 'qda');
    await both.probeAll(statusProbes);
    await repro(both);
    expect(metrics()).toEqual(quadratic);
    await both.probeAll([...diffProbes('main'), ...diffProbes(), ...showProbes]);
    expect(await both.compareStatusCrosswise()).toEqual({});

    const { subject } = await both.run(['metrics', 'diff', 'main', '--json']);
    const changes = JSON.parse(subject.stdout) as Record<string, Record<string, { diff: number }>>;
    const signs = Object.entries(changes['metrics.json'] ?? {}).map(([name, { diff }]) => [
      name,
      Math.sign(diff),
    ]);
    expect(Object.fromEntries(signs)).toEqual({ accuracy: -1, specificity: 1, sensitivity: -1 });
  });

  it('goes on in one folder from DVC to mltrack and back', async context => {
    needData(context, 'farmers');
    using both = await Both.create(await mlOptions());
    writeBase(both, 'farmers');
    const { judge, subject } = both;
    const clean = async (tool: 'judge' | 'subject'): Promise<void> => {
      const run = await both[tool].tool.run(judge.root, both[tool].env, ['status', '--json']);
      expect(run.stdout).toBe('{}\n');
    };
    expect((await judge.tool.run(judge.root, judge.env, ['repro'])).code).toBe(0);
    await clean('subject');
    overlay(both, 'farmers', 'qda');
    const again = await subject.tool.run(judge.root, subject.env, ['repro']);
    expect(stageLines(again.stdout)).toContain("Running stage 'train':");
    expect(stageLines(again.stdout)).toContain("Stage 'process' didn't change, skipping");
    await clean('judge');
    overlay(both, 'farmers', 'base');
    const restored = await judge.tool.run(judge.root, judge.env, ['repro']);
    expect(stageLines(restored.stdout)).toContain(
      "Stage 'train' is cached - skipping run, checking out outputs",
    );
    await clean('subject');
  });
});

async function repro(both: Both): Promise<void> {
  const { judge, subject } = await both.run(['repro']);
  expect(judge.code, judge.stderr).toBe(0);
  expect(stageLines(subject.stdout)).toEqual(stageLines(judge.stdout));
  both.compareTrees();
}
