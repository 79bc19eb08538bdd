import type { GateValues, SeedRuns } from '../core/gates/judge.ts';
import { seedsOf, seedText, settingsKey } from '../core/gates/seeds.ts';
import type { Base } from '../model/base.ts';
import type { Failure } from '../model/failure.ts';
import type { Gate, GateSide, GateTrouble, SeedSettings } from '../model/gate.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Scalar } from '../model/value.ts';
import type { Context } from '../ports/context.ts';
import type { GitRepository } from '../ports/git.ts';
import { removeLeftCopies } from './project-copy.ts';
import type { Project } from './project.ts';
import type { State } from './revisions.ts';
import { textsWith } from './seed-plan.ts';
import type { SeedPlan } from './seed-plan.ts';
import { SeedSide } from './seed-side.ts';

/** So often it is told which run goes on, once there has been time to wonder. */
const TICK_MS = 500;
const QUIET_MS = 1000;

/** Gates that ask for the same seeds of the same file. Whatever else needs the same runs takes them from the run cache. */
interface Asked {
  readonly settings: SeedSettings;
  readonly gates: readonly Gate[];
}

interface Sides {
  readonly head: State;
  readonly base: Base;
}

/**
 * Runs both sides with every seed that gates ask for, as far as no earlier run can be taken. They run in copies of the
 * project, so that nothing of it changes but its cache.
 *
 * @param project seen from its root.
 * @param further metrics files that gates name.
 * @returns the runs of gates that ask for seeds; those that need none, as there is nothing to compare with, are left out.
 */
export async function runSeeds(
  project: Project,
  gates: readonly Gate[],
  sides: Sides,
  further: readonly RepoPath[],
): Promise<Result<ReadonlyMap<Gate, SeedRuns>, Failure>> {
  const asked = askedFor(gates).filter(each => sides.base.kind === 'commit' || each.gates.some(needsNoBase));
  const runs = new Map<Gate, SeedRuns>();
  if (asked.length === 0) return ok(runs);
  const { context, root, layout, git } = project;
  if (git === undefined || context.files.stat(`${root}/${layout.directory}`) === undefined) {
    const detail = 'seeds run in a copy of what git knows of a project: there is none here';
    for (const { settings, gates: all } of asked)
      for (const gate of all)
        runs.set(gate, { settings, seeds: [], head: { kind: 'seeds', detail }, base: undefined });
    return ok(runs);
  }
  await removeLeftCopies(project, git);
  const work = new SeedWork(project, git, sides, further);
  try {
    for (const each of asked) {
      const done = await work.run(each);
      if (!done.ok) return done;
      for (const gate of each.gates) runs.set(gate, done.value);
    }
    return ok(runs);
  } finally {
    work.end();
  }
}

function askedFor(gates: readonly Gate[]): readonly Asked[] {
  const found = new Map<string, { settings: SeedSettings; gates: Gate[] }>();
  for (const gate of gates) {
    const { seeds: settings } = gate.rule;
    if (settings === undefined) continue;
    const key = JSON.stringify([settingsKey(settings), gate.file]);
    const same = found.get(key) ?? { settings, gates: [] };
    same.gates.push(gate);
    found.set(key, same);
  }
  return [...found.values()];
}

/** Is something asked of it that the head alone answers? */
function needsNoBase({ rule }: Gate): boolean {
  return rule.min !== undefined || rule.max !== undefined || rule.required;
}

function compares({ rule }: Gate): boolean {
  const isLimited = rule.min !== undefined || rule.max !== undefined;
  return (
    rule.maxDrop !== undefined || rule.maxRise !== undefined || (rule.direction !== undefined && !isLimited)
  );
}

/** A side that is ready to run, with the text of the parameters file for each seed. */
interface Ready {
  readonly side: SeedSide;
  readonly name: GateSide;
  readonly plan: SeedPlan;
  readonly texts: readonly string[];
}

class SeedWork {
  readonly #context: Context;
  readonly #further: readonly RepoPath[];
  readonly #head: SeedSide;
  readonly #base: SeedSide | undefined;
  readonly #progress: SeedProgress;

  constructor(project: Project, git: GitRepository, { head, base }: Sides, further: readonly RepoPath[]) {
    this.#context = project.context;
    this.#further = further;
    this.#progress = new SeedProgress(project.context);
    const { snapshot, commit } = head;
    this.#head = new SeedSide(project, git, { side: 'head', label: snapshot.label, commit });
    if (base.kind === 'commit')
      this.#base = new SeedSide(project, git, { side: 'base', label: base.name, commit: base.commit });
  }

