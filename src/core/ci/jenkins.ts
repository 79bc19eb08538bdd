import type { CiJob } from '../../model/ci.ts';
import { commitIn, known, numberIn, textIn } from './fields.ts';
import type { Environment } from './fields.ts';

/** A job of a multibranch project. @source Jenkins' documentation of the branch API and the git plugin. */
export function jenkinsJob(env: Environment): CiJob | undefined {
  if (textIn(env['JENKINS_URL']) === undefined) return undefined;
  const number = numberIn(env['CHANGE_ID']);
  const told = known<Omit<CiJob, 'ci' | 'event' | 'isFork'>>({
    // Of a change it may be a merge that was made here: which one is not told.
    head: number === undefined ? commitIn(env['GIT_COMMIT']) : undefined,
    headBranch: textIn(env['CHANGE_BRANCH']) ?? textIn(env['BRANCH_NAME']),
    baseBranch: textIn(env['CHANGE_TARGET']),
    before: number === undefined ? commitIn(env['GIT_PREVIOUS_SUCCESSFUL_COMMIT']) : undefined,
    number,
    runUrl: textIn(env['BUILD_URL']),
  });
  const isFork = textIn(env['CHANGE_FORK']) !== undefined;
  return { ci: 'jenkins', event: number === undefined ? 'push' : 'change', isFork, ...told };
}
