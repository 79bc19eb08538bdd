import type { StageId } from '../../model/stage.ts';

/** What a stage holds while it runs. */
export interface Needs {
  /** Of the jobs that may run at once. */
  readonly slots: number;
  readonly gpus: number;
  /** Names of which only one stage may hold each. */
  readonly mutexes: readonly string[];
}

/** What there is to be held. A stage that wants more of it than there is gets all of it. */
export type Capacity = Pick<Needs, 'slots' | 'gpus'>;

/**
 * Hands out stages in the order of a plan, each as soon as all that it reads from is finished and what it needs is
 * free. With one slot that is the plan's own order.
 */
export class Schedule {
  readonly #steps: readonly StageId[];
  readonly #rank: ReadonlyMap<StageId, number>;
  /** How many of the plan's stages each one still waits for. */
  readonly #waits = new Map<StageId, number>();
  readonly #readers = new Map<StageId, StageId[]>();
  /** Ranks of those that wait for nothing but room, lowest first. */
  readonly #ready: number[] = [];
  readonly #held = new Map<StageId, Needs>();
  readonly #mutexes = new Set<string>();
  readonly #needsOf: (id: StageId) => Needs;
  readonly #capacity: Capacity;
  #free: { slots: number; gpus: number };

  /** @param upstream what a stage reads from directly; what is not in the plan is there already. */
  constructor(
    steps: readonly StageId[],
    upstream: (id: StageId) => readonly StageId[],
    capacity: Capacity,
    needsOf: (id: StageId) => Needs,
  ) {
    this.#steps = steps;
    this.#rank = new Map(steps.map((id, rank) => [id, rank]));
    this.#needsOf = needsOf;
    this.#capacity = capacity;
    this.#free = { ...capacity };
    for (const [rank, id] of steps.entries()) {
      const makers = [...new Set(upstream(id))].filter(maker => this.#rank.has(maker) && maker !== id);
      this.#waits.set(id, makers.length);
      for (const maker of makers) {
        const readers = this.#readers.get(maker);
        if (readers === undefined) this.#readers.set(maker, [id]);
        else readers.push(id);
      }
      if (makers.length === 0) this.#ready.push(rank);
    }
  }

  /** The next stage that may start now. Undefined: none before another one is finished, or none at all. */
  take(): StageId | undefined {
    if (this.#free.slots <= 0) return undefined;
    for (const [at, rank] of this.#ready.entries()) {
      const id = this.#steps[rank];
      const needs = id === undefined ? undefined : this.#cutDown(this.#needsOf(id));
      if (id === undefined || needs === undefined || !this.#fits(needs)) continue;
      this.#ready.splice(at, 1);
      this.#hold(id, needs);
      return id;
    }
    return undefined;
  }

  /** To be called when a stage that was taken is done, or will never be. */
  finish(id: StageId): void {
    const needs = this.#held.get(id);
    if (needs !== undefined) this.#letGo(id, needs);
    for (const reader of this.#readers.get(id) ?? []) {
      const left = (this.#waits.get(reader) ?? 0) - 1;
      this.#waits.set(reader, left);
      if (left === 0) this.#makeReady(this.#rank.get(reader) ?? 0);
    }
  }

  /** The place of a stage in the plan. */
  rankOf(id: StageId): number {
    return this.#rank.get(id) ?? this.#steps.length;
  }

  #cutDown({ slots, gpus, mutexes }: Needs): Needs {
    return {
      slots: Math.min(Math.max(1, slots), this.#capacity.slots),
      gpus: Math.min(gpus, this.#capacity.gpus),
      mutexes,
    };
  }

  #fits({ slots, gpus, mutexes }: Needs): boolean {
    return (
      slots <= this.#free.slots && gpus <= this.#free.gpus && !mutexes.some(name => this.#mutexes.has(name))
    );
  }

  #hold(id: StageId, needs: Needs): void {
    this.#held.set(id, needs);
    this.#free = { slots: this.#free.slots - needs.slots, gpus: this.#free.gpus - needs.gpus };
    for (const name of needs.mutexes) this.#mutexes.add(name);
  }

  #letGo(id: StageId, needs: Needs): void {
    this.#held.delete(id);
    this.#free = { slots: this.#free.slots + needs.slots, gpus: this.#free.gpus + needs.gpus };
    for (const name of needs.mutexes) this.#mutexes.delete(name);
  }

  #makeReady(rank: number): void {
    let at = this.#ready.length;
    while (at > 0 && (this.#ready[at - 1] ?? 0) > rank) at--;
    this.#ready.splice(at, 0, rank);
  }
}
