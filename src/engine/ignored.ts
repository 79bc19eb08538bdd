import { extendRules, hidingRule, isHidden, projectRules, ruleText } from '../core/ignore/rules.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, parentOf, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Stage } from '../model/stage.ts';
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

  /** What another reader of the same state has found to hold in a folder. */
  know(folder: RepoPath, rules: IgnoreRules): void {
    this.#rules.set(folder, Promise.resolve(rules));
  }

  /**
   * Why a path cannot be an output: a rule hides it, so that nobody would ever see what is made there. Nothing needs to
   * be there; a rule for folders alone hides what is a folder.
   */
  async refusal(path: RepoPath): Promise<Failure | undefined> {
    const rules = await this.rulesIn(parentOf(path));
    if (!isHidden(rules, path, false) && !isHidden(rules, path, true)) return undefined;
    const isFolder = (await this.#snapshot.look(path))?.kind === 'directory';
    const rule = hidingRule(rules, path, isFolder);
    if (rule === undefined) return undefined;
    // Named as DVC does it, whatever the current folder is.
    return { code: 'path-ignored', path: this.#project.absolute(path), rule: ruleText(rule) };
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

/** Why the first of the outputs that ignore rules hide cannot be one. */
export async function refusedOutput(
  ignored: Ignored,
  stages: readonly Stage[],
): Promise<Failure | undefined> {
  for (const { outputs } of stages) {
    for (const { path } of outputs) {
      const refusal = path === undefined ? undefined : await ignored.refusal(path);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}
