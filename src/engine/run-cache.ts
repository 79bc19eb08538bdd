import { runKey, runValue } from '../core/digest/run-key.ts';
import { lockEntryValue, readLockEntry } from '../core/lock/entry.ts';
import { LOCK_STAGE_SHAPE } from '../core/lock/shapes.ts';
import { check } from '../core/schema/shape.ts';
import { isCallback } from '../core/staleness/assess.ts';
import { emitYaml } from '../core/yaml/emit.ts';
import { readYamlFast } from '../core/yaml/block-reader.ts';
import { readYaml } from '../core/yaml/read.ts';
import type { LockEntry, LockedPath, Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import { FileTrouble } from '../ports/files.ts';
import type { Files } from '../ports/files.ts';
import type { Project } from './project.ts';
import type { StageInputs } from './stage-results.ts';

/** What earlier runs made of the same inputs. Entries lie in the cache, one file a run. */
export class RunCache {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  /** Only stages whose result depends on what is declared, and lies in the project, can be looked up. */
  isEligible(stage: Stage, inputs: StageInputs): boolean {
    return (
      isRepeatable(stage) &&
      stage.dependencies.every(({ path, outside }) => path !== undefined || outside !== undefined) &&
      [...inputs.params.values()].every(({ size }) => size > 0) &&
      stage.outputs.every(output => output.path !== undefined && !output.persistent)
    );
  }

  /** The newest run with these inputs; `entry`'s outputs need only their paths. A broken file is removed. */
  async newest(entry: LockEntry): Promise<LockEntry | undefined> {
    const { files } = this.#project.context;
    const folder = this.#folder(runKey(lockEntryValue(entry)));
    const names = (files.list(folder) ?? []).filter(
      ({ kind, name }) => kind === 'file' && !name.startsWith('.'),
    );
    const newest = names
      .map(({ name }) => ({
        path: `${folder}/${name}`,
        mtimeMs: files.stat(`${folder}/${name}`)?.mtimeMs ?? 0,
      }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs)[0];
    return newest === undefined ? undefined : this.#read(newest.path);
  }

  /** What all runs made, by the paths that their stages wrote. What cannot be read is left out, and left alone. */
  *outputs(): Iterable<LockedPath> {
    const { files } = this.#project.context;
    const below = (folder: string): readonly string[] =>
      (files.list(folder) ?? []).map(({ name }) => `${folder}/${name}`);
    for (const path of below(`${this.#project.cacheDirectory}/runs`).flatMap(below).flatMap(below)) {
      const value = readYamlFast(files.readText(path) ?? '');
      if (isMap(value) && check(value, LOCK_STAGE_SHAPE).length === 0) yield* readLockEntry(value).outputs;
    }
  }

  /** Remembers a run. Its outputs' content must be in the cache. */
  async save(entry: LockEntry): Promise<void> {
    const value = lockEntryValue(entry);
    const folder = this.#folder(runKey(value));
    const name = runValue(value);
    const { files } = this.#project.context;
    if (
      files.stat(`${folder}/${name}`) !== undefined &&
      (await this.#read(`${folder}/${name}`)) !== undefined
    )
      return;
    this.#put(folder, name, emitYaml(value));
  }

  #put(folder: string, name: string, text: string): void {
    const { files } = this.#project.context;
    const prepared = `${folder.slice(0, folder.lastIndexOf('/'))}/${files.temporaryPrefix}run.tmp`;
    try {
      if (files.stat(folder) !== undefined) {
        files.writeLossy(prepared, text);
        files.rename(prepared, `${folder}/${name}`);
        return;
      }
      // DVC ends with an error where a run's folder is empty: it has to come into being with the run inside.
      files.makeDirectory(prepared);
      files.writeLossy(`${prepared}/${name}`, text);
      if (isRenamed(files, prepared, folder)) return;
      files.rename(`${prepared}/${name}`, `${folder}/${name}`);
      files.remove(prepared);
    } catch (error) {
      files.remove(prepared);
      throw error;
    }
  }

  #folder(key: string): string {
    return `${this.#project.cacheDirectory}/runs/${key.slice(0, 2)}/${key}`;
  }

  async #read(path: string): Promise<LockEntry | undefined> {
    const { context } = this.#project;
    const { files } = context;
    const text = files.readText(path);
    if (text === undefined) return undefined;
    const fast = readYamlFast(text);
    const read = fast === undefined ? await readYaml(text) : { ok: true as const, value: fast };
    if (read.ok && isMap(read.value) && check(read.value, LOCK_STAGE_SHAPE).length === 0)
      return readLockEntry(read.value);
    context.emit({
      type: 'warning',
      message: `corrupted cache file '${path.slice(this.#project.root.length + 1)}'.`,
    });
    files.remove(path);
    files.removeEmptyDirectory(path.slice(0, path.lastIndexOf('/')));
    return undefined;
  }
}

/** Another process may have made the same folder meanwhile, with a run inside. */
function isRenamed(files: Files, from: string, to: string): boolean {
  try {
    files.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof FileTrouble) return false;
    throw error;
  }
}

/** Can a run of this stage stand for another one? It must read and make something, and not be asked to run every time. */
export function isRepeatable(stage: Stage): boolean {
  return (
    stage.command !== undefined &&
    !stage.alwaysChanged &&
    !isCallback(stage) &&
    stage.outputs.length > 0 &&
    stage.dependencies.length + stage.params.length > 0
  );
}
