import { closest } from '../core/schema/closest.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';

/** The name under which the files on disk are compared. */
export const WORKSPACE = 'workspace';
export const HEAD = 'HEAD';

/** A state of the project by the name that the user gave it; `commit` is absent for the workspace. */
export interface State {
  readonly snapshot: Snapshot;
  readonly commit?: string;
}

/** Finds the state that a name means. */
export async function findState(project: Project, name: string): Promise<Result<State, Failure>> {
  if (name === WORKSPACE) return ok({ snapshot: project.context.workspace(project.root) });
  const { git } = project;
  if (git === undefined) return err({ code: 'needs-git' });
  const commit = await git.resolve(name);
  if (commit === undefined) {
    // Nobody means another name, and that there is no commit yet is no mistake: git need not list names.
    const similar = name === HEAD ? undefined : await similarName(git, name);
    return err({ code: 'revision-unknown', revision: name, ...(similar === undefined ? {} : { similar }) });
  }
  return ok({ snapshot: git.snapshot(commit, name, prefixOf(project, git.root)), commit });
}

/** The branch or tag that was probably meant. */
async function similarName(git: GitRepository, name: string): Promise<string | undefined> {
  const refs = [...(await git.branches()), ...(await git.tags())].map(ref => ref.name);
  return closest(name, [...refs, HEAD, WORKSPACE]);
}

/** Are there commits at all? Before the first one every comparison is empty. */
export async function hasCommits(project: Project): Promise<boolean> {
  return (await project.git?.resolve(HEAD)) !== undefined;
}

/** Every branch, tag or commit as one state each; several names of one commit are joined by a comma. */
export async function allStates(
  project: Project,
  which: { readonly branches: boolean; readonly tags: boolean; readonly commits: boolean },
): Promise<readonly State[]> {
  const { git } = project;
  if (git === undefined) return [];
  const names = new Map<string, string[]>();
  const refs = [...(which.branches ? await git.branches() : []), ...(which.tags ? await git.tags() : [])];
  for (const { name, commit } of refs) names.set(commit, [...(names.get(commit) ?? []), name]);
  if (which.commits)
    for (const commit of await git.commits()) if (!names.has(commit)) names.set(commit, [commit]);
  return [...names].map(([commit, all]) => ({
    commit,
    snapshot: git.snapshot(commit, all.join(','), prefixOf(project, git.root)),
  }));
}

/** The project's root as seen from the top of its repository. */
export function prefixOf(project: Project, top: string): RepoPath {
  return (project.root === top ? '' : project.root.slice(top.length + 1)) as RepoPath;
}
