import type { GateValues } from '../core/gates/judge.ts';
import { seedText } from '../core/gates/seeds.ts';
import { gateValues } from '../core/gates/values.ts';
import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { changedParam } from '../core/params/change.ts';
import { findParams } from '../core/params/find.ts';
import { compileGlob } from '../core/params/glob.ts';
import { selectParams } from '../core/params/select.ts';
import { valuesEqual } from '../core/python/equal.ts';
import { readData } from '../core/reading/by-suffix.ts';
import { closest } from '../core/schema/closest.ts';
import type { Event } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import type { Gate, GateSide, GateTrouble, SeedSettings } from '../model/gate.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { shownOutside, stageId } from '../model/stage.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { isList, isMap } from '../model/value.ts';
import type { Scalar, Value } from '../model/value.ts';
import type { GitRepository } from '../ports/git.ts';
import { checkout } from './checkout.ts';
import { visibleGpus } from './gpus.ts';
import { readMetrics } from './measurements.ts';
import { recordOf } from './observe.ts';
import { OutputLines } from './output-lines.ts';
import { ProjectCopy } from './project-copy.ts';
import type { Project } from './project.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { repro } from './repro.ts';
import type { ReproOptions } from './plan-run.ts';
import { Workspace } from './workspace.ts';

/** What of a project is run with other seeds: a commit, or the workspace as it is. */
export interface SeedState {
  readonly side: GateSide;
  /** What users call it. */
  readonly label: string;
  readonly commit: string | undefined;
}

