/** What happened at the forge that made it start this job. */
export type CiEvent = 'change' | 'push' | 'queue' | 'other';

/**
 * The job that this process runs in, as its CI tells it. A `change` is a pull or merge request; a `queue` tests what a
 * branch would be after a merge. Commits are full hashes, branches plain names.
 */
export interface CiJob {
  readonly ci: 'github' | 'gitea' | 'forgejo' | 'gitlab' | 'bitbucket' | 'jenkins';
  readonly event: CiEvent;
  /** The commit that people know: of a change its last one, never the merge that the CI made to test it. */
  readonly head?: string;
  readonly headBranch?: string;
  /** Where the change goes. */
  readonly baseBranch?: string;
  /** The tip of that branch when the event came about; it may be old by now. */
  readonly baseTip?: string;
  /** Where the change left that branch, where the CI says so. */
  readonly mergeBase?: string;
  /** Of a push: what the branch pointed to before; absent for a new branch. */
  readonly before?: string;
  readonly defaultBranch?: string;
  /** Of a change. */
  readonly number?: number;
  /** The change comes from another repository, whose jobs get no rights. */
  readonly isFork: boolean;
  /** The page of the run. */
  readonly runUrl?: string;
}
