import { cutFrozen, descendants, planOrder } from '../core/graph/order.ts';
import { assess } from '../core/staleness/assess.ts';
import { explain } from '../core/staleness/words.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LockEntry, Stage, StageId } from '../model/stage.ts';
import { FileTrouble } from '../ports.ts';
import { updateDataFile } from './data-files.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { observe } from './observe.ts';
import { ParamsReader } from './params.ts';
import type { ProjectIndex } from './project-index.ts';
import { restoreRun } from './restore-run.ts';
import { isRepeatable, RunCache } from './run-cache.ts';
import { commandLines, runCommand } from './run-command.ts';
import { lockedInputs, readInputs, saveOutputs } from './stage-results.ts';
import type { StageInputs } from './stage-results.ts';
import type { Workspace } from './workspace.ts';

export interface ReproOptions {
  /** Undefined: every stage of the project. */
  readonly targets: readonly StageId[] | undefined;
  readonly force: boolean;
  readonly single: boolean;
  readonly downstream: boolean;
  readonly pipeline: boolean;
  readonly dry: boolean;
  readonly commit: boolean;
  readonly runCache: boolean;
  readonly keepGoing: boolean;
}

/** Brings stages up to date: decides for each in turn, since what runs before it may leave its inputs unchanged. */
export async function repro(
  workspace: Workspace,
  index: ProjectIndex,
  options: ReproOptions,
): Promise<Result<{ readonly ran: readonly StageId[] }, Failure>> {
  const run = new Repro(workspace, index, options);
  try {
    return await run.all();
  } finally {
    run.exclusive.release();
    workspace.save();
  }
}

class Repro {
  readonly exclusive: Exclusive;
  readonly #workspace: Workspace;
  readonly #index: ProjectIndex;
  readonly #options: ReproOptions;
  readonly #params: ParamsReader;
  readonly #ignore: GitIgnoreFiles;
  readonly #runCache: RunCache;

  constructor(workspace: Workspace, index: ProjectIndex, options: ReproOptions) {
    this.#workspace = workspace;
    this.#index = index;
    this.#options = options;
    this.#params = new ParamsReader(workspace.project, index.snapshot);
    this.#ignore = new GitIgnoreFiles(workspace.project);
    this.#runCache = new RunCache(workspace.project);
    this.exclusive = new Exclusive(workspace.project);
  }

