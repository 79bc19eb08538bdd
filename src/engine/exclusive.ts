import type { Blocker, Claim, PathClaim, Worker } from '../core/rwlock/table.ts';
import { FailureError } from '../model/failure.ts';
import { shownProcess } from '../model/process.ts';
import { ok } from '../model/result.ts';
import { expected } from './expected.ts';
import { cleanLeftOvers, markWriting } from './left-overs.ts';
import { openAt } from './project.ts';
import type { Project, ProjectPlace } from './project.ts';
import { hasLeftOvers, settleLeftOvers } from './running-commands.ts';
import { bringBackAside, hasAside } from './set-aside.ts';
import { announce, findBlockers, repairRwlock, seeBlockers } from './rwlock.ts';

/** A project, whether it could be opened or not. */
type Lockable = Project | ProjectPlace;

const LOOK_MS = 200;

/**
 * Holds the project against other processes that write to it, real DVC included. Taken when something is about to be
 * written, let go while nothing but stage commands runs, as they may call us. What they read and write is announced
 * meanwhile, in DVC's way, and whoever claims some of it waits.
 */
export class Exclusive {
  readonly #project: Lockable;
  /** Several may ask for it at once. */
  #taking: Promise<{ release(): void }> | undefined;
  /** Somebody else had the project when it was asked for, since a stage was last told of it. */
  #wasTaken = false;
  #held: { release(): void } | undefined;
  /** Stages that are at work themselves, and those whose command runs. */
  #working = 0;
  #running = 0;
  /** What commands that run work on. */
  readonly #claims = new Set<PathClaim>();
  #announcing: Promise<unknown> = Promise.resolve();

  constructor(project: Lockable) {
    this.#project = project;
  }

