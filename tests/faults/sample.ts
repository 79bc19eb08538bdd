import { describe, expect, it } from 'vitest';
import type { FaultKind } from './disk.ts';
import { OF_DATA, OF_PIPELINES, OF_REMOVAL } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { Trial } from './trial.ts';

/** Over all scenarios, evenly over the calls of each; `MLTRACK_FAULTS=2000` for a long run. */
export const POINTS = Number(process.env['MLTRACK_FAULTS'] ?? 240);
export const KINDS: readonly FaultKind[] = ['kill', 'ENOSPC', 'EIO'];
const SCENARIOS = OF_PIPELINES.length + OF_DATA.length + OF_REMOVAL.length;
const SHARE = Math.max(2, Math.ceil(POINTS / SCENARIOS / KINDS.length));

/**
 * One test a scenario: each with every kind of fault, at as many calls as its share allows. What a short command leaves
 * of its share is for the ones behind it.
 */
export function trySampled(scenarios: readonly Scenario[]): void {
  let share = 0;
  let areAllTried = true;
  describe('nothing is lost when the disk fails or the process dies at any call, in', () => {
    it.each(scenarios)('$name', async scenario => {
      using trial = await Trial.prepare(scenario);
      share += SHARE;
      const points = spread(Math.min(share, trial.calls), trial.calls);
      share -= points.length;
      if (points.length < trial.calls) areAllTried = false;
      const wrong: string[] = [];
      for (const kind of KINDS) for (const at of points) wrong.push(...(await trial.run({ kind, at })));
      expect(wrong.join('\n')).toBe('');
    });

    it('the sum of points that was asked for', () => {
      expect(share === 0 || areAllTried).toBe(true);
    });
  });
}

/** So many different numbers from 1 to `last`, at even distances, the ends among them. */
export function spread(count: number, last: number): readonly number[] {
  const step = (last - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => 1 + Math.round(index * step));
}
