import type { GateValues } from '../core/gates/judge.ts';
import { seedText } from '../core/gates/seeds.ts';
import { failedRunText } from '../core/gates/failed-run.ts';
import { gateValues } from '../core/gates/values.ts';
import { hidePaths } from '../core/report/hide-paths.ts';
import { lastLines } from '../core/report/tail.ts';
import type { Event } from '../model/event.ts';
import { isCheckoutFailure } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import type { Gate, GateSide, GateTrouble, SeedSettings } from '../model/gate.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Stage, StageId } from '../model/stage.ts';
import type { Scalar } from '../model/value.ts';
import type { GitRepository } from '../ports/git.ts';
import { checkout } from './checkout.ts';
import { foresee } from './foreseen-run.ts';
import type { KnownRecords } from './foreseen-run.ts';
import { visibleGpus } from './gpus.ts';
import { guardFile, guardWrite } from './guard.ts';
import { readMetrics } from './measurements.ts';
import { recordOf } from './observe.ts';
import { OutputLines } from './output-lines.ts';
import { ProjectCopy } from './project-copy.ts';
import type { Project } from './project.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { repro } from './repro.ts';
import type { ReproOptions } from './plan-run.ts';
import { planSeeds } from './seed-plan.ts';
import type { SeedPlan } from './seed-plan.ts';
import { Workspace } from './workspace.ts';

/** What of a project is run with other seeds: a commit, or the workspace as it is. */
export interface SeedState {
  readonly side: GateSide;
  /** What users call it. */
  readonly label: string;
  readonly commit: string | undefined;
}

/** One of the two states that gates compare, in a copy in which its stages run with one seed after the other. */
export class SeedSide {
  readonly #of: Project;
  readonly #state: SeedState;
  readonly #copy: ProjectCopy;
  /** What a stage that failed printed last. */
  #tail: readonly string[] = [];
  readonly #brought = new Set<StageId>();
  #isTaken = false;
  /** The project's own, of which only the hashes are wanted. */
  #workspace: Workspace | undefined;

  constructor(of: Project, git: GitRepository, state: SeedState) {
    this.#of = of;
    this.#state = state;
    const lines = new OutputLines(said => said.lines.forEach(line => this.#tell(line)));
    this.#copy = new ProjectCopy(of, git, state.side, {
      onEvent: event => this.#hear(event),
      output: lines.output,
    });
  }

