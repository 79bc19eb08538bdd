import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from '../../../src/core/graph/schedule.ts';
import type { Needs } from '../../../src/core/graph/schedule.ts';
import type { StageId } from '../../../src/model/stage.ts';

type Reads = Readonly<Record<string, readonly string[]>>;

const ALONE: Needs = { slots: 1, gpus: 0, mutexes: [] };

function scheduleOf(
  reads: Reads,
  slots: number,
  needs: Readonly<Record<string, Partial<Needs>>> = {},
): Schedule {
  return new Schedule(
    Object.keys(reads) as StageId[],
    id => (reads[id] ?? []) as StageId[],
    { slots, gpus: 2 },
    id => ({ ...ALONE, ...needs[id] }),
  );
}

function takeAll(schedule: Schedule): string[] {
  const taken: string[] = [];
  for (let id = schedule.take(); id !== undefined; id = schedule.take()) taken.push(id);
  return taken;
}

describe('stages', () => {
  const diamond: Reads = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: [] };

  it('start in the order of the plan as soon as what they read from is finished', () => {
    const schedule = scheduleOf(diamond, 9);
    expect(takeAll(schedule)).toEqual(['a', 'e']);
    schedule.finish('a' as StageId);
    expect(takeAll(schedule)).toEqual(['b', 'c']);
    schedule.finish('b' as StageId);
    expect(takeAll(schedule)).toEqual([]);
    schedule.finish('c' as StageId);
    expect(takeAll(schedule)).toEqual(['d']);
  });

  it('go one by one, in the order of the plan, where there is one slot', () => {
    const schedule = scheduleOf(diamond, 1);
    const order: string[] = [];
    for (let id = schedule.take(); id !== undefined; id = schedule.take()) {
      expect(schedule.take()).toBeUndefined();
      order.push(id);
      schedule.finish(id);
    }
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('wait for room: slots, GPUs, and names that only one may hold; others pass them', () => {
    const free: Reads = { wide: [], one: [], two: [], gpu: [], gpus: [], small: [] };
    const schedule = scheduleOf(free, 4, {
      wide: { slots: 3 },
      one: { mutexes: ['db'] },
      two: { mutexes: ['db', 'x'] },
      gpu: { gpus: 1 },
      gpus: { gpus: 9 },
    });
    expect(takeAll(schedule)).toEqual(['wide', 'one']);
    schedule.finish('wide' as StageId);
    expect(takeAll(schedule)).toEqual(['gpu', 'small']);
    schedule.finish('one' as StageId);
    expect(takeAll(schedule)).toEqual(['two']);
    schedule.finish('small' as StageId);
    expect(takeAll(schedule)).toEqual([]);
    schedule.finish('gpu' as StageId);
    expect(takeAll(schedule)).toEqual(['gpus']);
  });

  it('that want more than there is get all of it', () => {
    const schedule = scheduleOf({ huge: [], small: [] }, 2, { huge: { slots: 64 } });
    expect(takeAll(schedule)).toEqual(['huge']);
    schedule.finish('huge' as StageId);
    expect(takeAll(schedule)).toEqual(['small']);
  });

  it('what is not in the plan is waited for by nobody', () => {
    expect(takeAll(scheduleOf({ a: ['elsewhere', 'a'] }, 1))).toEqual(['a']);
  });

  it('all run exactly once, each after all it reads from, whatever finishes first', () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        graph,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat(100)),
        (edges, slots, dice) => {
          const names = edges.map((_, n) => `s${n}`);
          const reads: Reads = Object.fromEntries(
            edges.map((back, n) => [`s${n}`, back.filter(k => k < n).map(k => `s${k}`)]),
          );
          const schedule = scheduleOf(reads, slots);
          const running: string[] = [];
          const done = new Set<string>();
          for (;;) {
            const taken = takeAll(schedule);
            for (const id of taken) expect((reads[id] ?? []).every(maker => done.has(maker))).toBe(true);
            running.push(...taken);
            expect(running.length).toBeLessThanOrEqual(slots);
            if (running.length === 0) break;
            const { value = 0 } = dice.next();
            const [id = ''] = running.splice(value % running.length, 1);
            expect(done.has(id)).toBe(false);
            done.add(id);
            schedule.finish(id as StageId);
          }
          expect([...done].sort()).toEqual([...names].sort());
        },
      ),
    );
  });
});