  /** Everything that can stand in the way is looked at before anything runs. */
  async run({ settings, gates }: Asked): Promise<Result<SeedRuns, Failure>> {
    const planned = await this.#head.plan(settings, gates);
    if (!planned.ok) return ok({ settings, seeds: [], head: planned.error, base: undefined });
    const seeds = seedsOf(settings, planned.value.declared);
    const head = await ready('head', this.#head, planned.value, seeds);
    const isCompared = gates.some(compares);
    const base = isCompared && head.ok ? await this.#readyBase(settings, gates, seeds) : undefined;
    if (!head.ok) return ok({ settings, seeds, head: head.error, base: undefined });
    if (base?.ok === false && !gates.some(needsNoBase))
      return ok({ settings, seeds, head: base.error, base: base.error });
    const ofHead = await this.#runAll(head.value, seeds);
    if (!ofHead.ok) return ofHead;
    if (base?.ok !== true || !Array.isArray(ofHead.value))
      return ok({ settings, seeds, head: ofHead.value, base: base?.ok === false ? base.error : undefined });
    const ofBase = await this.#runAll(base.value, seeds);
    return ofBase.ok ? ok({ settings, seeds, head: ofHead.value, base: ofBase.value }) : ofBase;
  }

  end(): void {
    this.#progress.end();
    this.#head.remove();
    this.#base?.remove();
  }

  async #readyBase(
    settings: SeedSettings,
    gates: readonly Gate[],
    seeds: readonly Scalar[],
  ): Promise<Result<Ready, GateTrouble> | undefined> {
    if (this.#base === undefined) return undefined;
    const plan = await this.#base.plan(settings, gates);
    return plan.ok ? ready('base', this.#base, plan.value, seeds) : plan;
  }

  async #runAll(
    ready: Ready,
    seeds: readonly Scalar[],
  ): Promise<Result<readonly GateValues[] | GateTrouble, Failure>> {
    try {
      return await this.#runEach(ready, seeds);
    } finally {
      ready.side.putBack(ready.plan);
    }
  }

  /** One seed after the other; the first that fails ends it, as all must be there. */
  async #runEach(
    { side, name, plan, texts }: Ready,
    seeds: readonly Scalar[],
  ): Promise<Result<readonly GateValues[] | GateTrouble, Failure>> {
    const runs: GateValues[] = [];
    for (const [index, seed] of seeds.entries()) {
      this.#progress.show({ seed: seedText(seed), index: index + 1, of: seeds.length, side: name });
      const done = await side.run(plan, seed, texts[index] ?? plan.text, this.#further);
      if (!done.ok) return done;
      if (this.#context.cancelled.aborted) return err({ code: 'interrupted' });
      if (!(done.value instanceof Map)) return ok(done.value as GateTrouble);
      runs.push(done.value);
    }
    return ok(runs);
  }
}

async function ready(
  name: GateSide,
  side: SeedSide,
  plan: SeedPlan,
  seeds: readonly Scalar[],
): Promise<Result<Ready, GateTrouble>> {
  const texts = await textsWith(name, plan, seeds);
  return texts.ok ? ok({ name, side, plan, texts: texts.value }) : texts;
}

interface Shown {
  readonly seed: string;
  readonly index: number;
  readonly of: number;
  readonly side: GateSide;
}

/** Tells people which run goes on. */
class SeedProgress {
  readonly #context: Context;
  readonly #startedAt: number;
  #tick: ReturnType<typeof setInterval> | undefined;
  #now: Shown | undefined;
  #isShown = false;

  constructor(context: Context) {
    this.#context = context;
    this.#startedAt = context.clock.steady();
  }

  show(now: Shown): void {
    this.#now = now;
    this.#tick ??= setInterval(() => this.#tell(), TICK_MS);
    this.#tell();
  }

  end(): void {
    clearInterval(this.#tick);
    if (this.#isShown) this.#context.emit({ type: 'seeds-running' });
  }

  #tell(): void {
    const elapsedMs = this.#context.clock.steady() - this.#startedAt;
    if (this.#now === undefined || elapsedMs < QUIET_MS) return;
    this.#isShown = true;
    this.#context.emit({ type: 'seeds-running', run: this.#now, elapsedMs });
  }
}
