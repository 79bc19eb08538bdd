import type { CiJob } from '../../model/ci.ts';
import { at, branchIn, commitIn, known, numberIn, textIn } from './fields.ts';
import type { Environment } from './fields.ts';

type Told = Omit<CiJob, 'ci' | 'event' | 'isFork'>;

/**
 * A job of GitHub Actions, or of Gitea's or Forgejo's, which set the same variables.
 *
 * @source GitHub's documentation of variables and of webhook payloads.
 */
export function githubJob(env: Environment, event: unknown): CiJob | undefined {
  if (env['GITHUB_ACTIONS'] !== 'true') return undefined;
  const common: Told = known<Told>({
    defaultBranch: textIn(at(event, 'repository', 'default_branch')),
    runUrl: runUrl(env),
  });
  const change = at(event, 'pull_request');
  const ci =
    env['FORGEJO_ACTIONS'] === 'true' ? 'forgejo' : env['GITEA_ACTIONS'] === 'true' ? 'gitea' : 'github';
  if (typeof change === 'object' && change !== null) {
    const told = changeIn(env, event, change);
    return { ci, event: 'change', isFork: isFork(change), ...common, ...told };
  }
  switch (env['GITHUB_EVENT_NAME']) {
    case 'merge_group':
      return { ci, event: 'queue', isFork: false, ...common, ...queueIn(event) };
    case 'push':
      return { ci, event: 'push', isFork: false, ...common, ...pushIn(env, event) };
    default:
      return {
        ci,
        event: 'other',
        isFork: false,
        ...common,
        ...known<Told>({ head: commitIn(env['GITHUB_SHA']) }),
      };
  }
}

function changeIn(env: Environment, event: unknown, change: object): Told {
  return known<Told>({
    head: commitIn(at(change, 'head', 'sha')),
    headBranch: textIn(at(change, 'head', 'ref')) ?? textIn(env['GITHUB_HEAD_REF']),
    baseBranch: textIn(at(change, 'base', 'ref')) ?? textIn(env['GITHUB_BASE_REF']),
    baseTip: commitIn(at(change, 'base', 'sha')),
    // Gitea says it.
    mergeBase: commitIn(at(change, 'merge_base')),
    number: numberIn(at(change, 'number')) ?? numberIn(at(event, 'number')),
  });
}

function isFork(change: object): boolean {
  const [from, to] = ['head', 'base'].map(side => textIn(at(change, side, 'repo', 'full_name')));
  // A fork that was deleted has no repository any more.
  return from === undefined || from !== to;
}

function queueIn(event: unknown): Told {
  const branch = branchIn(at(event, 'merge_group', 'head_ref'));
  return known<Told>({
    head: commitIn(at(event, 'merge_group', 'head_sha')),
    headBranch: branch,
    baseBranch: branchIn(at(event, 'merge_group', 'base_ref')),
    baseTip: commitIn(at(event, 'merge_group', 'base_sha')),
    number: numberIn(/\/pr-(\d+)-[0-9a-f]+$/.exec(branch ?? '')?.[1]),
  });
}

function pushIn(env: Environment, event: unknown): Told {
  return known<Told>({
    head: commitIn(at(event, 'after')) ?? commitIn(env['GITHUB_SHA']),
    headBranch: branchIn(at(event, 'ref') ?? env['GITHUB_REF']),
    before: commitIn(at(event, 'before')),
  });
}

function runUrl(env: Environment): string | undefined {
  const parts = [env['GITHUB_SERVER_URL'], env['GITHUB_REPOSITORY'], env['GITHUB_RUN_ID']].map(textIn);
  if (parts.includes(undefined)) return undefined;
  const [server, repository, run] = parts;
  return `${server}/${repository}/actions/runs/${run}`;
}
