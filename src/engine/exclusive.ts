import { FailureError } from '../model/failure.ts';
import type { Project } from './project.ts';

/** A project, whether it could be opened or not. */
type Lockable = Pick<Project, 'context' | 'root' | 'layout'>;

/**
 * Holds the project against other processes that write to it, real DVC included. Taken when something is about to be
 * written, let go while stage commands run, as they may call us.
 */
export class Exclusive {
  readonly #project: Lockable;
  readonly #wait: boolean;
  #held: { release(): void } | undefined;

  constructor(project: Lockable, wait = false) {
    this.#project = project;
    this.#wait = wait;
  }

  /** @throws FailureError `project-busy` when another process keeps holding it. */
  async acquire(): Promise<void> {
    if (this.#held !== undefined) return;
    const { context, root, layout } = this.#project;
    const folder = `${root}/${layout.directory}/tmp`;
    context.files.makeDirectory(folder);
    this.#held = await context.locks.acquire(`${folder}/lock`, this.#wait);
    if (this.#held === undefined) {
      const holder = context.files.readText(`${folder}/lock`)?.trim();
      throw new FailureError({
        code: 'project-busy',
        ...(holder === undefined || holder === '' ? {} : { holder }),
      });
    }
  }

  release(): void {
    this.#held?.release();
    this.#held = undefined;
  }
}