/** What runs with seeds need of one side, found out before anything runs. */
export interface SeedPlan {
  readonly targets: readonly StageId[];
  /** All stages that the runs may run. */
  readonly stages: readonly Stage[];
  readonly settings: SeedSettings;
  /** The parameters file. */
  readonly text: string;
  readonly content: Value;
  /** The keys and list indexes that lead to the seed, and what it is. */
  readonly at: readonly Scalar[];
  readonly declared: Value;
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
    const loaded = await this.#load();
    if (!loaded.ok) {
      const detail = 'the project cannot be read there';
      return err({ kind: 'unreadable', revision: this.#state.label, detail });
    }
    const index = loaded.value;
    const makers = makersOf(index, gates);
    if (makers.length === 0) {
      const [file = ''] = gates.map(gate => gate.file);
      return err(this.#without(`no stage makes '${file}'`));
    }
    const targets = makers.map(stageId);
    const graph = cutFrozen(index.graph);
    const stages = planOrder(graph, targets).flatMap(id => graph.stages.get(id) ?? []);
    const outside = beyondReach(stages);
    if (outside !== undefined)
      return err(
        this.#lost(
          `stage '${outside.stage.name}': '${outside.path}' is outside the project, and no copy has it`,
        ),
      );
    return this.#planParam(settings, index, { targets, stages });
  }

  async #planParam(
    settings: SeedSettings,
    index: ProjectIndex,
    { targets, stages }: Pick<SeedPlan, 'targets' | 'stages'>,
  ): Promise<Result<SeedPlan, GateTrouble>> {
    const { file, key } = settings;
    const maker = index.stages.find(({ outputs }) =>
      outputs.some(({ path }) => path !== undefined && isInside(file, path)),
    );
    if (maker !== undefined)
      return err(this.#lost(`'${file}' is an output of '${maker.name || maker.file}'`));
    const text = await index.snapshot.readText(file);
    if (text === undefined) return err(this.#without(`there is no '${file}'`));
    const read = await readData(file, text);
    if (!read.ok) return err(this.#lost(`'${file}' cannot be read: ${read.error.message}`));
    const content = read.value;
    const found = findParams(content, key);
    const [place, second] = found.ok ? found.value : [];
    if (place === undefined) return err(this.#without(`'${file}' has no '${key}'`, similarKey(content, key)));
    if (second !== undefined || isMap(place.value) || isList(place.value))
      return err(this.#lost(`'${key}' of '${file}' is no single value`));
    const plan = { targets, stages, settings, text, content, at: place.path, declared: place.value };
    if (this.#isUsed(plan)) return ok(plan);
    return err(
      this.#without(
        `no stage that the metrics come from depends on '${key}' of '${file}': seeds would change nothing`,
        `declare it: \`params: [${file}: [${key}]]\``,
      ),
    );
  }

  /** Would a stage that runs see another seed? */
  #isUsed({ stages, settings: { file, key }, content, at }: SeedPlan): boolean {
    const other = without(content, at);
    return stages
      .filter(({ frozen }) => !frozen)
      .some(
        ({ params, dependencies, usedParams }) =>
          params.some(({ path, keys }) => {
            if (path !== file) return false;
            const [before, after] = [selectParams(content, keys), selectParams(other, keys)];
            return before.ok && !(after.ok && valuesEqual(before.value.values, after.value.values));
          }) ||
          dependencies.some(({ path }) => path !== undefined && isInside(file, path)) ||
          [...(usedParams?.get(file)?.keys() ?? [])].some(used => `${key}.`.startsWith(`${used}.`)),
      );
  }

  /** The parameters file with this seed; undefined where it is written in a way that nobody here can change. */
  async textWith(
    { settings: { file }, text, content, at, declared }: SeedPlan,
    seed: Scalar,
  ): Promise<string | undefined> {
    return valuesEqual(declared, seed) ? text : changedParam(file, text, content, at, seed);
  }

  /** Brings what the stages of a plan read and made, as far as it is there, out of the cache. */
  async bring({ stages }: SeedPlan): Promise<void> {
    const loaded = await this.#load();
    const asked = stages.filter(stage => !this.#brought.has(stageId(stage)));
    for (const stage of asked) this.#brought.add(stageId(stage));
    if (!loaded.ok) return;
    const own =
      this.#state.commit === undefined ? await this.#takeOwn(loaded.value, asked) : new Set<Stage>();
    const targets = asked.filter(stage => !own.has(stage)).map(stage => ({ stage }));
    const options = { force: true, relink: false, allowMissing: true, removeUnused: false };
    // What is missing is made by its stage, or missed when something reads it.
    await checkout(new Workspace(this.#copy.project), loaded.value, targets, options).work();
  }

  /** Runs what is stale with a seed, and reads the metrics. */
  async run(
    { targets, settings: { file, key } }: SeedPlan,
    seed: Scalar,
    text: string,
    further: readonly RepoPath[],
  ): Promise<Result<GateValues | GateTrouble, Failure>> {
    const { project } = this.#copy;
    project.context.files.writeLossy(project.absolute(file), text);
    const name = `seed ${seedText(seed)} at ${this.#state.side}`;
    const index = await this.#load();
    if (!index.ok)
      return ok({ kind: 'seeds', detail: `${name}: the project cannot be read with this '${key}'` });
    this.#tail = [];
    const done = await repro(new Workspace(project), index.value, this.#options(targets));
    if (!done.ok) {
      if (isInterruption(done.error)) return done;
      const lines = this.#tail.length === 0 ? {} : { lines: this.#tail };
      return ok({ kind: 'seeds', detail: `${name}: ${wordsOf(done.error)}`, ...lines });
    }
    const read = await readMetrics(project, index.value.snapshot, { targets: [], further });
    if (!read.ok) return ok({ kind: 'seeds', detail: `${name}: the metrics cannot be read` });
    return ok(gateValues(read.value.data, name));
  }

  /** What cannot be changed as it is asked for. */
  notEditable({ settings: { file, key } }: SeedPlan): GateTrouble {
    return this.#lost(`'${key}' stands in '${file}' in a way that cannot be changed here`);
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
    const { digester, cache } = new Workspace(this.#of);
    const taken = new Set<Stage>();
    for (const stage of stages) {
      if (stage.command !== undefined && !stage.frozen) continue;
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
    if (event.type === 'stage-tail') this.#tail = event.lines;
    if (event.type === 'command-started') this.#tell(`> ${event.command}`);
  }

  /** For those who look for a cause. */
  #tell(line: string): void {
    const message = `${this.#state.side}: ${line}`;
    this.#of.context.emit({ type: 'notice', level: 'debug', message });
  }

  #lost(what: string, hint?: string): GateTrouble {
    return { kind: 'seeds', detail: `${this.#state.side}: ${what}`, ...(hint === undefined ? {} : { hint }) };
  }

  /** Of a base that did not know of seeds nothing can be asked; where they are asked for they must be. */
  #without(what: string, hint?: string): GateTrouble {
    if (this.#state.side === 'head') return this.#lost(what, hint);
    return { kind: 'seedless-base', detail: `base: ${what}` };
  }
}

/** The stages that make the metrics files of gates. */
function makersOf({ stages }: ProjectIndex, gates: readonly Gate[]): readonly Stage[] {
  const files = gates.map(({ file }) => ({ file, isFile: compileGlob(file) }));
  return stages.filter(stage =>
    stage.outputs.some(
      ({ path }) =>
        path !== undefined && files.some(({ file, isFile }) => isFile(path) || isInside(file, path)),
    ),
  );
}

/** What a stage reads or writes that is not where it would be, seen from a copy. */
function beyondReach(stages: readonly Stage[]): { readonly stage: Stage; readonly path: string } | undefined {
  for (const stage of stages) {
    const read = stage.dependencies.find(
      ({ written, outside, path }) => path === undefined && outside !== undefined && !written.startsWith('/'),
    );
    const made = stage.outputs.find(({ path }) => path === undefined);
    const found = read ?? made;
    if (found !== undefined) return { stage, path: shownOutside(found) };
  }
  return undefined;
}

function similarKey(content: Value, key: string): string | undefined {
  const names: string[] = [];
  const visit = (value: Value, prefix: string): void => {
    if (!isMap(value)) {
      names.push(prefix);
      return;
    }
    for (const [name, item] of value)
      if (typeof name === 'string') visit(item, prefix === '' ? name : `${prefix}.${name}`);
  };
  visit(content, '');
  const similar = closest(key, names);
  return similar === undefined ? undefined : `did you mean '${similar}'?`;
}

/** The content with something at a place that it has never been. */
function without(content: Value, [key, ...rest]: readonly Scalar[]): Value {
  if (key === undefined) return [[]];
  if (isList(content))
    return content.map((item, index) => (index === Number(key) ? without(item, rest) : item));
  if (!isMap(content)) return content;
  return new Map([...content].map(([name, item]) => [name, name === key ? without(item, rest) : item]));
}

function isInterruption(failure: Failure): boolean {
  return (
    failure.code === 'interrupted' ||
    (failure.code === 'repro-failed' && failure.cause?.code === 'interrupted')
  );
}

/** Such as `stage 'train' failed, exited with 1`. */
function wordsOf(failure: Failure): string {
  const cause = failure.code === 'repro-failed' ? (failure.cause ?? failure) : failure;
  const [name] = failure.code === 'repro-failed' ? failure.stages : [];
  const who = name === undefined ? 'it failed' : `stage '${name}' failed`;
  switch (cause.code) {
    case 'command-failed':
      return `${who}, ${cause.exit < 0 ? `ended by signal ${-cause.exit}` : `exited with ${cause.exit}`}`;
    case 'command-timeout':
      return `${who}, it took longer than it may`;
    case 'dependency-missing':
    case 'output-missing':
      return `${who}: '${cause.path}' is missing`;
    case 'data-missing':
      return `${cause.paths.map(path => `'${path}'`).join(', ')}: neither there nor in the cache`;
    case 'checkout-failed':
      return `${who}: the cache lacks ${cause.paths.map(path => `'${path}'`).join(', ')}`;
    case 'params-missing':
      return `${who}: '${cause.file}' has no ${cause.keys.map(key => `'${key}'`).join(', ')}`;
    case 'refused':
      return `${who}: ${cause.message}`;
    default:
      return `${who} (${cause.code})`;
  }
}
