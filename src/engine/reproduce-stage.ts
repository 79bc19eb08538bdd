import type { PathClaim } from '../core/rwlock/table.ts';
import { assess, FORCED } from '../core/staleness/assess.ts';
import { explain } from '../core/staleness/words.ts';
import { FailureError, isCheckoutFailure } from '../model/failure.ts';
import { GPUS_VARIABLE } from '../model/layout.ts';
import { startsWithDrive } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import { shownOutside, stageId } from '../model/stage.ts';
import type { Command, LockEntry, Stage } from '../model/stage.ts';
import type { Keeping } from '../ports/shell.ts';
import { updateDataFile } from './data-files.ts';
import { EarlierRuns, lockedInputs } from './earlier-runs.ts';
import type { Exclusive } from './exclusive.ts';
import type { GitIgnoreFiles } from './git-ignore-files.ts';
import { DEVICES_VARIABLE, Gpus } from './gpus.ts';
import { declaredNow } from './declared-now.ts';
import { refuseOutside } from './guard.ts';
import { withoutMissing } from './missing.ts';
import { digestDependency, observe, refuseStored } from './observe.ts';
import { readersOf } from './datasets.ts';
import type { Readers } from './datasets.ts';
import type { ProjectIndex } from './project-index.ts';
import { recordStage, writeLock } from './record-stage.ts';
import { isRepeatable, RunCache } from './run-cache.ts';
import { commandLines, runCommand } from './run-command.ts';
import type { RunRecords } from './run-records.ts';
import { RunningStage } from './running-stage.ts';
import { claimOf } from './rwlock.ts';
import { readInputs, saveOutputs } from './stage-results.ts';
import type { StageInputs } from './stage-results.ts';
import type { StageTracing } from './stage-tracing.ts';
import { TwinOutputs } from './twins.ts';
import type { Workspace } from './workspace.ts';

export interface StageReproOptions {
  readonly dry: boolean;
  readonly commit: boolean;
  readonly runCache: boolean;
  /** Data that is missing and otherwise unchanged is no reason to run. */
  readonly allowMissing: boolean;
  /** The GPUs there are for stages. */
  readonly gpus: readonly string[];
  /** What becomes of what commands print on a terminal. */
  readonly keeps: Keeping;
  /** Several stages run at a time. */
  readonly sideBySide: boolean;
  /** Asked before anything is done for a stage, by its address. */
  readonly confirm?: ((stage: string) => Promise<boolean>) | undefined;
}

interface Parts {
  readonly workspace: Workspace;
  readonly index: ProjectIndex;
  readonly ignore: GitIgnoreFiles;
  readonly exclusive: Exclusive;
  /** Ends the commands that run. */
  readonly abort: AbortSignal;
  /** Where the entry of a stage belongs in a lock file, among those that are added in this run. */
  readonly rankOf: (stage: Stage) => number;
  readonly records: RunRecords;
  /** Looks for what stages do not declare. */
  readonly tracing: StageTracing | undefined;
}

/** One stage, with what is known of it before anything is done. */
interface Job {
  readonly stage: Stage;
  /** What the user calls it. */
  readonly address: string;
  readonly entry: LockEntry | undefined;
  readonly force: boolean;
  readonly why: readonly string[];
  readonly claim: PathClaim;
}

/** Brings single stages up to date, several at a time if need be. */
export class StageReproducer {
  readonly #workspace: Workspace;
  readonly #index: ProjectIndex;
  readonly #ignore: GitIgnoreFiles;
  readonly #exclusive: Exclusive;
  readonly #abort: AbortSignal;
  readonly #rankOf: (stage: Stage) => number;
  readonly #records: RunRecords;
  readonly #gpus: Gpus;
  readonly #tracing: StageTracing | undefined;
  readonly #options: StageReproOptions;
  readonly #readers: Readers;
  readonly #runCache: RunCache;
  readonly #earlier: EarlierRuns;
  readonly #twins: TwinOutputs;

