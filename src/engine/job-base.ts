import type { Base } from '../model/base.ts';
import type { CiJob } from '../model/ci.ts';
import type { GitRepository } from '../ports/git.ts';

/** How much further back each try looks; after the last one all of the history is brought. */
const DEEPER = [50, 200] as const;

/**
 * What the state that a CI job has checked out is measured against. Clones of CI hold one commit mostly: what is needed
 * is fetched, as little as will do, and no branch or tag is touched by that.
 *
 * @param head the commit that is checked out.
 * @returns undefined where the job gives nothing to go by.
 */
export async function baseOfJob(git: GitRepository, job: CiJob, head: string): Promise<Base | undefined> {
  switch (job.event) {
    case 'change':
      return baseOfChange(git, job, head);
    case 'queue':
      return baseOfQueue(git, job, head);
    case 'push':
      return baseOfPush(git, job, head);
    case 'other':
      return baseOfPush(git, job, head);
  }
}

async function baseOfChange(git: GitRepository, job: CiJob, head: string): Promise<Base | undefined> {
  const { baseBranch: name = 'the base branch', mergeBase } = job;
  const parents = await git.parents(head);
  const isTestMerge = parents.length === 2 && (job.head === undefined || parents[1] === job.head);
  // The merge holds what is new on the base branch, too: only its first parent tells the change apart from that.
  if (isTestMerge && job.head !== head) {
    const tip = await have(git, parents[0]);
    if (tip !== undefined) return { kind: 'commit', commit: tip, name, how: 'base-tip' };
  }
  const left = await have(git, mergeBase);
  if (left !== undefined) return { kind: 'commit', commit: left, name, how: 'merge-base' };
  return whereLeft(git, name, head, job.baseTip);
}

/** The queue's commit is a merge with all that is before it in the queue: what the base was then is told. */
async function baseOfQueue(git: GitRepository, job: CiJob, head: string): Promise<Base | undefined> {
  const { baseBranch: name = 'the base branch', baseTip } = job;
  const tip = await have(git, baseTip);
  if (tip !== undefined) return { kind: 'commit', commit: tip, name, how: 'base-tip' };
  return whereLeft(git, name, head, baseTip);
}

async function baseOfPush(git: GitRepository, job: CiJob, head: string): Promise<Base | undefined> {
  const { headBranch, defaultBranch } = job;
  const before = await have(git, job.before);
  if (before !== undefined)
    return { kind: 'commit', commit: before, name: headBranch ?? before, how: 'before-push' };
  if (defaultBranch !== undefined && headBranch !== defaultBranch) {
    const left = await whereLeft(git, defaultBranch, head, undefined);
    // A tag may stand for a commit of that branch.
    if (left?.kind === 'commit' && left.commit !== head) return left;
  }
  const [parent] = await git.parents(head);
  const first = await have(git, parent);
  return first === undefined
    ? undefined
    : { kind: 'commit', commit: first, name: `${headBranch ?? 'HEAD'}~1`, how: 'previous-commit' };
}

/** Where the commit left a branch; the tip of the branch where that cannot be found out. */
async function whereLeft(
  git: GitRepository,
  branch: string,
  head: string,
  told: string | undefined,
): Promise<Base | undefined> {
  const isShallow = await git.isShallow();
  const local =
    (await git.resolve(`refs/remotes/origin/${branch}`)) ?? (await git.resolve(`refs/heads/${branch}`));
  // A whole clone is believed: what it has of the branch may be older than the remote's, the place where they parted is not.
  const known = local ?? (await have(git, (await git.remoteTip(branch)) ?? told));
  if (known === undefined) return undefined;
  const common = await commonAncestor(git, known, head, isShallow);
  return common === undefined
    ? { kind: 'commit', commit: known, name: branch, how: 'base-tip' }
    : { kind: 'commit', commit: common, name: branch, how: 'merge-base' };
}

async function commonAncestor(
  git: GitRepository,
  tip: string,
  head: string,
  isShallow: boolean,
): Promise<string | undefined> {
  const found = await git.mergeBase(tip, head);
  if (found !== undefined || !isShallow) return found;
  for (const deepen of DEEPER) {
    if (!(await git.fetch([tip, head], { deepen }))) return undefined;
    const deeper = await git.mergeBase(tip, head);
    if (deeper !== undefined) return deeper;
  }
  return (await git.fetch([tip, head], 'all')) ? git.mergeBase(tip, head) : undefined;
}

/** The commit, if it is here or can be fetched. */
async function have(git: GitRepository, commit: string | undefined): Promise<string | undefined> {
  if (commit === undefined) return undefined;
  const isThere = async (): Promise<boolean> => (await git.resolve(commit)) !== undefined;
  if (await isThere()) return commit;
  return (await git.fetch([commit], { depth: 1 })) && (await isThere()) ? commit : undefined;
}
