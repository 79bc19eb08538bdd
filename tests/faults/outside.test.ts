import { beforeEach, describe, expect, it } from 'vitest';
import { needStrace } from '../rig/strace.ts';
import { KINDS, POINTS, spread } from './sample.ts';
import { OF_PIPELINES, OF_REMOVAL } from './scenarios.ts';
import { Trial } from './trial.ts';
import { UnderStrace } from './under-strace.ts';

/** Of each kind in each scenario: a sample of what is tried in process. */
const SHARE = Math.ceil(POINTS / 40);
const SCENARIOS = [OF_PIPELINES[0]!, OF_REMOVAL[0]!];

describe('nothing is lost when the kernel kills the program or fails its calls, in', () => {
  beforeEach(needStrace);

  it.each(SCENARIOS)('$name', async scenario => {
    const runner = new UnderStrace();
    using trial = await Trial.prepare(scenario, runner);
    const wrong: string[] = [];
    for (const kind of KINDS)
      for (const at of spread(SHARE, trial.calls)) wrong.push(...(await trial.run({ kind, at })));
    expect(wrong.join('\n')).toBe('');
    // At the very end a run may have fewer calls than the one that was counted.
    expect(runner.killed).toBeGreaterThanOrEqual(SHARE / 2);
  });
});
