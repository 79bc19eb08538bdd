import { describe, expect, it } from 'vitest';
import type { FaultKind } from './disk.ts';
import { OF_DATA, OF_PIPELINES } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { Trial } from './trial.ts';

/** Over all scenarios, evenly over the calls of each; `MLTRACK_FAULTS=2000` for a long run. */
const POINTS = Number(process.env['MLTRACK_FAULTS'] ?? 240);
const KINDS: readonly FaultKind[] = ['kill', 'ENOSPC', 'EIO'];
const SHARE = Math.max(2, Math.ceil(POINTS / (OF_PIPELINES.length + OF_DATA.length) / KINDS.length));

/** One test a scenario: each with every kind of fault, at as many calls as its share allows. */
export function trySampled(scenarios: readonly Scenario[]): void {
  describe('nothing is lost when the disk fails or the process dies at any call, in', () => {
    it.each(scenarios)('$name', async scenario => {
      using trial = await Trial.prepare(scenario);
      const points = spread(Math.min(SHARE, trial.calls), trial.calls);
      expect(points).toHaveLength(Math.min(SHARE, trial.calls));
      const wrong: string[] = [];
      for (const kind of KINDS) for (const at of points) wrong.push(...(await trial.run({ kind, at })));
      expect(wrong.join('\n')).toBe('');
    });
  });
}

/** So many different numbers from 1 to `last`, at even distances, the ends among them. */
function spread(count: number, last: number): readonly number[] {
  const step = (last - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => 1 + Math.round(index * step));
}
