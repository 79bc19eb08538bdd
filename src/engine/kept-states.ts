import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Project } from './project.ts';
import { findState, prefixOf } from './revisions.ts';
import type { State } from './revisions.ts';

/** Which revisions count, beside the workspace. */
export interface Scope {
  readonly branches: boolean;
  readonly tags: boolean;
  readonly commits: boolean;
  readonly experiments: boolean;
  /** A day (`2026-01-31`): every commit made since it began. */
  readonly since?: string;
  readonly revision?: string;
  /** How many commits, from `revision` and from each branch back along the first parents; negative: all. */
  readonly number: number;
}

/** Below `refs/exps`, what is no finished experiment. @source iterative/dvc dvc/repo/experiments/refs.py */
const NOT_EXPERIMENTS = /^(apply|celery|exec|temp)\/|^stash$/;

/** The revisions that a scope means, one state a commit, several names of one joined by a comma. */
export async function statesIn(project: Project, scope: Scope): Promise<Result<readonly State[], Failure>> {
  const { git } = project;
  const { since, revision } = scope;
  const asksGit = scope.branches || scope.tags || scope.commits || scope.experiments;
  if (!asksGit && since === undefined && revision === undefined) return ok([]);
  if (git === undefined) return err({ code: 'needs-git' });
  const names = new Names();
  if (revision !== undefined) {
    const state = await findState(project, revision);
    if (!state.ok) return state;
    if (state.value.commit !== undefined)
      await names.addFirst(git, revision, state.value.commit, scope.number);
  }
  if (scope.commits) for (const commit of await git.commits()) names.add(commit, commit);
  else {
    if (scope.branches)
      for (const { name, commit } of await git.branches())
        await names.addFirst(git, name, commit, scope.number);
    if (scope.tags) for (const { name, commit } of await git.tags()) names.add(commit, name);
    if (since !== undefined) {
      const start = project.context.clock.startOfDay(since);
      if (start === undefined)
        return err({
          code: 'refused',
          message: `time data '${since}' does not match format '%Y-%m-%d'`,
          hint: 'A day is written as 2026-01-31.',
        });
      for (const commit of await git.commitsSince(start / 1000)) names.add(commit, commit);
    }
  }
  if (scope.experiments) await addExperiments(git, names);
  return ok(names.states(project, git));
}

class Names {
  readonly #names = new Map<string, Set<string>>();

  add(commit: string, name: string): void {
    const known = this.#names.get(commit);
    if (known === undefined) this.#names.set(commit, new Set([name]));
    else known.add(name);
  }

  /** A commit and those before it along the first parents, `number` altogether. */
  async addFirst(git: GitRepository, name: string, commit: string, number: number): Promise<void> {
    this.add(commit, name);
    let parent: string | undefined = commit;
    for (let count = 1; count !== number; count++) {
      parent = await git.resolve(`${parent}^`);
      if (parent === undefined) return;
      this.add(parent, parent);
    }
  }

  states(project: Project, git: GitRepository): readonly State[] {
    const prefix = prefixOf(project, git.root);
    return [...this.#names].map(([commit, all]) => ({
      commit,
      snapshot: git.snapshot(commit, [...all].join(','), prefix),
    }));
  }
}

/** The commits of each experiment, back to the one that it began from. */
async function addExperiments(git: GitRepository, names: Names): Promise<void> {
  for (const { name, commit } of await git.experiments()) {
    if (NOT_EXPERIMENTS.test(name)) continue;
    const [first = '', rest = ''] = name.split('/');
    const base = first + rest;
    let here: string | undefined = commit;
    do {
      names.add(here, here);
      here = await git.resolve(`${here}^`);
    } while (here !== undefined && here !== base);
  }
}