  /** @returns what stands in the way of any run: it cannot be told what a seed would change. */
  async plan(settings: SeedSettings, gates: readonly Gate[]): Promise<Result<SeedPlan, GateTrouble>> {
    await this.#take();
    const { side } = this.#state;
    const loaded = await this.#load();
    if (loaded.ok && guardWrite(this.#copy.project, settings.file) !== undefined)
      return err({ kind: 'seeds', detail: `${side}: '${settings.file}' is outside the project` });
    if (loaded.ok) return planSeeds(loaded.value, side, settings, gates);
    const detail = 'the project cannot be read there';
    return err({ kind: 'unreadable', revision: this.#state.label, detail });
  }

  /** Runs what is stale with a seed, as far as no earlier run tells what comes out, and reads the metrics. */
  async run(
    plan: SeedPlan,
    seed: Scalar,
    text: string,
    further: readonly RepoPath[],
  ): Promise<Result<GateValues | GateTrouble, Failure>> {
    const { project } = this.#copy;
    const { key } = plan.settings;
    this.#setParams(plan, text);
    const name = `seed ${seedText(seed)} at ${this.#state.side}`;
    const index = await this.#load();
    if (!index.ok)
      return ok({ kind: 'seeds', detail: `${name}: the project cannot be read with this '${key}'` });
    if (!(await this.#isForeseen(index.value, plan))) {
      const failure = await this.#reproduce(plan);
      if (failure !== undefined && isInterruption(failure)) return err(failure);
      const lines = this.#tail.length === 0 ? {} : { lines: this.#tail };
      if (failure !== undefined)
        return ok({ kind: 'seeds', detail: `${name}: ${failedRunText(failure)}`, ...lines });
    }
    const read = await readMetrics(project, index.value.snapshot, { targets: [], further });
    if (!read.ok) return ok({ kind: 'seeds', detail: `${name}: the metrics cannot be read` });
    return ok(gateValues(read.value.data, name));
  }

  /** Makes the parameters what they are declared to be, as whoever plans next takes them for that. */
  putBack(plan: SeedPlan): void {
    this.#setParams(plan, plan.text);
  }

  #setParams({ settings }: SeedPlan, text: string): void {
    const { project } = this.#copy;
    const path = project.absolute(settings.file);
    // What a link leads to out of the project is the user's own.
    if (guardFile(project, settings.file) !== undefined) project.context.files.remove(path);
    project.context.files.writeLossy(path, text);
  }

  /** Takes the metrics of earlier runs out of the cache, where nothing has to run. */
  async #isForeseen(index: ProjectIndex, { stages, metrics }: SeedPlan): Promise<boolean> {
    const { project } = this.#copy;
    const planned = new Set(stages.map(stageId));
    const asked = index.stages.filter(stage => planned.has(stageId(stage)));
    const order = stages.flatMap(({ file, name }) =>
      asked.filter(stage => stage.file === file && stage.name === name),
    );
    const records = await foresee(project, index, order, await this.#unmade(index, order));
    if (records === undefined) return false;
    const workspace = new Workspace(project);
    try {
      for (const path of metrics) {
        const record = records.get(path);
        if (record === undefined) return false;
        await workspace.restore(path, record, { force: true, links: ['copy'] });
      }
      return true;
    } catch (error) {
      // The run is there, but not what it made.
      if (isCheckoutFailure(error)) return false;
      throw error;
    }
  }

  /** Outputs that no run makes: of the workspace as they are there, of a commit as they are recorded. */
  async #unmade(index: ProjectIndex, stages: readonly Stage[]): Promise<KnownRecords> {
    const { digester } = (this.#workspace ??= new Workspace(this.#of));
    const records = new Map<RepoPath, HashRecord>();
    for (const stage of stages.filter(isUnmade)) {
      const lock = await index.locks.entry(stage);
      for (const output of stage.outputs) {
        const { path } = output;
        const recorded = recordOf(output, lock.ok ? lock.value : undefined);
        if (path === undefined || !output.cached) continue;
        const now = this.#state.commit === undefined ? await digester.digest(path) : undefined;
        const record = now?.record ?? recorded;
        if (record !== undefined) records.set(path, record);
      }
    }
    digester.save();
    return records;
  }

  async #reproduce(plan: SeedPlan): Promise<Failure | undefined> {
    const { project } = this.#copy;
    await this.#bring(plan);
    const index = await this.#load();
    if (!index.ok) return index.error;
    this.#tail = [];
    const done = await repro(new Workspace(project), index.value, this.#options(plan.targets));
    return done.ok ? undefined : done.error;
  }

  /** Brings what the stages of a plan read and made, as far as it is there, out of the cache. */
  async #bring({ stages }: SeedPlan): Promise<void> {
    const asked = stages.filter(stage => !this.#brought.has(stageId(stage)));
    if (asked.length === 0) return;
    const loaded = await this.#load();
    for (const stage of asked) this.#brought.add(stageId(stage));
    if (!loaded.ok) return;
    const own =
      this.#state.commit === undefined ? await this.#takeOwn(loaded.value, asked) : new Set<Stage>();
    const targets = asked.filter(stage => !own.has(stage)).map(stage => ({ stage }));
    const options = { force: true, relink: false, allowMissing: true, removeUnused: false };
    // What is missing is made by its stage, or missed when something reads it.
    await checkout(new Workspace(this.#copy.project), loaded.value, targets, options).work();
  }

  remove(): void {
    this.#copy.remove();
  }

  async #take(): Promise<void> {
    if (this.#isTaken) return;
    this.#isTaken = true;
    const { commit } = this.#state;
    if (commit !== undefined) {
      await this.#copy.takeCommit(commit);
      return;
    }
    const index = await loadLockedIndex(this.#of, this.#of.context.workspace(this.#of.root), {
      anyGraph: true,
    });
    if (index.ok) await this.#copy.takeWorkspace(index.value);
  }

  /**
   * Of the workspace: what no stage would make again, and the cache does not have as it is now, comes from there.
   *
   * @returns the stages and data files whose outputs it was.
   */
  async #takeOwn(index: ProjectIndex, stages: readonly Stage[]): Promise<ReadonlySet<Stage>> {
    const { digester, cache } = (this.#workspace ??= new Workspace(this.#of));
    const taken = new Set<Stage>();
    for (const stage of stages) {
      if (!isUnmade(stage)) continue;
      const lock = await index.locks.entry(stage);
      for (const output of stage.outputs) {
        const { path } = output;
        if (path === undefined || !output.cached) continue;
        const record = recordOf(output, lock.ok ? lock.value : undefined);
        const now = await digester.digest(path, record === undefined ? {} : { name: record.name });
        const isRecorded = record !== undefined && now?.record.digest === record.digest;
        if (now === undefined || (isRecorded && (await cache.of(record).hasAll(record)))) continue;
        this.#copy.takePath(path);
        taken.add(stage);
      }
    }
    digester.save();
    this.#takeUnmade(index, stages);
    return taken;
  }

  /** What stages read and nobody makes, where git hides it. */
  #takeUnmade({ stages: all }: ProjectIndex, stages: readonly Stage[]): void {
    const { files } = this.#of.context;
    const { project } = this.#copy;
    const isMade = (path: RepoPath): boolean =>
      all.some(({ outputs }) => outputs.some(out => out.path !== undefined && isInside(path, out.path)));
    for (const { path } of stages.flatMap(({ dependencies }) => dependencies))
      if (path !== undefined && !isMade(path) && files.stat(project.absolute(path)) === undefined)
        this.#copy.takePath(path);
  }

  #load(): Promise<Result<ProjectIndex, Failure>> {
    const { project } = this.#copy;
    return loadLockedIndex(project, project.context.workspace(project.root));
  }

  #options(targets: readonly StageId[]): ReproOptions {
    return {
      ...{ targets, single: false, downstream: false, pipeline: false, force: false, forceDownstream: false },
      ...{ dry: false, commit: true, runCache: true, allowMissing: false, keeps: 'always' },
      ...{ onError: 'stop', slots: 1, failFast: false, trace: 'no' },
      gpus: visibleGpus(this.#of.context.env),
    };
  }

  #hear(event: Event): void {
    if (event.type === 'stage-tail') {
      const { root } = this.#copy.project;
      const plain = lastLines(event.lines.join('\n'));
      // Nobody has heard of the copy, which is gone by then.
      this.#tail = plain === '' ? [] : hidePaths(plain, [[root, '']]).split('\n');
    }
    if (event.type === 'command-started') this.#tell(`> ${event.command}`);
  }

  /** For those who look for a cause. */
  #tell(line: string): void {
    const message = `${this.#state.side}: ${line}`;
    this.#of.context.emit({ type: 'notice', level: 'debug', message });
  }
}

/** Data, and stages that do not run. */
function isUnmade({ command, frozen }: Stage): boolean {
  return command === undefined || frozen;
}

function isInterruption(failure: Failure): boolean {
  return (
    failure.code === 'interrupted' ||
    (failure.code === 'repro-failed' && failure.cause?.code === 'interrupted')
  );
}
