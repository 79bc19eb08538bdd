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

  it('is reported on: what became of the metrics, whether that is good enough, and both pictures', async context => {
    needData(context, 'farmers');
    using both = await Both.create(await mlOptions());
    writeBase(both, 'farmers');
    const { root, env, tool } = both.subject;
    const mltrack = (...args: string[]) => tool.run(root, env, args);
    const gates = (maxDrop: number): string =>
      `gates: {metrics.json: {accuracy: {direction: higher, maxDrop: ${maxDrop}}}}\n`;
    const picture = (): Buffer => readFileSync(join(root, 'by_region.png'));
    both.write('mltrack.yaml', gates(0.02));
    expect((await mltrack('repro')).code).toBe(0);
    both.commitAll('logistic regression');
    const before = picture();
    both.git('checkout', '--quiet', '-b', 'qda');
    overlay(both, 'farmers', 'qda');
    expect((await mltrack('repro')).code).toBe(0);
    both.commitAll('quadratic');

    expect((await mltrack('gate')).code).toBe(1);
    expect(await mltrack('report', '-o', 'report.md')).toEqual({
      code: 0,
      stdout: 'report.md\n',
      stderr: '',
    });
    const report = readFileSync(join(root, 'report.md'), 'utf8');
    const rows = report.split('\n').filter(line => line.startsWith('| `'));
    expect(rows).toEqual([
      '| `accuracy` | 0.8667 | 0.7810 | ▼ 0.0857 (-9.9%) ❌ | drop ≤ 0.02 ❌ |',
      '| `sensitivity` | 0.9551 | 0.8427 | ▼ 0.1124 (-11.8%) ⚠️ |  |',
      '| `specificity` | 0.3750 | 0.4375 | ▲ 0.0625 (+16.7%) ✅ |  |',
    ]);
    expect(report).toMatch(/^## ❌ project: 1 gate failed, 2 metrics worse, 1 better\n/);
    expect(report).toMatch(/^- `train` changed, ran [\d.]+ s: train\.py changed$/m);
    expect(report).toContain('where the branch left `main`');
    expect(report).not.toContain(root);
    const links = [...report.matchAll(/src="(report\.files\/[0-9a-f]{10}\.png)"/g)].map(
      ([, link = '']) => link,
    );
    expect(links.map(link => readFileSync(join(root, link)))).toEqual([before, picture()]);

    both.write('mltrack.yaml', gates(0.2));
    expect((await mltrack('gate')).code).toBe(0);
    expect((await mltrack('report')).stdout).toMatch(/^## ✅ project: 2 metrics worse, 1 better\n/);
  });
});

async function repro(both: Both): Promise<void> {
  const { judge, subject } = await both.run(['repro']);
  expect(judge.code, judge.stderr).toBe(0);
  expect(stageLines(subject.stdout)).toEqual(stageLines(judge.stdout));
  both.compareTrees();
}
