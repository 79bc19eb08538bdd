import type { CiJob } from '../../model/ci.ts';
import { bitbucketJob } from './bitbucket.ts';
import type { Environment } from './fields.ts';
import { githubJob } from './github.ts';
import { gitlabJob } from './gitlab.ts';
import { jenkinsJob } from './jenkins.ts';

/**
 * The job that the environment tells of; undefined outside of CI.
 *
 * @param event the payload that `GITHUB_EVENT_PATH` names, as parsed JSON; undefined where there is none.
 */
export function ciJob(env: Environment, event: unknown): CiJob | undefined {
  return githubJob(env, event) ?? gitlabJob(env) ?? bitbucketJob(env) ?? jenkinsJob(env);
}
