import { memoName } from '../core/digest/memo.ts';
import { isDirDigest } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { Cache } from './objects.ts';
import type { Project } from './project.ts';
import type { StoreName } from './used-objects.ts';

/** Something that is to go from the cache. */
export interface Discarded {
  readonly store: StoreName;
  /** Below its folder of objects: `ab/cdef…`. */
  readonly place: string;
  readonly size: number;
  /** It was whole and lay in a place that is not its own. */
  readonly wasMisplaced?: boolean;
}

/** What one command threw away, all at once. */
export interface TrashEntry {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly command: string;
  /** Epoch ms. */
  readonly at: number;
  readonly objects: readonly Discarded[];
}

const CONTENTS = 'contents.json';
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Objects that were removed from the cache, until they are too old. They move by renaming, so the trash lies on the
 * cache's disk: among the project's temporary files, or within a cache that lies elsewhere. What a folder of the trash
 * is to hold is written down before anything moves, so that a crash at any moment loses nothing.
 */
export class Trash {
  readonly #project: Project;
  readonly #cache: Cache;
  readonly #directory: string;

  constructor(project: Project, cache: Cache) {
    this.#project = project;
    this.#cache = cache;
    this.#directory = directoryOf(project);
  }

  /** Takes objects out of the cache. The project is to be locked. */
  put(command: string, objects: readonly Discarded[]): void {
    if (objects.length === 0) return;
    const { files, clock } = this.#project.context;
    let at = clock.now();
    while (files.lstat(`${this.#directory}/${at}`) !== undefined) at++;
    const folder = `${this.#directory}/${at}`;
    files.makeDirectory(folder);
    files.writeAtomic(`${folder}/${CONTENTS}`, JSON.stringify({ command, at, objects }));
    const made = new Set<string>();
    for (const { store, place } of [...listsOf(objects), ...filesOf(objects)]) {
      const parent = `${folder}/${store}/${place.slice(0, 2)}`;
      if (!made.has(parent)) files.makeDirectory(parent);
      made.add(parent);
      files.rename(this.#inCache(store, place), `${folder}/${store}/${place}`);
    }
  }

  /** The newest first. */
  entries(): readonly TrashEntry[] {
    const { files } = this.#project.context;
    return (files.list(this.#directory) ?? [])
      .flatMap(({ name }) => {
        const folder = `${this.#directory}/${name}`;
        return parse(folder, files.readText(`${folder}/${CONTENTS}`)) ?? [];
      })
      .sort((a, b) => b.at - a.at);
  }

  /**
   * Puts back what an entry holds. The project is to be locked. Killed half-way, it can be done again.
   *
   * @returns what came back.
   */
  takeBack({ folder, objects }: TrashEntry): readonly Discarded[] {
    const { files } = this.#project.context;
    const back: Discarded[] = [];
    for (const object of [...filesOf(objects), ...listsOf(objects)]) {
      const { store, place } = object;
      const from = `${folder}/${store}/${place}`;
      const to = this.#inCache(store, place);
      // What was stored again since is as good; what is in neither place never moved.
      if (files.lstat(from) === undefined) continue;
      back.push(object);
      if (files.lstat(to) !== undefined) continue;
      files.makeDirectory(to.slice(0, to.lastIndexOf('/')));
      files.rename(from, to);
    }
    this.#remove(folder);
    return back;
  }

  /** Removes what is older than 30 days, but for what was damaged and is not whole again since, and what a crash left. */
  emptyOld(): void {
    const { files, clock } = this.#project.context;
    const oldest = clock.now() - KEPT_MS;
    for (const entry of this.entries())
      if (entry.at < oldest && !this.#isAwaited(entry)) this.#remove(entry.folder);
    for (const { name } of files.list(this.#directory) ?? []) {
      const folder = `${this.#directory}/${name}`;
      if (files.lstat(`${folder}/${CONTENTS}`) === undefined) files.remove(folder);
    }
  }

  #isAwaited({ command, objects }: TrashEntry): boolean {
    return command === 'fsck' && objects.some(({ store, place }) => !this.hasAgain({ store, place }));
  }

  /** Is there something in the cache under its name? */
  hasAgain({ store, place }: Pick<Discarded, 'store' | 'place'>): boolean {
    return this.#project.context.files.lstat(this.#inCache(store, place)) !== undefined;
  }

  /** Removes everything for good. @returns what there was. */
  empty(): readonly Discarded[] {
    const objects = this.entries().flatMap(entry => entry.objects);
    this.#project.context.files.remove(this.#directory);
    return objects;
  }

  /** It is no entry any more as soon as its contents are gone. */
  #remove(folder: string): void {
    const { files } = this.#project.context;
    files.remove(`${folder}/${CONTENTS}`);
    files.remove(folder);
  }

  #inCache(store: StoreName, place: string): string {
    return `${(store === 'repo' ? this.#cache.current : this.#cache.legacy).directory}/${place}`;
  }
}

/** They go before their files and come back behind them: at no moment the cache has one without its files. */
function listsOf(objects: readonly Discarded[]): readonly Discarded[] {
  return objects.filter(({ place }) => isDirDigest(place));
}

function filesOf(objects: readonly Discarded[]): readonly Discarded[] {
  return objects.filter(({ place }) => !isDirDigest(place));
}

function directoryOf({ context, root, layout, cacheDirectory }: Project): string {
  const { files } = context;
  const cache = files.realPath(cacheDirectory) ?? cacheDirectory;
  return isInside(cache, files.realPath(root) ?? root)
    ? `${root}/${layout.ownDirectory}/trash`
    : `${cacheDirectory}/trash/${memoName(root)}`;
}

/** Its names come from a file and are not believed; anything else than what was written is no entry. */
function parse(folder: string, text: string | undefined): TrashEntry | undefined {
  try {
    const { command, at, objects } = JSON.parse(text ?? '') as Partial<Record<keyof TrashEntry, unknown>>;
    if (typeof command !== 'string' || typeof at !== 'number' || !Array.isArray(objects)) return undefined;
    return { folder, command, at, objects: (objects as unknown[]).filter(isDiscarded) };
  } catch {
    return undefined;
  }
}

function isDiscarded(value: unknown): value is Discarded {
  if (typeof value !== 'object' || value === null) return false;
  const { store, place, size } = value as Partial<Record<keyof Discarded, unknown>>;
  return (
    (store === 'repo' || store === 'legacy') &&
    typeof place === 'string' &&
    /^[0-9a-f]{2}\/(?!\.\.?$)[^/\0]+$/.test(place) &&
    typeof size === 'number'
  );
}