  async all(): Promise<Result<{ readonly ran: readonly StageId[] }, Failure>> {
    const { context } = this.#workspace.project;
    const graph = cutFrozen(this.#index.graph);
    const steps = planOrder(graph, this.#options.targets, this.#options);
    const ran: StageId[] = [];
    const failed: StageId[] = [];
    const dropped = new Set<StageId>();
    let lastRan = false;
    for (const id of steps) {
      const stage = graph.stages.get(id);
      if (stage === undefined || dropped.has(id)) continue;
      if (lastRan) context.emit({ type: 'stage-separated' });
      const done = await this.#attempt(stage);
      if (!done.ok) {
        failed.push(id);
        if (!this.#options.keepGoing || done.error.code === 'interrupted')
          return this.#fail(failed, done.error);
        this.#reportFailure(stage, done.error);
        // Of single stages nothing is known but themselves.
        const dependents = this.#options.single
          ? []
          : descendants(graph, id).filter(other => steps.includes(other) && !dropped.has(other));
        dependents.forEach(other => dropped.add(other));
        if (dependents.length > 0)
          context.emit({ type: 'stages-dropped', stages: dependents.map(other => this.#address(other)) });
        continue;
      }
      lastRan = done.value;
      if (done.value) ran.push(id);
    }
    if (failed.length > 0) return this.#fail(failed, undefined);
    await this.#ignore.finish();
    return ok({ ran });
  }

  /** @returns whether the stage ran (or was restored, or verified), not whether it changed anything. */
  async #attempt(stage: Stage): Promise<Result<boolean, Failure>> {
    try {
      return ok(await this.#stage(stage));
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      if (error instanceof FileTrouble)
        return err({ code: 'file-trouble', action: error.action, path: error.path, errno: error.code });
      throw error;
    }
  }

  async #stage(stage: Stage): Promise<boolean> {
    const { context } = this.#workspace.project;
    const address = this.#workspace.project.labels.stage(stage);
    const lock = await this.#index.locks.entry(stage);
    if (!lock.ok) throw new FailureError(lock.error);
    const entry = lock.value;
    if (stage.frozen && !stage.isImport) context.emit({ type: 'stage-frozen', stage: address });

    const reasons = this.#options.force
      ? [{ kind: 'forced' } as const]
      : assess(stage, entry, await observe(this.#workspace, this.#params, stage, entry)).filter(
          // A frozen stage does not run, so that it always would is no reason.
          ({ kind }) => kind !== 'always' || !stage.frozen,
        );
    if (reasons.length === 0) {
      context.emit({ type: 'stage-skipped', stage: address, data: stage.kind === 'data' });
      return false;
    }
    if (stage.isImport && !stage.frozen)
      throw new FailureError({ code: 'external-dependency', path: stage.dependencies[0]?.written ?? '' });
    if (!this.#options.dry) await this.exclusive.acquire();
    const why =
      entry === undefined && stage.kind === 'pipeline' && !this.#options.force
        ? ['it never ran']
        : reasons.map(explain);
    if (stage.command === undefined || stage.frozen) await this.#verify(stage, address, entry);
    else await this.#command(stage, address, stage.command, entry, why);
    return true;
  }

  /** Tracked data and frozen stages: what is there now is what counts. */
  async #verify(stage: Stage, address: string, entry: LockEntry | undefined): Promise<void> {
    if (this.#options.dry) return;
    const { project } = this.#workspace;
    const what = stage.frozen ? 'outputs' : 'data sources';
    project.context.emit({ type: 'stage-verifying', stage: address, what, frozen: stage.frozen });
    const missing: string[] = [];
    for (const { path, written } of stage.outputs) {
      if (path === undefined || !(await this.#workspace.digester.exists(path)))
        missing.push(path === undefined ? written : project.show(path));
    }
    if (missing.length > 0) throw new FailureError({ code: 'data-missing', paths: missing });
    if (stage.kind === 'pipeline') {
      await this.#save(stage, entry, await readInputs(this.#workspace, this.#params, stage, entry));
      return;
    }
    const outputs = await saveOutputs(this.#workspace, this.#ignore, stage, entry, {
      commit: this.#options.commit,
      commitUncached: false,
    });
    updateDataFile(this.#workspace, this.#index, stage, outputs);
    this.#ignore.track(stage.file);
  }

  /** Records a stage whose outputs are there now. */
  async #save(stage: Stage, entry: LockEntry | undefined, inputs: StageInputs): Promise<void> {
    const remember =
      this.#options.commit &&
      this.#runCache.isEligible(stage, inputs) &&
      stage.outputs.every(out => out.cached || out.role !== 'data');
    const outputs = await saveOutputs(this.#workspace, this.#ignore, stage, entry, {
      commit: this.#options.commit,
      commitUncached: remember,
    });
    const result = { ...inputs, outputs };
    if (remember) await this.#runCache.save(result);
    await this.#writeLock(stage, result);
  }

  async #command(
    stage: Stage,
    address: string,
    command: NonNullable<Stage['command']>,
    entry: LockEntry | undefined,
    why: readonly string[],
  ): Promise<void> {
    const { context } = this.#workspace.project;
    const startedAt = context.clock.steady();
    if (this.#options.dry) {
      if (await this.#wouldRestore(stage, entry)) context.emit({ type: 'stage-restored', stage: address });
      context.emit({ type: 'stage-started', stage: address, reasons: why });
      for (const line of commandLines(command))
        context.emit({ type: 'command-started', stage: address, command: line });
      return;
    }
    this.#removeOutputs(stage);
    let inputs = await this.#inputsBefore(stage, entry);
    const found =
      this.#options.force || inputs === undefined
        ? undefined
        : await this.#findRun(stage, inputs, entry, inputs);
    if (found !== undefined) {
      context.emit({ type: 'stage-restored', stage: address });
      await restoreRun(this.#workspace, stage, found);
    } else {
      context.emit({ type: 'stage-started', stage: address, reasons: why });
      this.exclusive.release();
      try {
        await runCommand(this.#workspace.project, stage, command);
      } finally {
        this.#params.forget();
        this.#workspace.cache.current.forgetListings();
      }
      await this.exclusive.acquire();
    }
    inputs ??= await readInputs(this.#workspace, this.#params, stage, entry);
    await this.#save(stage, entry, inputs);
    context.emit({ type: 'stage-finished', stage: address, elapsedMs: context.clock.steady() - startedAt });
  }

  /** A forced run does not ask what is missing: its own command may make it. */
  async #inputsBefore(stage: Stage, entry: LockEntry | undefined): Promise<StageInputs | undefined> {
    try {
      return await readInputs(this.#workspace, this.#params, stage, entry);
    } catch (error) {
      if (this.#options.force && error instanceof FailureError) return undefined;
      throw error;
    }
  }

  /**
   * Does DVC say in a dry run that the stage is cached? It looks the run cache up by what the lock says was read, not by
   * what is there now, and names what is missing only of stages that have a place in the run cache.
   */
  async #wouldRestore(stage: Stage, entry: LockEntry | undefined): Promise<boolean> {
    if (this.#options.force || !isRepeatable(stage)) return false;
    const inputs = await readInputs(this.#workspace, this.#params, stage, entry);
    const locked = lockedInputs(stage, entry);
    return (await this.#findRun(stage, inputs, entry, locked)) !== undefined;
  }

  /**
   * An earlier run whose outputs are all in the cache: the lock's own when it describes these very inputs, or the newest
   * of the run cache.
   *
   * @param wanted what such a run must have read; undefined: no run can be meant.
   */
  async #findRun(
    stage: Stage,
    inputs: StageInputs,
    entry: LockEntry | undefined,
    wanted: StageInputs | undefined,
  ): Promise<LockEntry | undefined> {
    if (!this.#runCache.isEligible(stage, inputs)) return undefined;
    let candidate: LockEntry | undefined;
    if (matchesLock(stage, inputs, entry)) candidate = entry;
    else if (this.#options.runCache && wanted !== undefined) {
      const outputs = stage.outputs.map(({ written }) => ({ written, record: undefined }));
      candidate = await this.#runCache.newest({ ...wanted, outputs });
    }
    if (candidate === undefined) return undefined;
    for (const { record } of candidate.outputs) {
      if (record === undefined || !(await this.#workspace.cache.of(record).hasAll(record))) return undefined;
    }
    return candidate;
  }

  /** As DVC does it: first of all, also where a missing dependency then ends the run. */
  #removeOutputs(stage: Stage): void {
    for (const { path, persistent } of stage.outputs) {
      if (path === undefined) continue;
      if (persistent) this.#workspace.unprotect(path);
      else this.#workspace.remove(path);
    }
  }

  async #writeLock(stage: Stage, entry: LockEntry): Promise<void> {
    const { project } = this.#workspace;
    const written = await this.#index.locks.write(stage, entry);
    if (!written.ok) throw new FailureError(written.error);
    const path = this.#index.locks.pathFor(stage.file);
    const { created, changed } = written.value;
    if (created) project.context.emit({ type: 'lock-written', file: project.show(path), created: true });
    if (changed) {
      project.context.emit({ type: 'lock-written', file: project.show(path), created: false });
      this.#ignore.track(path);
    }
  }

  #fail(failed: readonly StageId[], cause: Failure | undefined): Result<never, Failure> {
    this.#ignore.takeBack();
    if (cause?.code === 'interrupted') return err(cause);
    return err({
      code: 'repro-failed',
      stages: failed.map(id => this.#address(id)),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #reportFailure(stage: Stage, failure: Failure): void {
    this.#workspace.project.context.emit({
      type: 'stage-failed',
      stage: this.#workspace.project.labels.stage(stage),
      failure,
      ignored: false,
    });
  }

  #address(id: StageId): string {
    const stage = this.#index.graph.stages.get(id);
    return stage === undefined ? id : this.#workspace.project.labels.stage(stage);
  }
}

/** Does the lock describe a run with exactly these inputs? Then its outputs are the result, though they may be gone. */
function matchesLock(stage: Stage, inputs: StageInputs, entry: LockEntry | undefined): boolean {
  if (entry === undefined) return false;
  const seen = {
    dependencies: new Map(inputs.dependencies.map(({ written, record }) => [written, record])),
    outputs: new Map(entry.outputs.map(({ written, record }) => [written, record])),
    notInCache: new Set<string>(),
    params: inputs.params,
  };
  return (
    assess(stage, entry, seen).length === 0 &&
    stage.outputs.every(({ written }) => seen.outputs.get(written) !== undefined)
  );
}
