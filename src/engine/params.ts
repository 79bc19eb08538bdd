import { selectParams } from '../core/params/select.ts';
import { readData } from '../core/reading/by-suffix.ts';
import { FailureError } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import type { ParamsDependency } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';
import { readSource } from './source-file.ts';
import { unreadable } from './trouble.ts';

/** What a stage's parameters files hold now. Each file is read and parsed once. */
export class ParamsReader {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #files = new Map<RepoPath, Promise<Value | undefined>>();

  constructor(project: Project, snapshot: Snapshot) {
    this.#project = project;
    this.#snapshot = snapshot;
  }

  /** Undefined for a missing file. Keys that the file does not have are left out. */
  async values(declared: ParamsDependency): Promise<ReadonlyMap<string, Value> | undefined> {
    const content = await this.#content(declared.path);
    if (content === undefined) return undefined;
    const selected = selectParams(content, declared.keys);
    if (selected.ok) return selected.value.values;
    throw new FailureError({
      code: 'params-invalid',
      file: this.#project.show(declared.path),
      place: '',
      message: selected.error.message,
      diagnostics: [],
    });
  }

  /** No values yet of a file that is there; undefined for a missing one. */
  async presence(path: RepoPath): Promise<ReadonlyMap<string, Value> | undefined> {
    return (await this.#snapshot.readText(path)) === undefined ? undefined : new Map();
  }

  /** As {@link values}, but everything declared must be there. */
  async required(declared: ParamsDependency): Promise<ReadonlyMap<string, Value>> {
    const file = this.#project.show(declared.path);
    const values = await this.values(declared);
    if (values === undefined) {
      if (declared.keys === 'whole') throw new FailureError({ code: 'dependency-missing', path: file });
      throw new FailureError({ code: 'params-missing', file, keys: declared.keys, isFileMissing: true });
    }
    const missing = declared.keys === 'whole' ? [] : declared.keys.filter(key => !values.has(key));
    if (missing.length > 0) throw new FailureError({ code: 'params-missing', file, keys: missing });
    return values;
  }

  /** A stage that ran may have written parameters that a later one reads. */
  forget(): void {
    this.#files.clear();
  }

  #content(path: RepoPath): Promise<Value | undefined> {
    let content = this.#files.get(path);
    if (content === undefined) this.#files.set(path, (content = this.#read(path)));
    return content;
  }

  async #read(path: RepoPath): Promise<Value | undefined> {
    const source = await readSource(this.#project, this.#snapshot, path);
    if (!source.ok) throw new FailureError(source.error);
    if (source.value === undefined) return undefined;
    const read = await readData(path, source.value.text);
    if (read.ok) return read.value;
    throw new FailureError(await unreadable(source.value, read.error));
  }
}
