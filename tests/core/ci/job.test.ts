import { describe, expect, it } from 'vitest';
import { ciJob } from '../../../src/core/ci/job.ts';

const commit = (digit: string): string => digit.repeat(40);
const NONE = commit('0');

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'team/model',
  GITHUB_RUN_ID: '42',
  GITHUB_SHA: commit('f'),
};
const runUrl = 'https://github.com/team/model/actions/runs/42';

const pullRequest = (head: string | undefined, number = 7): unknown => ({
  number,
  pull_request: {
    number,
    head: { sha: commit('a'), ref: 'qda', repo: head === undefined ? null : { full_name: head } },
    base: { sha: commit('b'), ref: 'main', repo: { full_name: 'team/model' } },
  },
  repository: { default_branch: 'main' },
});

describe('a job of GitHub Actions', () => {
  const change = {
    ci: 'github',
    event: 'change',
    isFork: false,
    head: commit('a'),
    headBranch: 'qda',
    baseBranch: 'main',
    baseTip: commit('b'),
    defaultBranch: 'main',
    number: 7,
    runUrl,
  };

  it.each(['pull_request', 'pull_request_target'])(
    'for a pull request (%s) is about its last commit',
    name => {
      const env = { ...github, GITHUB_EVENT_NAME: name };
      expect(ciJob(env, pullRequest('team/model'))).toEqual(change);
    },
  );

  it.each([['someone/model'], [undefined]])('for one from the repository %s is one from a fork', from => {
    expect(ciJob(github, pullRequest(from))).toEqual({ ...change, isFork: true });
  });

  it('for a merge queue knows the pull request by the name of the branch', () => {
    const event = {
      merge_group: {
        head_sha: commit('c'),
        head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${commit('d')}`,
        base_sha: commit('e'),
        base_ref: 'refs/heads/main',
      },
    };
    expect(ciJob({ ...github, GITHUB_EVENT_NAME: 'merge_group' }, event)).toEqual({
      ci: 'github',
      event: 'queue',
      isFork: false,
      head: commit('c'),
      headBranch: `gh-readonly-queue/main/pr-12-${commit('d')}`,
      baseBranch: 'main',
      baseTip: commit('e'),
      number: 12,
      runUrl,
    });
  });

  it.each([
    [commit('1'), { before: commit('1') }],
    [NONE, {}],
  ])('for a push knows what was there before (%s)', (before, told) => {
    const event = {
      ref: 'refs/heads/qda',
      before,
      after: commit('2'),
      repository: { default_branch: 'main' },
    };
    expect(ciJob({ ...github, GITHUB_EVENT_NAME: 'push' }, event)).toEqual({
      ...{ ci: 'github', event: 'push', isFork: false, head: commit('2'), headBranch: 'qda' },
      ...{ defaultBranch: 'main', runUrl },
      ...told,
    });
  });

  it('of another kind knows its commit alone', () => {
    expect(ciJob({ ...github, GITHUB_EVENT_NAME: 'schedule' }, {})).toEqual({
      ...{ ci: 'github', event: 'other', isFork: false, head: commit('f'), runUrl },
    });
  });

  it.each([
    undefined,
    null,
    7,
    'text',
    [],
    { pull_request: 1 },
    { pull_request: { head: 1, base: [] } },
    JSON.parse('{"__proto__": {"pull_request": {}}}'),
  ])('goes by the variables where the event says nothing: %j', event => {
    const job = ciJob({ ...github, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/x' }, event);
    expect(job).toMatchObject({ ci: 'github' });
    expect(job).not.toHaveProperty('number');
  });

  it.each([
    [{ GITEA_ACTIONS: 'true' }, 'gitea'],
    [{ FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, 'forgejo'],
  ])('may be one of %j', (more, ci) => {
    const event = pullRequest('team/model') as { pull_request: object };
    const told = { ...event, pull_request: { ...event.pull_request, merge_base: commit('9') } };
    expect(ciJob({ ...github, ...more }, told)).toMatchObject({
      ci,
      event: 'change',
      mergeBase: commit('9'),
    });
  });
});

describe('a job of', () => {
  it('GitLab for a merge request knows where its branch began', () => {
    const env = {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: commit('a'),
      CI_MERGE_REQUEST_IID: '3',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'qda',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: commit('b'),
      CI_MERGE_REQUEST_PROJECT_ID: '1',
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2',
      CI_COMMIT_BEFORE_SHA: NONE,
      CI_PIPELINE_URL: 'https://gitlab.com/t/m/-/pipelines/5',
    };
    expect(ciJob(env, undefined)).toEqual({
      ...{ ci: 'gitlab', event: 'change', isFork: true, head: commit('a'), headBranch: 'qda' },
      ...{ baseBranch: 'main', mergeBase: commit('b'), number: 3, runUrl: env.CI_PIPELINE_URL },
    });
  });

  it('GitLab for a push knows the commit before it', () => {
    const env = {
      ...{ GITLAB_CI: 'true', CI_PIPELINE_SOURCE: 'push', CI_COMMIT_SHA: commit('a') },
      ...{ CI_COMMIT_BRANCH: 'qda', CI_COMMIT_BEFORE_SHA: commit('b'), CI_DEFAULT_BRANCH: 'main' },
    };
    expect(ciJob(env, undefined)).toEqual({
      ...{ ci: 'gitlab', event: 'push', isFork: false, head: commit('a'), headBranch: 'qda' },
      ...{ before: commit('b'), defaultBranch: 'main' },
    });
  });

  it('Bitbucket knows the branch that a pull request goes to', () => {
    const env = {
      ...{ BITBUCKET_BUILD_NUMBER: '4', BITBUCKET_COMMIT: commit('a'), BITBUCKET_BRANCH: 'qda' },
      ...{
        BITBUCKET_PR_ID: '9',
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        BITBUCKET_PR_DESTINATION_COMMIT: 'abc123',
      },
      BITBUCKET_GIT_HTTP_ORIGIN: 'https://bitbucket.org/t/m',
    };
    expect(ciJob(env, undefined)).toEqual({
      ...{ ci: 'bitbucket', event: 'change', isFork: false, head: commit('a'), headBranch: 'qda' },
      ...{ baseBranch: 'main', number: 9, runUrl: 'https://bitbucket.org/t/m/pipelines/results/4' },
    });
  });

  it('Jenkins for a change does not take its own merge for the commit', () => {
    const env = {
      ...{ JENKINS_URL: 'https://ci/', CHANGE_ID: '5', CHANGE_TARGET: 'main', CHANGE_BRANCH: 'qda' },
      ...{ BRANCH_NAME: 'PR-5', GIT_COMMIT: commit('a'), BUILD_URL: 'https://ci/job/1/' },
    };
    expect(ciJob(env, undefined)).toEqual({
      ...{ ci: 'jenkins', event: 'change', isFork: false, headBranch: 'qda', baseBranch: 'main' },
      ...{ number: 5, runUrl: 'https://ci/job/1/' },
    });
  });

  it('nobody is none', () => {
    expect(ciJob({ CI: 'true', GITHUB_SHA: commit('a') }, {})).toBeUndefined();
  });
});
