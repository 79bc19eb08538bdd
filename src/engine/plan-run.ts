import { descendants } from '../core/graph/order.ts';
import type { Schedule } from '../core/graph/schedule.ts';
import type { Failure } from '../model/failure.ts';
import type { Graph } from '../model/graph.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { expected } from './expected.ts';
import type { StageReproducer, StageReproOptions } from './reproduce-stage.ts';
import type { RunRecords } from './run-records.ts';
import type { Workspace } from './workspace.ts';

export interface ReproOptions extends Omit<StageReproOptions, 'sideBySide'> {
  /** Undefined: every stage of the project. */
  readonly targets: readonly StageId[] | undefined;
  readonly single: boolean;
  readonly downstream: boolean;
  readonly pipeline: boolean;
  readonly force: boolean;
  /** What a failed stage means for the others: `stop`, `skip` those that depend on it, `ignore` it. */
  readonly onError: 'stop' | 'skip' | 'ignore';
  /** Whoever reads directly from a stage that ran runs too, whatever its state. */
  readonly forceDownstream: boolean;
  /** How many stages may run at once. */
  readonly slots: number;
  /** A failure ends the stages that run. */
  readonly failFast: boolean;
  /** Look for files that stages use without declaring them, and tell of them or fail the stage. */
  readonly trace: 'no' | 'tell' | 'fail';
}

/** So often the time of what runs side by side is told. */
const TICK_MS = 500;
/** So many lines of a failed stage are told again. */
const TAIL_LINES = 10;
/** So many failed stages are told of in this way; `log` has them all. */
const MOST_TAILS = 10;

/** The stages that ran, were restored or verified, in that order. */
export interface Reproduced {
  readonly ran: readonly StageId[];
}

interface Parts {
  readonly workspace: Workspace;
  readonly graph: Graph;
  readonly steps: readonly StageId[];
  readonly schedule: Schedule;
  readonly stages: StageReproducer;
  readonly records: RunRecords;
  readonly abort: AbortController;
}

/** One run over the stages of a plan: what may start, what came of it, what a failure means for the others. */
export class PlanRun {
  readonly #workspace: Workspace;
  readonly #graph: Graph;
  readonly #steps: readonly StageId[];
  readonly #schedule: Schedule;
  readonly #stages: StageReproducer;
  readonly #abort: AbortController;
  readonly #records: RunRecords;
  readonly #options: ReproOptions;
  readonly #sideBySide: boolean;
  readonly #running = new Map<StageId, Promise<void>>();
  readonly #ran: StageId[] = [];
  readonly #failed: { readonly id: StageId; readonly failure: Failure }[] = [];
  /** Stages that wait for one that failed. */
  readonly #dropped = new Set<StageId>();
  readonly #forced = new Set<StageId>();
  #done = 0;
  #ended = 0;
  readonly #startedAt: number;
  #lastRan = false;
  /** No further stage begins. */
  #isOver = false;
  /** An error that nobody has foreseen. */
  #bug: { readonly error: unknown } | undefined;

  constructor({ workspace, graph, steps, schedule, stages, records, abort }: Parts, options: ReproOptions) {
    this.#workspace = workspace;
    this.#graph = graph;
    this.#steps = steps;
    this.#schedule = schedule;
    this.#stages = stages;
    this.#abort = abort;
    this.#records = records;
    this.#options = options;
    this.#sideBySide = options.slots > 1;
    this.#startedAt = workspace.project.context.clock.steady();
  }

  async all(): Promise<Result<Reproduced, Failure>> {
    const tick = this.#sideBySide ? setInterval(() => this.#tellRunning(), TICK_MS) : undefined;
    try {
      for (;;) {
        this.#start();
        this.#tellRunning();
        if (this.#running.size === 0) break;
        await Promise.race(this.#running.values());
      }
    } finally {
      clearInterval(tick);
    }
    if (this.#bug !== undefined) throw this.#bug.error;
    const interrupted = this.#failed.find(({ failure }) => failure.code === 'interrupted');
    if (interrupted !== undefined) {
      this.#tellStopped();
      return err(interrupted.failure);
    }
    // On a terminal the output of the one stage that failed, the last one, stands right above.
    const stopped = !this.#sideBySide && this.#options.onError === 'stop';
    if (!stopped || !this.#workspace.project.context.terminal) this.#tellTails();
    if (this.#failed.length === 0 || this.#options.onError === 'ignore') return ok({ ran: this.#ran });
    this.#tellStopped();
    return err(this.#failure());
  }

  #tellStopped(): void {
    const { context } = this.#workspace.project;
    const interrupted = this.#failed.filter(({ failure }) => failure.code === 'interrupted').length;
    context.emit({
      type: 'repro-stopped',
      failed: this.#failed.length - interrupted,
      ended: this.#ended + interrupted,
      left: this.#steps.length - this.#done,
      elapsedMs: context.clock.steady() - this.#startedAt,
    });
  }

  #start(): void {
    while (!this.#isOver) {
      const id = this.#schedule.take();
      if (id === undefined) return;
      const stage = this.#graph.stages.get(id);
      if (stage === undefined || this.#dropped.has(id)) {
        this.#schedule.finish(id);
        continue;
      }
      // What fails in a way that nobody has foreseen ends all, but not before the others are at their end.
      const work = this.#step(id, stage).catch((error: unknown) => {
        this.#bug ??= { error };
        this.#isOver = true;
      });
      this.#running.set(
        id,
        work.then(() => {
          this.#running.delete(id);
          this.#schedule.finish(id);
          this.#done++;
        }),
      );
    }
  }

  #tellRunning(): void {
    if (!this.#sideBySide) return;
    this.#workspace.project.context.emit({
      type: 'stages-running',
      stages: [...this.#running.keys()].map(id => this.#address(id)),
      done: this.#done,
      failed: this.#failed.length,
      total: this.#steps.length,
      elapsedMs: this.#workspace.project.context.clock.steady() - this.#startedAt,
    });
  }

