import type { Failure } from '../model/failure.ts';
import { isInside, join } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { Exclusive } from './exclusive.ts';
import { statesIn } from './kept-states.ts';
import type { Scope } from './kept-states.ts';
import { Cache } from './objects.ts';
import { openProject } from './project.ts';
import type { Project } from './project.ts';
import { storedObjects } from './stored-objects.ts';
import { Trash } from './trash.ts';
import type { Discarded } from './trash.ts';
import { attempt, quietly, UsedObjects } from './used-objects.ts';
import type { StoreName } from './used-objects.ts';

export interface GcOptions {
  readonly scope: Scope;
  /** Go on without the files of folders whose listing is lost. */
  readonly force: boolean;
  /** Leave out revisions that cannot be read. The workspace is never left out. */
  readonly skipFailed: boolean;
  /** Other projects that keep content in the same cache, as the user named them. */
  readonly projects: readonly string[];
}

/** An object that nothing uses. */
export interface Garbage extends Discarded {
  readonly digest: string;
  /** Absolute. */
  readonly path: string;
}

export const STORES: readonly StoreName[] = ['repo', 'legacy'];

/** Removal of everything from the cache that neither the workspace nor the chosen revisions use. */
export class GarbageCollection {
  readonly #project: Project;
  readonly #others: readonly Project[];
  readonly #options: GcOptions;
  readonly #cache: Cache;

  private constructor(project: Project, others: readonly Project[], options: GcOptions) {
    this.#project = project;
    this.#others = others;
    this.#options = options;
    this.#cache = new Cache(project);
  }

  static prepare(project: Project, options: GcOptions): Result<GarbageCollection, Failure> {
    const others: Project[] = [];
    for (const named of options.projects) {
      const { context } = project;
      const cwd = join(context.cwd, named);
      if (context.files.stat(cwd)?.kind !== 'directory') return err({ code: 'not-a-project', folder: cwd });
      const other = openProject({ ...context, cwd, emit: () => undefined });
      if (!other.ok) return other;
      others.push(other.value);
    }
    return ok(new GarbageCollection(project, others, options));
  }

  /** Does the cache lie where other projects may keep content as well, and none of them was named? */
  get mayBeShared(): boolean {
    const { root, cacheDirectory, context } = this.#project;
    const real = (path: string): string => context.files.realPath(path) ?? path;
    return this.#others.length === 0 && !isInside(real(cacheDirectory), real(root));
  }

  /** What would go, as far as others let it be. Waits for nobody and writes nothing. */
  async find(): Promise<Result<readonly Garbage[], Failure>> {
    return this.#find();
  }

  /**
   * Moves what nothing uses into the trash.
   *
   * @param shown nothing but this goes.
   * @param tell hears what goes while it is still there.
   */
  async remove(
    shown: readonly Garbage[] | undefined,
    tell: (garbage: readonly Garbage[]) => Promise<void>,
  ): Promise<Result<readonly Garbage[], Failure>> {
    return this.#locked(async () => {
      const found = await this.#find();
      if (!found.ok) return found;
      const agreed = shown === undefined ? undefined : new Set(shown.map(({ path }) => path));
      const garbage = found.value.filter(({ path }) => agreed?.has(path) !== false);
      await tell(garbage);
      const trash = new Trash(this.#project, this.#cache);
      trash.emptyOld();
      trash.put(
        'gc',
        garbage.map(({ store, place, size }) => ({ store, place, size })),
      );
      return ok(garbage);
    });
  }

  /** Nobody may store or record anything between the question what is used and the removal of the rest. */
  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const locks = [...this.#others, this.#project]
      .filter(({ root }, index, all) => all.findIndex(other => other.root === root) === index)
      .map(project => new Exclusive(project));
    try {
      for (const lock of locks) await lock.acquire('everything');
      return await work();
    } finally {
      for (const lock of locks) lock.release();
    }
  }

  async #find(): Promise<Result<readonly Garbage[], Failure>> {
    const used: Readonly<Record<StoreName, Set<string>>> = { repo: new Set(), legacy: new Set() };
    for (const project of [...this.#others, this.#project]) {
      const collected = await this.#collect(project, (store, digest) => used[store].add(digest));
      if (!collected.ok) return collected;
    }
    const { files } = this.#project.context;
    return ok(
      STORES.flatMap(store => {
        const objects = storedObjects(
          this.#project,
          store === 'repo' ? this.#cache.current : this.#cache.legacy,
        );
        return objects
          .filter(({ digest }) => !used[store].has(digest))
          .map(object => ({ ...object, store, size: files.lstat(object.path)?.size ?? 0 }));
      }),
    );
  }

  async #collect(
    project: Project,
    visit: (store: StoreName, digest: string) => void,
  ): Promise<Result<undefined, Failure>> {
    const { scope, force, skipFailed } = this.#options;
    const states = await statesIn(project, scope);
    if (!states.ok) return states;
    const used = new UsedObjects(quietly(project), visit);
    const ownWorkspace = new UsedObjects(project, visit);
    const collect = async (from: UsedObjects, snapshot: Snapshot): Promise<Result<undefined, Failure>> => {
      const added = await attempt(() => from.add(snapshot, { force }));
      return added.ok
        ? added
        : err({ code: 'collection-failed', revision: snapshot.label, cause: added.error });
    };
    const workspace = await collect(ownWorkspace, project.context.workspace(project.root));
    if (!workspace.ok) return workspace;
    for (const { snapshot } of states.value) {
      const added = await collect(used, snapshot);
      if (added.ok) continue;
      if (!skipFailed) return added;
      const message = `Failed to collect '${snapshot.label}', skipping`;
      this.#project.context.emit({ type: 'warning', message });
    }
    return ok(undefined);
  }
}
