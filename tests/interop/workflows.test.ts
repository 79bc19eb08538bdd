import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionlint, hasGo } from './rig/actionlint.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOW = '.github/workflows/ci.yml';

it.runIf(hasGo)('actionlint has nothing to say about our workflow', () => {
  const judged = spawnSync(actionlint(), ['-no-color', WORKFLOW], { cwd: root, encoding: 'utf8' });
  expect(judged).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

it('the workflow runs what a fresh clone runs, on both versions of Node that are promised', () => {
  const workflow = parse(readFileSync(`${root}/${WORKFLOW}`, 'utf8')) as {
    jobs: { all: { strategy: { matrix: { node: number[] } }; steps: { run?: string }[] } };
  };
  const { strategy, steps } = workflow.jobs.all;
  expect(strategy.matrix.node).toEqual([20, 24]);
  expect(steps.flatMap(step => step.run ?? [])).toEqual(['bash .ci/run']);
});
