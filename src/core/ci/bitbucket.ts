import type { CiJob } from '../../model/ci.ts';
import { commitIn, known, numberIn, textIn } from './fields.ts';
import type { Environment } from './fields.ts';

/** @source Bitbucket's documentation of variables in pipelines. */
export function bitbucketJob(env: Environment): CiJob | undefined {
  if (textIn(env['BITBUCKET_BUILD_NUMBER']) === undefined) return undefined;
  const number = numberIn(env['BITBUCKET_PR_ID']);
  const [origin, build] = [textIn(env['BITBUCKET_GIT_HTTP_ORIGIN']), textIn(env['BITBUCKET_BUILD_NUMBER'])];
  const told = known<Omit<CiJob, 'ci' | 'event' | 'isFork'>>({
    head: commitIn(env['BITBUCKET_COMMIT']),
    headBranch: textIn(env['BITBUCKET_BRANCH']),
    baseBranch: textIn(env['BITBUCKET_PR_DESTINATION_BRANCH']),
    // Often short there, which is as good as none.
    baseTip: commitIn(env['BITBUCKET_PR_DESTINATION_COMMIT']),
    number,
    runUrl: origin === undefined ? undefined : `${origin}/pipelines/results/${build}`,
  });
  return { ci: 'bitbucket', event: number === undefined ? 'push' : 'change', isFork: false, ...told };
}
