import { foldName } from '../core/paths.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import { heedTwins } from './guard.ts';
import { recordOf } from './observe.ts';
import type { Project } from './project.ts';

/** Cached outputs of a project whose paths differ in nothing but case or the form of accents. */
export class TwinOutputs {
  readonly #project: Project;
  readonly #stages: readonly Stage[];
  readonly #told = new Set<string>();
  #paths: Map<string, string[]> | undefined;

  constructor(project: Project, stages: readonly Stage[]) {
    this.#project = project;
    this.#stages = stages;
  }

  /** As {@link heedTwins}, for outputs of a stage that are about to be recorded for the first time. */
  heed(stage: Stage, entry: LockEntry | undefined): void {
    for (const output of stage.outputs) {
      const { path, cached } = output;
      if (path === undefined || !cached || recordOf(output, entry) !== undefined) continue;
      const name = foldName(path);
      const paths = this.#byName().get(name) ?? [];
      if (paths.length < 2 || this.#told.has(name)) continue;
      this.#told.add(name);
      heedTwins(this.#project, paths);
    }
  }

  #byName(): ReadonlyMap<string, readonly string[]> {
    if (this.#paths !== undefined) return this.#paths;
    this.#paths = new Map();
    for (const { outputs } of this.#stages) {
      for (const { path, cached } of outputs) {
        if (path === undefined || !cached) continue;
        const known = this.#paths.get(foldName(path));
        if (known === undefined) this.#paths.set(foldName(path), [path]);
        else known.push(path);
      }
    }
    return this.#paths;
  }
}
