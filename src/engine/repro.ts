import { cutFrozen, descendants, planOrder } from '../core/graph/order.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { Graph } from '../model/graph.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { FileTrouble } from '../ports.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import type { ProjectIndex } from './project-index.ts';
import { StageReproducer } from './reproduce-stage.ts';
import type { StageReproOptions } from './reproduce-stage.ts';
import type { Workspace } from './workspace.ts';

export interface ReproOptions extends StageReproOptions {
  /** Undefined: every stage of the project. */
  readonly targets: readonly StageId[] | undefined;
  readonly single: boolean;
  readonly downstream: boolean;
  readonly pipeline: boolean;
  /** What a failed stage means for the others: `stop`, `skip` those that depend on it, `ignore` it. */
  readonly onError: 'stop' | 'skip' | 'ignore';
  /** Whoever reads directly from a stage that ran runs too, whatever its state. */
  readonly forceDownstream: boolean;
}

/** The stages that ran, were restored or verified, in that order. */
export interface Reproduced {
  readonly ran: readonly StageId[];
}

/** Brings stages up to date: decides for each in turn, since what runs before it may leave its inputs unchanged. */
export async function repro(
  workspace: Workspace,
  index: ProjectIndex,
  options: ReproOptions,
): Promise<Result<Reproduced, Failure>> {
  const exclusive = new Exclusive(workspace.project);
  const ignore = new GitIgnoreFiles(workspace.project);
  const stages = new StageReproducer({ workspace, index, ignore, exclusive }, options);
  try {
    const done = await new Repro(workspace, index, stages, options).all();
    if (done.ok) await ignore.finish();
    else ignore.takeBack();
    return done;
  } finally {
    exclusive.release();
    workspace.save();
  }
}

class Repro {
  readonly #workspace: Workspace;
  readonly #graph: Graph;
  readonly #steps: readonly StageId[];
  readonly #stages: StageReproducer;
  readonly #options: ReproOptions;
  /** Stages that wait for one that failed. */
  readonly #dropped = new Set<StageId>();
  readonly #forced = new Set<StageId>();

  constructor(workspace: Workspace, index: ProjectIndex, stages: StageReproducer, options: ReproOptions) {
    this.#workspace = workspace;
    this.#graph = cutFrozen(index.graph);
    this.#steps = planOrder(this.#graph, options.targets, options);
    this.#stages = stages;
    this.#options = options;
  }

  async all(): Promise<Result<Reproduced, Failure>> {
    const ran: StageId[] = [];
    const failed: StageId[] = [];
    let lastRan = false;
    for (const id of this.#steps) {
      const stage = this.#graph.stages.get(id);
      if (stage === undefined || this.#dropped.has(id)) continue;
      if (lastRan) this.#workspace.project.context.emit({ type: 'stage-separated' });
      const force = this.#options.force || this.#forced.has(id);
      const done = await this.#attempt(stage, force);
      if (done.ok) {
        lastRan = done.value;
        if (lastRan) ran.push(id);
        if (this.#options.forceDownstream && (lastRan || force))
          for (const reader of this.#readersOf(id)) this.#forced.add(reader);
        continue;
      }
      failed.push(id);
      if (done.error.code === 'interrupted') return done;
      if (this.#options.onError === 'stop') return this.#failure(failed, done.error);
      this.#goOnWithout(stage, id, done.error);
    }
    return failed.length > 0 && this.#options.onError !== 'ignore' ? this.#failure(failed) : ok({ ran });
  }

  /** Single stages are what was asked for, whatever hangs on them. */
  #readersOf(id: StageId): readonly StageId[] {
    return this.#options.single ? [] : (this.#graph.downstream.get(id) ?? []);
  }

  async #attempt(stage: Stage, force: boolean): Promise<Result<boolean, Failure>> {
    try {
      return ok(await this.#stages.reproduce(stage, force));
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      if (error instanceof FileTrouble)
        return err({ code: 'file-trouble', action: error.action, path: error.path, errno: error.code });
      throw error;
    }
  }

  #goOnWithout(stage: Stage, id: StageId, failure: Failure): void {
    const { context, labels } = this.#workspace.project;
    const ignored = this.#options.onError === 'ignore';
    context.emit({ type: 'stage-failed', stage: labels.stage(stage), failure, ignored });
    // Single stages are what was asked for, whatever they need.
    if (this.#options.single || ignored) return;
    const dependents = descendants(this.#graph, id).filter(
      other => this.#steps.includes(other) && !this.#dropped.has(other),
    );
    if (dependents.length === 0) return;
    for (const other of dependents) this.#dropped.add(other);
    context.emit({ type: 'stages-dropped', stages: dependents.map(other => this.#address(other)) });
  }

  #failure(failed: readonly StageId[], cause?: Failure): Result<never, Failure> {
    return err({
      code: 'repro-failed',
      stages: failed.map(id => this.#address(id)),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #address(id: StageId): string {
    const stage = this.#graph.stages.get(id);
    return stage === undefined ? id : this.#workspace.project.labels.stage(stage);
  }
}
