import { extendRules, isHidden, projectRules } from '../core/ignore/rules.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import { dirname, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';

/** The project's own ignore rules in one of its states, read once per folder. */
export class Ignored {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #rules = new Map<RepoPath, Promise<IgnoreRules>>();

  /** @param snapshot the workspace unless it is given. */
  constructor(project: Project, snapshot: Snapshot = project.context.workspace(project.root)) {
    this.#project = project;
    this.#snapshot = snapshot;
  }

  /** The rules that hold for what lies directly in a folder: its own file's and those of all above. */
  rulesIn(folder: RepoPath): Promise<IgnoreRules> {
    let rules = this.#rules.get(folder);
    if (rules === undefined) this.#rules.set(folder, (rules = this.#read(folder)));
    return rules;
  }

  async hides(path: RepoPath, isDirectory: boolean): Promise<boolean> {
    return isHidden(await this.rulesIn(dirname(path) as RepoPath), path, isDirectory);
  }

  async #read(folder: RepoPath): Promise<IgnoreRules> {
    const { layout } = this.#project;
    const above =
      folder === ROOT ? projectRules(layout.directory) : await this.rulesIn(dirname(folder) as RepoPath);
    const source = folder === ROOT ? layout.ignoreFile : `${folder}/${layout.ignoreFile}`;
    const text = await this.#snapshot.readText(source as RepoPath);
    return text === undefined ? above : extendRules(above, { directory: folder, text, source });
  }
}
