import type { Base } from '../model/base.ts';
import type { CiJob } from '../model/ci.ts';
import { FailureError } from '../model/failure.ts';
import type { GitRepository } from '../ports/git.ts';
import { currentJob } from './ci-job.ts';
import { baseOfJob } from './job-base.ts';
import type { Project } from './project.ts';
import { findState, HEAD } from './revisions.ts';
import type { State } from './revisions.ts';

/** What the branch is called that others are merged into, best guess first. */
const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/**
 * Chooses what a state is measured against: what the user named; else what the CI job says of the workspace; else where
 * its branch left the default branch; else the commit before it.
 */
export async function chooseBase(project: Project, head: State, named: string | undefined): Promise<Base> {
  if (named !== undefined) return namedBase(project, named);
  const { git } = project;
  if (git === undefined) return { kind: 'none', why: 'no-git' };
  const commit = head.commit ?? (await git.resolve(HEAD));
  if (commit === undefined) return { kind: 'none', why: 'no-commits' };
  const job = head.commit === undefined ? currentJob(project.context) : undefined;
  if (job !== undefined) {
    const told = await baseOfJob(git, job, commit);
    if (told !== undefined) return told;
    const name = toldBase(job);
    // Anything else would be the wrong one, and a gate that holds against it says nothing.
    if (name !== undefined) return { kind: 'none', why: 'unreachable', name };
  }
  return (await whereItBranched(git, commit)) ?? (await commitBefore(git, head, commit));
}

/** What a job says that its commit is to be measured against. */
function toldBase({ event, baseBranch, before, headBranch }: CiJob): string | undefined {
  if (event === 'change' || event === 'queue') return baseBranch;
  return event === 'push' && before !== undefined ? (headBranch ?? before) : undefined;
}

async function namedBase(project: Project, name: string): Promise<Base> {
  try {
    const state = await findState(project, name);
    if (!state.ok) return { kind: 'unknown', name, failure: state.error };
    const { commit } = state.value;
    if (commit !== undefined) return { kind: 'commit', commit, name, how: 'named' };
    return { kind: 'unknown', name, failure: { code: 'revision-unknown', revision: name } };
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'unknown', name, failure: error.failure };
    throw error;
  }
}

/** Nothing where the commit lies on the default branch, or has nothing in common with it. */
async function whereItBranched(git: GitRepository, commit: string): Promise<Base | undefined> {
  for (const name of DEFAULT_BRANCHES) {
    const tip = await git.resolve(name);
    if (tip === undefined) continue;
    const common = await git.mergeBase(tip, commit);
    return common === undefined || common === commit
      ? undefined
      : { kind: 'commit', commit: common, name, how: 'merge-base' };
  }
  return undefined;
}

async function commitBefore(git: GitRepository, head: State, commit: string): Promise<Base> {
  if (head.commit === undefined && (await git.status('no')).isDirty)
    return { kind: 'commit', commit, name: HEAD, how: 'last-commit' };
  const parent = await git.resolve(`${commit}~1`);
  if (parent === undefined)
    return { kind: 'none', why: (await git.isShallow()) ? 'shallow' : 'first-commit' };
  return {
    kind: 'commit',
    commit: parent,
    name: `${head.commit === undefined ? HEAD : head.snapshot.label}~1`,
    how: 'previous-commit',
  };
}
