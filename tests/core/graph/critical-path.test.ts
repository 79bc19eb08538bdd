import { describe, expect, it } from 'vitest';
import { criticalPath, timeSideBySide } from '../../../src/core/graph/critical-path.ts';
import type { StageId } from '../../../src/model/stage.ts';

const READS: Readonly<Record<string, readonly string[]>> = {
  a: [],
  b: ['a'],
  c: ['a'],
  d: ['b', 'c'],
  e: [],
};
const TIMES: Readonly<Record<string, number>> = { a: 1, b: 5, c: 2, d: 1, e: 4 };
const steps = Object.keys(READS) as StageId[];
const upstream = (id: StageId): readonly StageId[] => (READS[id] ?? []) as StageId[];
const timeOf = (id: StageId): number => TIMES[id] ?? 0;

describe('the critical path', () => {
  it('is the chain that takes longest', () => {
    expect(criticalPath(steps, upstream, timeOf)).toEqual({ stages: ['a', 'b', 'd'], totalMs: 7 });
  });

  it('may be a single stage, and is nothing without stages', () => {
    const long = (id: StageId): number => (id === 'e' ? 100 : 1);
    expect(criticalPath(steps, upstream, long)).toEqual({ stages: ['e'], totalMs: 100 });
    expect(criticalPath([], upstream, timeOf)).toEqual({ stages: [], totalMs: 0 });
  });

  it('goes through stages that take no time', () => {
    const only = (id: StageId): number => (id === 'd' ? 3 : 0);
    expect(criticalPath(steps, upstream, only).stages.at(-1)).toBe('d');
  });
});

describe('the time of stages that run side by side', () => {
  const withJobs = (slots: number): number =>
    timeSideBySide(steps, upstream, timeOf, { slots, gpus: 0 }, () => ({ slots: 1, gpus: 0, mutexes: [] }));

  it('is the sum with one job, the critical path with enough of them', () => {
    expect([1, 2, 9].map(withJobs)).toEqual([13, 7, 7]);
  });
});
