import { compareCodePoints } from '../core/python/order.ts';
import type { HashRecord } from '../model/hash.ts';
import { isDirDigest } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { Cache } from './objects.ts';
import { recordOf } from './observe.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/**
 * A state of the project with its tracked data laid under it: what git or the disk holds comes first, then what the
 * cache holds for that state. So a metric of an old commit is read without checking anything out.
 */
export class Overlay {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #index: ProjectIndex | undefined;
  readonly #cache: Cache;

  /** @param index undefined where there is no project: only plain files are seen. */
  constructor(project: Project, snapshot: Snapshot, index: ProjectIndex | undefined) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#index = index;
    this.#cache = new Cache(project);
  }

  async readText(path: RepoPath): Promise<string | undefined> {
    const text = await this.#snapshot.readText(path);
    if (text !== undefined) return text;
    const object = await this.#object(path);
    return object === undefined ? undefined : this.#project.context.files.readText(object);
  }

  async readBytes(path: RepoPath): Promise<Uint8Array | undefined> {
    const bytes = await this.#snapshot.readBytes(path);
    if (bytes !== undefined) return bytes;
    const object = await this.#object(path);
    return object === undefined ? undefined : this.#project.context.files.readBytes(object);
  }

  /** Is a file that was read UTF-8 throughout? For a text with U+FFFD in it. */
  async isUtf8(path: RepoPath): Promise<boolean> {
    if ((await this.#snapshot.readText(path)) !== undefined) return this.#snapshot.isUtf8(path);
    const object = await this.#object(path);
    const bytes = object === undefined ? undefined : this.#project.context.files.readBytes(object);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  }

  /** Is the path an output, or a file of one, whose content belongs into the cache? */
  async isTracked(path: RepoPath): Promise<boolean> {
    const isOutput = (this.#index?.stages ?? []).some(stage =>
      stage.outputs.some(output => output.cached && output.path === path),
    );
    if (isOutput) return true;
    const tracked = await this.#tracked(path);
    if (tracked === undefined || !isDirDigest(tracked.record.digest)) return false;
    const tree = await this.#cache.of(tracked.record).tree(tracked.record.digest);
    // Where the list of its files is lost as well, any of them may have been there.
    return tree === undefined || tree.some(({ relpath }) => relpath === tracked.below);
  }

  /** The files that a path means: itself, or every file below it when it is a folder, in the order of their paths. */
  async expand(path: RepoPath): Promise<readonly RepoPath[]> {
    const found = (await this.#filesBelow(path)) ?? (await this.#trackedBelow(path));
    return found === undefined ? [path] : [...found].sort(compareCodePoints);
  }

  /** What declares pipelines and data is no data. */
  async #filesBelow(folder: RepoPath): Promise<readonly RepoPath[] | undefined> {
    const entries = await this.#snapshot.list(folder);
    if (entries === undefined) return undefined;
    const { pipelineFile, dataSuffix } = this.#project.layout;
    const files: RepoPath[] = [];
    for (const { name, kind } of entries) {
      const path = `${folder}/${name}` as RepoPath;
      if (kind === 'directory') files.push(...((await this.#filesBelow(path)) ?? []));
      else if (name !== pipelineFile && !name.endsWith(dataSuffix)) files.push(path);
    }
    return files;
  }

  async #trackedBelow(path: RepoPath): Promise<readonly RepoPath[] | undefined> {
    const tracked = await this.#tracked(path);
    if (tracked === undefined || !isDirDigest(tracked.record.digest)) return undefined;
    const tree = (await this.#cache.of(tracked.record).tree(tracked.record.digest)) ?? [];
    const below = tree.filter(({ relpath }) => isInside(relpath, tracked.below));
    const base = tracked.below === '' ? path : path.slice(0, -tracked.below.length - 1);
    return below.length === 0 ? undefined : below.map(({ relpath }) => `${base}/${relpath}` as RepoPath);
  }

  /** The object in the cache that holds a tracked file's content. */
  async #object(path: RepoPath): Promise<string | undefined> {
    const tracked = await this.#tracked(path);
    if (tracked === undefined) return undefined;
    const { record, below } = tracked;
    const objects = this.#cache.of(record);
    const digest =
      below === ''
        ? record.digest
        : (await objects.tree(record.digest))?.find(entry => entry.relpath === below)?.md5;
    if (digest === undefined || isDirDigest(digest) || !(await objects.has(digest))) return undefined;
    return objects.pathOf(digest);
  }

  /** The output that holds a path, with what its lock records, and the rest of the path below it. */
  async #tracked(
    path: RepoPath,
  ): Promise<{ readonly record: HashRecord; readonly below: string } | undefined> {
    for (const stage of this.#index?.stages ?? []) {
      for (const output of stage.outputs) {
        // What git keeps may lie in the cache for the run cache's sake; that is no state of the project.
        if (!output.cached || output.path === undefined || !isInside(path, output.path)) continue;
        const lock = await this.#index?.locks.entry(stage);
        const record = recordOf(output, lock?.ok === true ? lock.value : undefined);
        if (record !== undefined) return { record, below: path.slice(output.path.length + 1) };
      }
    }
    return undefined;
  }
}
