/**
 * Random projects, random changes: after each, mltrack must have done what DVC did, to the byte.
 *
 * A seed that fails names itself in the test; `MLTRACK_INTEROP_SEEDS=17` or `=1000-1999` runs others than the usual
 * ones. Once understood, put it into regressions.json: those run first, always.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomCommand, reproduceAll } from './random/act.ts';
import { Dice } from './random/dice.ts';
import { generateProject } from './random/generate.ts';
import { mutate, writeProject } from './random/mutate.ts';
import { Both, stageLines } from './rig/both.ts';
import { diffProbes, graphProbes, showProbes, statusProbes } from './rig/probes.ts';

const usualCount = 150;

/** What `status` says of each project in the end. */
const ends: unknown[] = [];

describe.concurrent('a random project', () => {
  it.for(seeds())('of seed %i is the same to mltrack and to DVC, change by change', async seed => {
    const dice = new Dice(seed + 1_000_000);
    const project = generateProject(seed);
    using both = await Both.create();
    both.note(`seed ${seed}`);
    writeProject(dice, project, both);
    for (const path of project.tracked) await both.run(['add', '--', path]);
    both.commitAll('base');
    await step(both, dice, reproduceAll(project));
    both.compareTrees();
    await both.probeAll([...dice.some(graphProbes, 3), ...dice.some(showProbes, 1)]);
    both.commitAll('reproduced');
    const steps = dice.between(2, 4);
    for (let n = 0; n < steps; n++) {
      mutate(dice, project, both);
      await both.probeAll([...dice.some(statusProbes, 1), ...dice.some(diffProbes(...revisions(dice)), 1)]);
      await step(both, dice, randomCommand(dice, project, both.judge.root));
    }
    await step(both, dice, reproduceAll(project));
    await both.probeAll([
      ...dice.some(graphProbes, 1),
      ...dice.some(showProbes, 1),
      ...dice.some(diffProbes(), 1),
    ]);
    await step(both, dice, reproduceAll(project));
    ends.push(await both.compareStatusCrosswise());
  });
});

it.runIf(seeds().length >= usualCount)('most random projects end with nothing left to do', () => {
  const clean = ends.filter(isClean);
  expect(clean.length).toBeGreaterThanOrEqual(ends.length / 2);
});

/** What is to run every time is never done. */
function isClean(status: unknown): boolean {
  return Object.values(status ?? {}).every(reasons => JSON.stringify(reasons) === '["always changed"]');
}

/** Runs one command with both, and compares what it printed of stages and what it left. */
async function step(both: Both, dice: Dice, argv: readonly string[]): Promise<void> {
  const { judge, subject } = await both.run(argv);
  if (argv[0] === 'checkout' && judge.code !== 0) removeUnmade(both, judge.stderr);
  if (argv[0] === 'repro') {
    expect(stageLines(subject.stdout), `stages of ${argv.join(' ')}\n${both.history}`).toEqual(
      stageLines(judge.stdout),
    );
  }
  both.compareTrees();
  await both.probeAll(dice.some(statusProbes, 1));
}

/** DVC removes what it cannot make, mltrack leaves it: a known difference. */
function removeUnmade(both: Both, stderr: string): void {
  const failed =
    /for following targets:\n([^]*)\nIs your cache up to date/.exec(stderr)?.[1]?.split('\n') ?? [];
  for (const path of failed) both.remove(path);
}

function revisions(dice: Dice): readonly string[] {
  return dice.pick([[], ['HEAD'], ['HEAD~1'], ['HEAD~1', 'HEAD'], ['main']]);
}

function seeds(): readonly number[] {
  const kept = JSON.parse(readFileSync(new URL('regressions.json', import.meta.url), 'utf8')) as number[];
  const asked = /^(\d+)(?:-(\d+))?$/.exec(process.env['MLTRACK_INTEROP_SEEDS'] ?? '');
  const [from, to] = asked === null ? [1, usualCount] : [Number(asked[1]), Number(asked[2] ?? asked[1])];
  const usual = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return [...new Set(asked === null ? [...kept, ...usual] : usual)];
}