  async #step(id: StageId, stage: Stage): Promise<void> {
    const { context } = this.#workspace.project;
    if (this.#lastRan && !this.#sideBySide) context.emit({ type: 'stage-separated' });
    const force = this.#options.force || this.#forced.has(id);
    const done = await this.#attempt(stage, force);
    if (!done.ok) {
      this.#fail(id, stage, done.error);
      return;
    }
    this.#lastRan = done.value;
    if (done.value) this.#ran.push(id);
    if (this.#options.forceDownstream && (done.value || force))
      for (const reader of this.#readersOf(id)) this.#forced.add(reader);
  }

  /** Single stages are what was asked for, whatever hangs on them. */
  #readersOf(id: StageId): readonly StageId[] {
    return this.#options.single ? [] : (this.#graph.downstream.get(id) ?? []);
  }

  async #attempt(stage: Stage, force: boolean): Promise<Result<boolean, Failure>> {
    try {
      return ok(await this.#stages.reproduce(stage, force));
    } catch (error) {
      const failure = expected(error);
      if (failure === undefined) throw error;
      return err(failure);
    }
  }

  #fail(id: StageId, stage: Stage, failure: Failure): void {
    const { context, labels } = this.#workspace.project;
    if (failure.code === 'stage-ended') {
      this.#ended++;
      context.emit({ type: 'stage-ended', stage: labels.stage(stage) });
      return;
    }
    this.#failed.push({ id, failure });
    if (failure.code === 'interrupted') this.#isOver = true;
    else if (this.#options.onError === 'stop') {
      this.#isOver = true;
      // Others go on for a while: nobody should wait for them to hear of this.
      if (this.#sideBySide) this.#tellFailed(stage, failure, false);
      if (this.#options.failFast) this.#abort.abort();
    } else this.#goOnWithout(stage, id, failure);
  }

  #goOnWithout(stage: Stage, id: StageId, failure: Failure): void {
    const { context } = this.#workspace.project;
    const ignored = this.#options.onError === 'ignore';
    this.#tellFailed(stage, failure, ignored);
    // Single stages are what was asked for, whatever they need.
    if (this.#options.single || ignored) return;
    const dependents = descendants(this.#graph, id).filter(
      other => this.#steps.includes(other) && !this.#dropped.has(other),
    );
    if (dependents.length === 0) return;
    for (const other of dependents) this.#dropped.add(other);
    context.emit({ type: 'stages-dropped', stages: dependents.map(other => this.#address(other)) });
  }

  #tellFailed(stage: Stage, failure: Failure, ignored: boolean): void {
    const { context, labels } = this.#workspace.project;
    context.emit({ type: 'stage-failed', stage: labels.stage(stage), failure, ignored });
  }

  #tellTails(): void {
    const { context } = this.#workspace.project;
    const tails = new Map<string, { readonly lines: readonly string[]; readonly ids: StageId[] }>();
    for (const { id } of this.#failed) {
      const run = this.#records.of(id).at(-1);
      const output = run?.outcome === 'failed' ? this.#records.output(run) : undefined;
      const lines = (output ?? '').trimEnd().split(/\r?\n/).slice(-TAIL_LINES);
      if (lines.every(line => line === '')) continue;
      const tail = tails.get(lines.join('\n')) ?? { lines, ids: [] };
      tail.ids.push(id);
      tails.set(lines.join('\n'), tail);
    }
    const all = [...tails.values()];
    for (const { lines, ids } of all.slice(0, MOST_TAILS)) {
      const [id] = ids;
      if (id !== undefined)
        context.emit({ type: 'stage-tail', stage: this.#address(id), lines, alike: ids.length - 1 });
    }
    const left = all.slice(MOST_TAILS).reduce((sum, { ids }) => sum + ids.length, 0);
    if (left > 0) context.emit({ type: 'tails-left-out', stages: left });
  }

  /** In the order of the plan. Why is said here where it has not been said before. */
  #failure(): Failure {
    const ranked = [...this.#failed].sort(
      (a, b) => this.#schedule.rankOf(a.id) - this.#schedule.rankOf(b.id),
    );
    const [first] = ranked;
    const isSaid = this.#sideBySide || this.#options.onError !== 'stop';
    return {
      code: 'repro-failed',
      stages: ranked.map(({ id }) => this.#address(id)),
      ...(isSaid || first === undefined ? {} : { cause: first.failure }),
    };
  }

  #address(id: StageId): string {
    const stage = this.#graph.stages.get(id);
    return stage === undefined ? id : this.#workspace.project.labels.stage(stage);
  }
}