  /**
   * @param claim what is going to be read and written of what stages work on; absent: nothing of that kind.
   * @throws FailureError `project-busy` when another process keeps holding it, `path-busy` when one keeps working on
   *         what is claimed, `refused` when a command does that outlived its run.
   */
  async acquire(claim?: Claim): Promise<void> {
    try {
      await this.enter(claim);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  release(): void {
    this.#working = 0;
    this.#letGo();
  }

  /**
   * A stage begins to work. Throws as {@link acquire}.
   *
   * @returns whether others wrote to the project or to what it claims until now, or what a killed one put aside has
   *          come back.
   */
  async enter(claim?: Claim): Promise<boolean> {
    this.#working++;
    await this.#take();
    const wasTaken = this.#wasTaken;
    this.#wasTaken = false;
    return (claim !== undefined && (await this.claim(claim))) || wasTaken;
  }

  /**
   * One that works already is going to read and write more. Throws as {@link acquire}.
   *
   * @returns whether that had to be waited for, or what a killed run put aside has come back; the project was let go
   *          meanwhile.
   */
  async claim(claim: Claim): Promise<boolean> {
    const until = this.#project.context.clock.steady() + this.#patienceMs;
    for (let hasWaited = false; ; hasWaited = true) {
      const [blocker] = await findBlockers(this.#project, claim);
      const isLeftOver = blocker === undefined && hasLeftOvers(this.#project);
      if (blocker === undefined && !isLeftOver) return (await this.#bringBack()) || hasWaited;
      if (blocker !== undefined && !hasWaited) this.#tell(blocker);
      await this.#aside(() => (isLeftOver ? this.#settle() : this.#awaitPaths(claim, until)));
    }
  }

  /** The stage is done; another one may begin right away. */
  leave(): void {
    this.#working--;
    this.#letOthersIn();
  }

  /** Runs a stage's command while others may work on the project, the command itself for one. */
  async during(command: () => Promise<void>, claim?: PathClaim): Promise<void> {
    if (claim !== undefined) {
      this.#claims.add(claim);
      await this.#announce();
    }
    try {
      await this.#whileRunning(command);
      await this.#take();
    } finally {
      if (claim !== undefined) {
        this.#claims.delete(claim);
        await this.#withdraw();
      }
    }
  }

  async #whileRunning(command: () => Promise<void>): Promise<void> {
    this.#working--;
    this.#running++;
    this.#letOthersIn();
    try {
      await command();
    } finally {
      this.#running--;
      this.#working++;
    }
  }

  /** Waits for others, who can only come to their end when they get the project. */
  async #aside(wait: () => Promise<void>): Promise<void> {
    this.#working--;
    if (this.#working === 0) this.#letGo();
    try {
      await wait();
    } finally {
      this.#working++;
    }
    await this.#take();
  }

  /** Nobody may wait in {@link #take} meanwhile. */
  #letGo(): void {
    this.#held?.release();
    this.#held = undefined;
  }

  #letOthersIn(): void {
    if (this.#working === 0 && this.#running > 0) this.#letGo();
  }

  get #patienceMs(): number {
    const { waitsForLock, locks } = this.#project.context;
    return waitsForLock ? Infinity : locks.patienceMs;
  }

  async #awaitPaths(claim: Claim, until: number): Promise<void> {
    const { processes } = this.#project.context;
    for (;;) {
      const blockers = seeBlockers(this.#project, claim);
      const [first] = blockers;
      if (first === undefined) return;
      if (this.#project.context.clock.steady() > until)
        throw new FailureError({ code: 'path-busy', path: first.path, holders: uniqueWorkers(blockers) });
      await processes.hasEnded(processes.idOf(first.pid), LOOK_MS);
    }
  }

  /** @returns whether outputs have changed by it. */
  async #bringBack(): Promise<boolean> {
    if (!hasAside(this.#project)) return false;
    const { context, root, layout } = this.#project;
    const project = 'cacheDirectory' in this.#project ? ok(this.#project) : openAt(context, root, layout);
    return project.ok && bringBackAside(project.value);
  }

  #tell({ path, pid, cmd }: Blocker): void {
    this.#project.context.emit({ type: 'lock-awaited', holder: shownProcess(pid, cmd), path });
  }

  async #settle(): Promise<void> {
    const failure = await settleLeftOvers(this.#project, { end: false });
    if (failure !== undefined) throw new FailureError(failure);
  }

  /** One after the other, as each says all that is true by then. */
  async #announce(): Promise<void> {
    const announcing = this.#announcing.then(() => announce(this.#project, [...this.#claims]));
    this.#announcing = announcing.catch(() => undefined);
    await announcing;
  }

  /** What cannot be taken back goes with this process at the latest. */
  async #withdraw(): Promise<void> {
    try {
      await this.#announce();
    } catch (error) {
      if (expected(error) === undefined) throw error;
    }
  }

  async #take(): Promise<void> {
    if (this.#held !== undefined) return;
    this.#taking ??= this.#lock();
    try {
      this.#held = await this.#taking;
    } finally {
      this.#taking = undefined;
    }
  }

  async #lock(): Promise<{ release(): void }> {
    const { context, root, layout } = this.#project;
    const folder = `${root}/${layout.directory}/tmp`;
    context.files.makeDirectory(folder);
    const path = `${folder}/lock`;
    const held = await context.locks.acquire(path, context.waitsForLock, () => {
      const holder = context.locks.holder(path) ?? 'another process';
      context.emit({ type: 'lock-awaited', holder });
    });
    if (held?.hasWaited === true) this.#wasTaken = true;
    if (held !== undefined) return this.#marked(held);
    const holder = context.locks.holder(path);
    throw new FailureError({ code: 'project-busy', ...(holder === undefined ? {} : { holder }) });
  }

  async #marked(held: { release(): void }): Promise<{ release(): void }> {
    try {
      await repairRwlock(this.#project);
      if ('cacheDirectory' in this.#project) cleanLeftOvers(this.#project);
      const unmark = markWriting(this.#project);
      return {
        release: () => {
          unmark();
          held.release();
        },
      };
    } catch (error) {
      held.release();
      throw error;
    }
  }
}

function uniqueWorkers(blockers: readonly Blocker[]): readonly Worker[] {
  return [...new Map(blockers.map(({ pid, cmd }) => [pid, { pid, cmd }])).values()];
}
