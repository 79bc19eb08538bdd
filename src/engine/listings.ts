import { memoName } from '../core/digest/memo.ts';
import type { MemoTable } from '../core/digest/memo.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import type { RepoPath } from '../model/path.ts';
import type { WalkedFiles } from '../ports/files.ts';
import { isSettled, memoFolder, writeMemo } from './memo.ts';
import type { Project } from './project.ts';

/** One folder below the listed one (or itself, as the empty path), as it was: mtime and ctime in epoch ms. */
type Witness = readonly [folder: string, mtimeMs: number, ctimeMs: number, ino: number];

/**
 * Remembers which folders a walk went through. Names come and go with the times of their folder, so while these are
 * what they were, the files of a known table need only be looked at one by one, and nothing listed, sorted or matched
 * with ignore rules: a fifth of the time of a large folder in which nothing changed.
 */
export class Listings {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  /** What a walk would find now, where a glance at the folders is enough to tell. */
  walkAgain(path: RepoPath, table: MemoTable, rules: IgnoreRules): WalkedFiles | undefined {
    const { files } = this.#project.context;
    const text = files.readText(this.#file(path));
    if (text === undefined) return undefined;
    const [treeDigest, ruleTexts, witnesses] = parse(text);
    if (treeDigest !== table.treeDigest || ruleTexts !== textOf(rules)) return undefined;
    if (witnesses.length === 0 || !witnesses.every(each => this.#isUnchanged(path, each))) return undefined;
    const looks = files.lookAgain(this.#project.absolute(path), table.names);
    if (looks === undefined) return undefined;
    const folders = witnesses.map(([folder]) => folder).filter(folder => folder !== '');
    return { ...looks, names: table.names, folders, linkedFolders: [], broken: [] };
  }

  /**
   * @param table what has become of the walk.
   * @param since when the walk began (epoch ms).
   */
  remember(path: RepoPath, table: MemoTable, walked: WalkedFiles, rules: IgnoreRules, since: number): void {
    // Where a link leads may change without a trace in its folder.
    if (walked.linked.length + walked.linkedFolders.length > 0) return;
    const witnesses: Witness[] = [];
    for (const folder of ['', ...walked.folders]) {
      const stat = this.#project.context.files.stat(this.#absolute(path, folder));
      if (stat === undefined || !isSettled(stat.mtimeMs, stat.ctimeMs, since)) return;
      witnesses.push([folder, stat.mtimeMs, stat.ctimeMs, stat.ino]);
    }
    const content = JSON.stringify([table.treeDigest, textOf(rules), witnesses]);
    writeMemo(this.#project, this.#file(path), content);
  }

  #isUnchanged(path: RepoPath, [folder, mtimeMs, ctimeMs, ino]: Witness): boolean {
    const stat = this.#project.context.files.stat(this.#absolute(path, folder));
    return stat?.mtimeMs === mtimeMs && stat.ctimeMs === ctimeMs && stat.ino === ino;
  }

  #absolute(path: RepoPath, folder: string): string {
    const base = this.#project.absolute(path);
    return folder === '' ? base : `${base}/${folder}`;
  }

  #file(path: RepoPath): string {
    return `${memoFolder(this.#project)}/listing-${memoName(path)}`;
  }
}

/** Anything that decides about a path. */
function textOf({ rules }: IgnoreRules): string {
  return rules
    .map(({ directory, pattern, negated }) => `${negated ? '!' : ''}${pattern} in ${directory}`)
    .join('\n');
}

/** Anything that is not what was written reads as nothing known. */
function parse(
  text: string,
): readonly [treeDigest: unknown, ruleTexts: unknown, witnesses: readonly Witness[]] {
  try {
    const content: unknown = JSON.parse(text);
    if (!Array.isArray(content) || !Array.isArray(content[2])) return [undefined, undefined, []];
    const witnesses = content[2].filter((each): each is Witness => Array.isArray(each) && each.length === 4);
    return [content[0], content[1], witnesses.length === content[2].length ? witnesses : []];
  } catch {
    return [undefined, undefined, []];
  }
}
