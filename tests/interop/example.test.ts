/** The built-in example, in DVC's layout: real DVC takes it for one of its own projects, before and after mltrack ran. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both, stageLines, subjectIsDvc } from './rig/both.ts';
import { git } from './rig/environment.ts';
import { mltrack } from './rig/mltrack.ts';
import { diffProbes, graphProbes, showProbes, statusProbes } from './rig/probes.ts';
import { transcript } from './rig/tool.ts';
import { pictureOf } from './rig/tree.ts';

/** Both copies hold the example as `mltrack init --example` makes it. */
async function example(): Promise<Both> {
  const both = await Both.create({ git: true, init: false });
  const { root, env } = both.subject;
  rmSync(root, { recursive: true });
  mkdirSync(root);
  const argv = ['init', '--example', root];
  const run = await mltrack.run(root, { ...env, MLTRACK_LAYOUT: 'dvc' }, argv);
  expect(run.code, transcript('mltrack', argv, run)).toBe(0);
  rmSync(both.judge.root, { recursive: true });
  cpSync(root, both.judge.root, { recursive: true });
  return both;
}

describe.skipIf(subjectIsDvc)('the example', () => {
  it('trains, is left alone by a second repro, and compares with main as in DVC', async () => {
    using both = await example();
    await both.probeAll([...statusProbes, ...graphProbes]);
    const { judge, subject } = await both.run(['repro']);
    expect(stageLines(subject.stdout)).toEqual(stageLines(judge.stdout));
    expect(subject.stdout).toContain('Running stage ');
    both.compareTrees();
    expect(await both.compareStatusCrosswise()).toEqual({});
    await both.probeAll([...showProbes, ...diffProbes('main')]);
    const before = timesBelow(both.subject.root);
    await both.run(['repro']);
    expect(timesBelow(both.subject.root)).toEqual(before);
    const diff = await both.run(['metrics', 'diff', 'main', '--json']);
    expect(Object.keys(JSON.parse(diff.subject.stdout) as object)).not.toEqual([]);
  });

  it('trains again when a parameter changes, and comes back from the run cache', async () => {
    using both = await example();
    await both.run(['repro']);
    both.commitAll('trained');
    const original = readFileSync(join(both.judge.root, 'params.yaml'), 'utf8');
    const changed = original.replace(/\d(?=\s*(?:#.*)?$)/m, digit => String((Number(digit) + 1) % 10));
    expect(changed).not.toBe(original);
    for (const text of [changed, original]) {
      both.each(root => writeFileSync(join(root, 'params.yaml'), text));
      await both.probeAll([...statusProbes, ...diffProbes()]);
      const { judge, subject } = await both.run(['repro']);
      expect(stageLines(subject.stdout)).toEqual(stageLines(judge.stdout));
      both.compareTrees();
      await both.probeAll(diffProbes());
    }
    expect(await both.compareStatusCrosswise()).toEqual({});
  });

  it('is clean to DVC on main, where only data has to be brought back by training', async () => {
    using both = await example();
    both.each((root, env) => git(root, env, 'checkout', '--quiet', '--force', 'main'));
    await both.probeAll(statusProbes);
    await both.run(['repro']);
    both.compareTrees();
    expect(await both.compareStatusCrosswise()).toEqual({});
  });
});

/** When each file below the project, but for git's own and what tools keep for themselves, was last written. */
function timesBelow(root: string): Record<string, number> {
  const paths = Object.keys(pictureOf(root));
  return Object.fromEntries(paths.map(path => [path, statSync(join(root, path)).mtimeMs]));
}