  constructor(
    { workspace, index, ignore, exclusive, abort, rankOf, records, tracing }: Parts,
    options: StageReproOptions,
  ) {
    this.#workspace = workspace;
    this.#index = index;
    this.#ignore = ignore;
    this.#exclusive = exclusive;
    this.#abort = abort;
    this.#rankOf = rankOf;
    this.#records = records;
    this.#tracing = tracing;
    this.#options = options;
    this.#gpus = new Gpus(options.gpus);
    this.#readers = readersOf(workspace.project, index);
    this.#runCache = new RunCache(workspace.project);
    this.#twins = new TwinOutputs(workspace.project, index.stages);
    this.#earlier = new EarlierRuns(workspace, options.runCache ? this.#runCache : undefined);
  }

  /**
   * @param force run it whatever its state.
   * @returns whether the stage ran (or was restored, or verified), not whether it changed anything.
   * @throws FailureError for what ends this stage.
   */
  async reproduce(stage: Stage, force: boolean): Promise<boolean> {
    const { context, labels } = this.#workspace.project;
    const { dry } = this.#options;
    const address = labels.stage(stage);
    if (stage.frozen && !stage.isImport) context.emit({ type: 'stage-frozen', stage: address });
    const drive = stage.outputs.find(({ path, written }) => path === undefined && startsWithDrive(written));
    if (drive !== undefined) throw new FailureError(refuseOutside(this.#workspace.project, stage, drive));
    const job = await this.#jobFor(stage, address, force);
    if (job === undefined) return this.#skip(stage, address);
    if ((await this.#options.confirm?.(address)) === false)
      throw new FailureError({ code: 'refused', message: 'reproduction aborted by the user' });
    if (stage.isImport && !stage.frozen)
      throw new FailureError({ code: 'external-dependency', path: stage.dependencies[0]?.written ?? '' });
    const { command } = stage;
    const runs = command !== undefined && !stage.frozen;
    if (dry) {
      if (runs) await this.#tell(job, command);
      return true;
    }
    try {
      const hasWaited = await this.#exclusive.enter(job.claim);
      const hasChanged = this.#index.locks.refresh(stage.file);
      const now = hasWaited || hasChanged ? await this.#afterOthers(job) : job;
      if (now === undefined) return this.#skip(stage, address);
      await (runs ? this.#run(now, command) : this.#verify(now));
    } finally {
      this.#exclusive.leave();
    }
    return true;
  }

  #skip(stage: Stage, address: string): false {
    const { context } = this.#workspace.project;
    context.emit({ type: 'stage-skipped', stage: address, data: stage.kind === 'data' });
    return false;
  }

  /** Undefined when the stage is up to date. */
  async #jobFor(stage: Stage, address: string, force: boolean): Promise<Job | undefined> {
    const lock = await this.#index.locks.entry(stage);
    if (!lock.ok) throw new FailureError(lock.error);
    const entry = lock.value;
    const reasons = force ? FORCED : await this.#reasons(stage, entry);
    if (reasons.length === 0) return undefined;
    const neverRan = entry === undefined && stage.kind === 'pipeline' && !force;
    const why = neverRan ? ['it never ran'] : reasons.map(explain);
    return { stage, address, entry, force, why, claim: claimOf(this.#workspace.project, [stage]) };
  }

  /** Another process may have run the stage, or declared it otherwise, while this one waited for it. */
  async #afterOthers({ stage, address, force }: Job): Promise<Job | undefined> {
    this.#forget();
    const declared = await declaredNow(this.#workspace.project, this.#index, stage);
    return this.#jobFor(declared, address, force);
  }

  /** Commands and other processes may have written what was read. */
  #forget(): void {
    this.#readers.params.forget();
    this.#workspace.cache.current.forgetListings();
  }

  async #reasons(stage: Stage, entry: LockEntry | undefined): Promise<readonly Reason[]> {
    const reasons = assess(stage, entry, await observe(this.#workspace, this.#readers, stage, entry));
    // A frozen stage does not run, so that it always would is no reason.
    const heeded = stage.frozen ? reasons.filter(({ kind }) => kind !== 'always') : reasons;
    return this.#options.allowMissing ? await withoutMissing(this.#index, stage, entry, heeded) : heeded;
  }

  /** Tracked data and frozen stages: what is there now is what counts. */
  async #verify(job: Job): Promise<void> {
    const { stage, address, entry } = job;
    const { project, digester } = this.#workspace;
    const what = stage.frozen ? 'outputs' : 'data sources';
    project.context.emit({ type: 'stage-verifying', stage: address, what, frozen: stage.frozen });
    const missing: string[] = [];
    for (const output of stage.outputs) {
      const { path } = output;
      if (path === undefined) {
        if (stage.kind === 'data' && output.cached)
          throw new FailureError(refuseOutside(project, stage, output));
        refuseStored(project, output);
        const found = await digestDependency(this.#workspace, output, undefined);
        if (found === undefined) missing.push(shownOutside(output));
      } else if (!(await digester.exists(path))) missing.push(project.show(path));
    }
    if (missing.length > 0) throw new FailureError({ code: 'data-missing', paths: missing });
    if (stage.kind === 'pipeline') {
      await this.#record(job, await this.#inputs(job));
      return;
    }
    const options = { commit: this.#options.commit, commitUncached: false };
    const outputs = await saveOutputs(this.#workspace, this.#ignore, stage, entry, options);
    await updateDataFile(this.#workspace, this.#index, stage, outputs);
    this.#ignore.track(stage.file);
  }

  /** Says what would run. */
  async #tell(job: Job, command: Command): Promise<void> {
    const { context } = this.#workspace.project;
    const { address: stage } = job;
    if (await this.#seemsCached(job)) context.emit({ type: 'stage-restored', stage });
    context.emit({ type: 'stage-started', stage, reasons: job.why });
    for (const line of commandLines(command)) context.emit({ type: 'command-started', stage, command: line });
  }

  /**
   * Would an earlier run be taken? Off a terminal as DVC says it in a dry run: that one looks in the run cache by what
   * the lock says was read, not by what is there now. Like it, this names what is missing only of stages that have a
   * place in the run cache.
   */
  async #seemsCached(job: Job): Promise<boolean> {
    const { stage, entry, force } = job;
    if (force || !isRepeatable(stage)) return false;
    const inputs = await this.#inputs(job);
    const wanted = this.#workspace.project.context.terminal ? inputs : lockedInputs(stage, entry);
    return (await this.#earlierRun(job, inputs, wanted)) !== undefined;
  }

  /** What the stage makes is removed first of all, as in DVC: also where it then turns out that a dependency is missing. */
  async #run(job: Job, command: Command): Promise<void> {
    const { stage, address } = job;
    const { context } = this.#workspace.project;
    const beyond = stage.outputs.find(({ path, outside }) => path === undefined && outside === undefined);
    if (beyond !== undefined) throw new FailureError(refuseOutside(this.#workspace.project, stage, beyond));
    const run = new RunningStage(this.#records, context.clock, stageId(stage));
    this.#removeOutputs(stage);
    const before = await this.#inputsBefore(job);
    const isRestored = before !== undefined && (await this.#restored(job, before));
    if (!isRestored) {
      context.emit({ type: 'stage-started', stage: address, reasons: job.why });
      try {
        await this.#command(job, command, run);
      } catch (error) {
        if (error instanceof FailureError) run.fail(error.failure);
        throw error;
      }
    }
    await this.#record(job, before ?? (await this.#inputs(job)));
    const elapsedMs = run.end(isRestored ? 'restored' : 'ran');
    if (!isRestored) context.emit({ type: 'stage-finished', stage: address, elapsedMs });
  }

  /**
   * Takes the outputs of an earlier run, if there is one. When their objects turn out to be damaged there is none, and
   * what the command is to find is as if nobody had tried.
   */
  async #restored(job: Job, inputs: StageInputs): Promise<boolean> {
    const { stage, address, force } = job;
    const { context } = this.#workspace.project;
    const earlier = force ? undefined : await this.#earlierRun(job, inputs, inputs);
    if (earlier === undefined) return false;
    try {
      await this.#earlier.restore(stage, earlier);
    } catch (error) {
      if (!isCheckoutFailure(error)) throw error;
      const { damaged: paths } = error.failure;
      if (paths !== undefined) context.emit({ type: 'objects-damaged', paths, stage: address });
      this.#removeOutputs(stage);
      return false;
    }
    context.emit({ type: 'stage-restored', stage: address });
    return true;
  }

  #removeOutputs(stage: Stage): void {
    for (const { path, persistent, cached } of stage.outputs) {
      if (path === undefined) continue;
      if (!persistent) this.#workspace.remove(path);
      else if (cached) this.#workspace.unprotect(path);
    }
  }

  #inputs({ stage, entry }: Job): Promise<StageInputs> {
    return readInputs(this.#workspace, this.#readers, stage, entry);
  }

  /** A forced run does not ask what is missing: its own command may make it. */
  async #inputsBefore(job: Job): Promise<StageInputs | undefined> {
    try {
      return await this.#inputs(job);
    } catch (error) {
      if (job.force && error instanceof FailureError) return undefined;
      throw error;
    }
  }

  async #earlierRun(
    { stage, entry }: Job,
    inputs: StageInputs,
    wanted: StageInputs | undefined,
  ): Promise<LockEntry | undefined> {
    if (!this.#runCache.isEligible(stage, inputs)) return undefined;
    return this.#earlier.find(stage, entry, inputs, wanted);
  }

  /** Runs the command, and again as often as the stage allows. */
  async #command({ stage, address, claim }: Job, command: Command, run: RunningStage): Promise<void> {
    const { project } = this.#workspace;
    const { sideBySide } = this.#options;
    const retries = stage.execution?.retries ?? 0;
    const traced = this.#tracing?.begin(stage);
    const gpus = this.#takeGpus(stage, address);
    const work = this.#exclusive.during(async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          await runCommand(project, stage, command, {
            sideBySide,
            env: gpus.env,
            abort: this.#abort,
            copy: run.log.output,
            keeps: this.#options.keeps,
            trace: traced?.trace,
            onExit: exit => run.use(exit),
          });
          return;
        } catch (error) {
          if (attempt > retries || !isCommandFailure(error)) throw error;
          const { failure } = error;
          project.context.emit({ type: 'stage-retried', stage: address, failure, attempt, of: retries });
          this.#removeOutputs(stage);
        } finally {
          this.#forget();
        }
      }
    }, claim);
    await work.finally(gpus.giveBack);
    await traced?.end();
  }

  /** A stage that wants more GPUs than there are gets all, and sees what it would see without us. */
  #takeGpus(
    stage: Stage,
    address: string,
  ): { readonly env: Readonly<Record<string, string>>; readonly giveBack: () => void } {
    const wanted = stage.execution?.gpus ?? 0;
    const held = this.#gpus.take(wanted);
    const giveBack = (): void => this.#gpus.giveBack(held);
    if (wanted === 0) return { env: {}, giveBack };
    if (held.length === wanted) return { env: { [DEVICES_VARIABLE]: held.join(',') }, giveBack };
    const known =
      held.length === 0 ? 'none is known' : `${held.length} ${held.length === 1 ? 'is' : 'are'} known`;
    this.#workspace.project.context.emit({
      type: 'warning',
      message: `stage '${address}' wants ${wanted} ${wanted === 1 ? 'GPU' : 'GPUs'}, ${known}`,
      hint: `${DEVICES_VARIABLE} says which there are, or ${GPUS_VARIABLE} how many.`,
    });
    return { env: {}, giveBack };
  }

  async #record({ stage, entry }: Job, inputs: StageInputs): Promise<void> {
    this.#twins.heed(stage, entry);
    const parts = { workspace: this.#workspace, ignore: this.#ignore, runCache: this.#runCache };
    const result = await recordStage(parts, stage, entry, inputs, {
      commit: this.#options.commit,
      // A file of git's that is no metric nor plot stays out of the cache, and its run with it.
      remember: this.#options.commit && stage.outputs.every(out => out.cached || out.role !== 'data'),
    });
    const changed = await writeLock(this.#workspace, this.#index, [[stage, result]], this.#rankOf);
    if (changed !== undefined) this.#ignore.track(changed);
  }
}

function isCommandFailure(error: unknown): error is FailureError {
  return (
    error instanceof FailureError &&
    (error.failure.code === 'command-failed' || error.failure.code === 'command-timeout')
  );
}
