import { FailureError } from '../model/failure.ts';
import { cleanLeftOvers, markWriting } from './left-overs.ts';
import type { Project } from './project.ts';
import { repairRwlock } from './rwlock.ts';

/** A project, whether it could be opened or not. */
type Lockable = Project | Pick<Project, 'context' | 'root' | 'layout'>;

/**
 * Holds the project against other processes that write to it, real DVC included. Taken when something is about to be
 * written, let go while nothing but stage commands runs, as they may call us.
 */
export class Exclusive {
  readonly #project: Lockable;
  /** Several may ask for it at once. */
  #taking: Promise<{ release(): void }> | undefined;
  #held: { release(): void } | undefined;
  /** Stages that are at work themselves, and those whose command runs. */
  #working = 0;
  #running = 0;

  constructor(project: Lockable) {
    this.#project = project;
  }

  /** @throws FailureError `project-busy` when another process keeps holding it. */
  async acquire(): Promise<void> {
    if (this.#held !== undefined) return;
    this.#taking ??= this.#take();
    try {
      this.#held = await this.#taking;
    } finally {
      this.#taking = undefined;
    }
  }

  /** Not to be called while somebody waits in {@link acquire}. */
  release(): void {
    this.#held?.release();
    this.#held = undefined;
  }

  /** A stage begins to work. Throws as {@link acquire}. */
  async enter(): Promise<void> {
    this.#working++;
    await this.acquire();
  }

  /** The stage is done; another one may begin right away. */
  leave(): void {
    this.#working--;
    this.#letOthersIn();
  }

  /** Runs a stage's command while others may work on the project, the command itself for one. */
  async during(command: () => Promise<void>): Promise<void> {
    this.#working--;
    this.#running++;
    this.#letOthersIn();
    try {
      await command();
    } finally {
      this.#running--;
      this.#working++;
    }
    await this.acquire();
  }

  #letOthersIn(): void {
    if (this.#working === 0 && this.#running > 0) this.release();
  }

  async #take(): Promise<{ release(): void }> {
    const { context, root, layout } = this.#project;
    const folder = `${root}/${layout.directory}/tmp`;
    context.files.makeDirectory(folder);
    const path = `${folder}/lock`;
    const held = await context.locks.acquire(path, context.waitsForLock, () => {
      const holder = context.locks.holder(path) ?? 'another process';
      context.emit({ type: 'lock-awaited', holder });
    });
    if (held !== undefined) return this.#marked(held);
    const holder = context.files.readText(`${folder}/lock`)?.trim();
    throw new FailureError({
      code: 'project-busy',
      ...(holder === undefined || holder === '' ? {} : { holder }),
    });
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
