import type { CiJob } from '../../model/ci.ts';
import { commitIn, known, numberIn, textIn } from './fields.ts';
import type { Environment } from './fields.ts';

/** @source GitLab's documentation of predefined variables. */
export function gitlabJob(env: Environment): CiJob | undefined {
  if (env['GITLAB_CI'] !== 'true') return undefined;
  const number = numberIn(env['CI_MERGE_REQUEST_IID']);
  // In pipelines of merged results the commit is a merge that nobody knows.
  const head = commitIn(env['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA']) ?? commitIn(env['CI_COMMIT_SHA']);
  const told = known<Omit<CiJob, 'ci' | 'event' | 'isFork'>>({
    head,
    headBranch: textIn(env['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME']) ?? textIn(env['CI_COMMIT_BRANCH']),
    baseBranch: textIn(env['CI_MERGE_REQUEST_TARGET_BRANCH_NAME']),
    baseTip: commitIn(env['CI_MERGE_REQUEST_TARGET_BRANCH_SHA']),
    mergeBase: commitIn(env['CI_MERGE_REQUEST_DIFF_BASE_SHA']),
    before: number === undefined ? commitIn(env['CI_COMMIT_BEFORE_SHA']) : undefined,
    defaultBranch: textIn(env['CI_DEFAULT_BRANCH']),
    number,
    runUrl: textIn(env['CI_PIPELINE_URL']),
  });
  const source = textIn(env['CI_MERGE_REQUEST_SOURCE_PROJECT_ID']);
  const isFork =
    number !== undefined && source !== undefined && source !== env['CI_MERGE_REQUEST_PROJECT_ID'];
  const isPush = env['CI_PIPELINE_SOURCE'] === 'push';
  return {
    ci: 'gitlab',
    event: number !== undefined ? 'change' : isPush ? 'push' : 'other',
    isFork,
    ...told,
  };
}
