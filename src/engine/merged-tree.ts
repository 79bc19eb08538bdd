import { join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { DirectoryEntry } from '../ports/files.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Look, Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';
import { HEAD, prefixOf } from './revisions.ts';

export interface Sides<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/**
 * The files as they will be after the merge that git is about to make. While it asks for the merge of one file it has
 * not written the others, so each is merged here when it is asked for.
 *
 * @param path the file that git asks about, and what it holds on each side.
 * @returns undefined when it cannot be found out which commits are merged.
 */
export async function mergedTree(
  project: Project,
  path: RepoPath,
  texts: Sides<string>,
): Promise<Snapshot | undefined> {
  const { git } = project;
  const head = await git?.resolve(HEAD);
  if (git === undefined || head === undefined) return undefined;
  const at = (commit: string): Snapshot => git.snapshot(commit, commit, prefixOf(project, git.root));
  const holds = async (snapshot: Snapshot, text: string): Promise<boolean> =>
    ((await snapshot.readText(path)) ?? '') === text;
  const ours = at(head);
  if (!(await holds(ours, texts.ours))) return undefined;
  for (const named of theirNames(project, git)) {
    const commit = await git.resolve(named);
    if (commit === undefined || commit === head || !(await holds(at(commit), texts.theirs))) continue;
    // A merge goes out from the last common commit, a picked commit from the one before it.
    for (const base of [await git.mergeBase(head, commit), await git.resolve(`${commit}^`)])
      if (base !== undefined && (await holds(at(base), texts.base)))
        return new MergedTree(git, { base: at(base), ours, theirs: at(commit) });
  }
  return undefined;
}

/** What may be the other side: git tells it to those it calls in a merge, and notes which commit a rebase picks. */
function theirNames({ context }: Project, { root }: GitRepository): readonly string[] {
  const merged = Object.keys(context.env).flatMap(
    name => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? [],
  );
  const link = /^gitdir: (.*)$/m.exec(
    context.files.stat(`${root}/.git`)?.kind === 'file' ? (context.files.readText(`${root}/.git`) ?? '') : '',
  );
  const folder = link?.[1] === undefined ? `${root}/.git` : join(root, link[1]);
  const done = context.files.readText(`${folder}/rebase-merge/done`) ?? '';
  const picked = done.trimEnd().split('\n').at(-1)?.split(' ')[1];
  return [...merged, ...(picked === undefined ? [] : [picked]), 'CHERRY_PICK_HEAD', 'REBASE_HEAD'];
}

class MergedTree implements Snapshot {
  readonly label = 'merge';
  readonly #git: GitRepository;
  readonly #sides: Sides<Snapshot>;

  constructor(git: GitRepository, sides: Sides<Snapshot>) {
    this.#git = git;
    this.#sides = sides;
  }

  /** Undefined also where the sides cannot be merged. */
  async readText(path: RepoPath): Promise<string | undefined> {
    const [base, ours, theirs] = await this.#each(side => side.readText(path));
    if (ours === theirs || base === theirs) return ours;
    if (base === ours) return theirs;
    return ours === undefined || theirs === undefined
      ? undefined
      : this.#git.mergeTexts({ base: base ?? '', ours, theirs });
  }

  async readBytes(path: RepoPath): Promise<Uint8Array | undefined> {
    const text = await this.readText(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  }

  async isUtf8(path: RepoPath): Promise<boolean> {
    return (await this.#each(side => side.isUtf8(path))).every(Boolean);
  }

  async list(path: RepoPath): Promise<readonly DirectoryEntry[] | undefined> {
    const [base, ours, theirs] = await this.#each(side => side.list(path));
    if (ours === undefined || theirs === undefined) return ours ?? theirs;
    const names = (entries: readonly DirectoryEntry[] | undefined): ReadonlySet<string> =>
      new Set(entries?.map(({ name }) => name));
    const [before, our, their] = [names(base), names(ours), names(theirs)];
    const all = new Map([...theirs, ...ours].map(entry => [entry.name, entry]));
    // What one side removed is gone.
    return [...all.values()]
      .filter(({ name }) => (our.has(name) && their.has(name)) || !before.has(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** As on our side; of what only the other side has, as there. */
  async look(path: RepoPath): Promise<Look | undefined> {
    const [, ours, theirs] = await this.#each(side => side.look(path));
    return ours ?? theirs;
  }

  #each<T>(ask: (side: Snapshot) => Promise<T>): Promise<readonly [base: T, ours: T, theirs: T]> {
    const { base, ours, theirs } = this.#sides;
    return Promise.all([ask(base), ask(ours), ask(theirs)]);
  }
}
