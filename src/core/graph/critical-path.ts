import type { StageId } from '../../model/stage.ts';
import { Schedule } from './schedule.ts';
import type { Capacity, Needs } from './schedule.ts';

export interface CriticalPath {
  /** The stages on it, the first to run first. */
  readonly stages: readonly StageId[];
  readonly totalMs: number;
}

/** The chain of stages that takes longest: no number of jobs gets below its time. */
export function criticalPath(
  steps: readonly StageId[],
  upstream: (id: StageId) => readonly StageId[],
  timeOf: (id: StageId) => number,
): CriticalPath {
  const ends = new Map<StageId, { readonly totalMs: number; readonly before: StageId | undefined }>();
  let last: StageId | undefined;
  for (const id of steps) {
    let before: StageId | undefined;
    for (const maker of upstream(id)) {
      const end = ends.get(maker)?.totalMs;
      if (end !== undefined && end > (before === undefined ? -1 : (ends.get(before)?.totalMs ?? 0)))
        before = maker;
    }
    const totalMs = (before === undefined ? 0 : (ends.get(before)?.totalMs ?? 0)) + timeOf(id);
    ends.set(id, { totalMs, before });
    if (last === undefined || totalMs > (ends.get(last)?.totalMs ?? 0)) last = id;
  }
  const stages: StageId[] = [];
  for (let id = last; id !== undefined; id = ends.get(id)?.before) stages.unshift(id);
  return { stages, totalMs: last === undefined ? 0 : (ends.get(last)?.totalMs ?? 0) };
}

/** How long all stages would take, run side by side as `repro -j` does it. Milliseconds. */
export function timeSideBySide(
  steps: readonly StageId[],
  upstream: (id: StageId) => readonly StageId[],
  timeOf: (id: StageId) => number,
  capacity: Capacity,
  needsOf: (id: StageId) => Needs,
): number {
  const schedule = new Schedule(steps, upstream, capacity, needsOf);
  const running: { readonly id: StageId; readonly endsAt: number }[] = [];
  let now = 0;
  for (;;) {
    for (let id = schedule.take(); id !== undefined; id = schedule.take())
      running.push({ id, endsAt: now + timeOf(id) });
    running.sort((a, b) => a.endsAt - b.endsAt);
    const next = running.shift();
    if (next === undefined) return now;
    now = next.endsAt;
    schedule.finish(next.id);
  }
}
