import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/adapters/git-repository.ts';
import { baseOfJob } from '../../src/engine/job-base.ts';
import type { Base } from '../../src/model/base.ts';
import type { CiJob } from '../../src/model/ci.ts';
import { Rig } from '../rig/rig.ts';

const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** What the forge has: `main` with three commits and another one since the branch `qda` left it, with two. */
interface Forge {
  readonly rig: Rig;
  readonly commits: Readonly<Record<'first' | 'left' | 'tip' | 'head' | 'merge', string>>;
}

async function forge(): Promise<Forge> {
  const rig = await Rig.create('dvc');
  const commit = (name: string): string => {
    rig.write({ [name]: name });
    rig.commit(name);
    return rig.git('rev-parse', 'HEAD').trim();
  };
  const first = commit('a');
  commit('b');
  const left = commit('c');
  rig.git('branch', '-M', 'main');
  rig.git('checkout', '-q', '-b', 'qda');
  commit('d');
  const head = commit('e');
  rig.git('checkout', '-q', 'main');
  const tip = commit('f');
  rig.git('checkout', '-q', '--detach');
  rig.git('merge', '-q', '--no-ff', '-m', 'test', 'qda');
  const merge = rig.git('rev-parse', 'HEAD').trim();
  rig.git('update-ref', 'refs/pull/1/merge', merge);
  rig.git('update-ref', 'refs/pull/1/head', head);
  rig.git('checkout', '-q', 'main');
  rig.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return { rig, commits: { first, left, tip, head, merge } };
}

/** A clone as `actions/checkout` makes it: `depth` commits of one ref, detached. */
function checkout({ rig }: Forge, ref: string, depth: number | 'all'): string {
  const folder = join(rig.root, '..', `clone-${ref.replaceAll('/', '-')}-${depth}`);
  const git = (...args: string[]): void =>
    void execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
  execFileSync('git', ['init', '-q', folder], { env });
  git('remote', 'add', 'origin', `file://${rig.root}`);
  const reach = depth === 'all' ? [] : [`--depth=${depth}`];
  const all = depth === 'all' ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
  git('fetch', '-q', '--no-tags', ...reach, 'origin', ...all, `+${ref}:refs/remotes/job`);
  git('checkout', '-q', '--detach', 'refs/remotes/job');
  return folder;
}

function headOf(folder: string): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, env, encoding: 'utf8' }).trim();
}

async function baseIn(folder: string, job: CiJob): Promise<Base | undefined> {
  const git = openRepository(folder, env);
  try {
    return await baseOfJob(git, job, headOf(folder));
  } finally {
    git.close();
  }
}

function refsOf(folder: string): string {
  return execFileSync('git', ['for-each-ref'], { cwd: folder, env, encoding: 'utf8' });
}

const job = (more: Partial<CiJob>): CiJob => ({ ci: 'github', event: 'change', isFork: false, ...more });

describe('the base of a pull request', () => {
  it.each([1, 2, 50, 'all'] as const)(
    'tested as merged is what it was merged into (depth %s)',
    async depth => {
      const there = await forge();
      using _ = there.rig;
      const { head, tip, first } = there.commits;
      const folder = checkout(there, 'refs/pull/1/merge', depth);
      const before = refsOf(folder);
      // What the event says of the base may be old.
      expect(await baseIn(folder, job({ head, baseBranch: 'main', baseTip: first }))).toEqual({
        ...{ kind: 'commit', commit: tip, name: 'main', how: 'base-tip' },
      });
      expect(refsOf(folder)).toBe(before);
    },
  );

  it.each([1, 2, 50, 'all'] as const)('tested as it is is where its branch began (depth %s)', async depth => {
    const there = await forge();
    using _ = there.rig;
    const { head, left } = there.commits;
    const folder = checkout(there, 'refs/heads/qda', depth);
    const before = refsOf(folder);
    expect(await baseIn(folder, job({ head, baseBranch: 'main' }))).toEqual({
      ...{ kind: 'commit', commit: left, name: 'main', how: 'merge-base' },
    });
    expect(refsOf(folder)).toBe(before);
  });

  it('is what the CI says where it knows', async () => {
    const there = await forge();
    using _ = there.rig;
    const { head, left } = there.commits;
    const folder = checkout(there, 'refs/heads/qda', 1);
    expect(await baseIn(folder, job({ ci: 'gitlab', head, baseBranch: 'main', mergeBase: left }))).toEqual({
      ...{ kind: 'commit', commit: left, name: 'main', how: 'merge-base' },
    });
  });

  it('is none when the remote cannot be asked', async () => {
    const there = await forge();
    const folder = checkout(there, 'refs/heads/qda', 1);
    const { head } = there.commits;
    execFileSync('git', ['remote', 'set-url', 'origin', `file://${there.rig.root}/nowhere`], {
      cwd: folder,
      env,
    });
    using _ = there.rig;
    expect(await baseIn(folder, job({ head, baseBranch: 'main' }))).toBeUndefined();
  });
});

describe('the base of a merge queue', () => {
  it('is what the event says', async () => {
    const there = await forge();
    using _ = there.rig;
    const { merge, tip } = there.commits;
    const folder = checkout(there, 'refs/pull/1/merge', 1);
    expect(
      await baseIn(folder, job({ event: 'queue', head: merge, baseBranch: 'main', baseTip: tip })),
    ).toEqual({
      ...{ kind: 'commit', commit: tip, name: 'main', how: 'base-tip' },
    });
  });
});

describe('the base of a push', () => {
  it('is what was there before', async () => {
    const there = await forge();
    using _ = there.rig;
    const { left } = there.commits;
    const folder = checkout(there, 'refs/heads/main', 1);
    expect(await baseIn(folder, job({ event: 'push', headBranch: 'main', before: left }))).toEqual({
      ...{ kind: 'commit', commit: left, name: 'main', how: 'before-push' },
    });
  });

  it('of a new branch is where it left the default branch', async () => {
    const there = await forge();
    using _ = there.rig;
    const folder = checkout(there, 'refs/heads/qda', 1);
    expect(await baseIn(folder, job({ event: 'push', headBranch: 'qda', defaultBranch: 'main' }))).toEqual({
      ...{ kind: 'commit', commit: there.commits.left, name: 'main', how: 'merge-base' },
    });
  });

  it('of which nothing else is known is the commit before', async () => {
    const there = await forge();
    using _ = there.rig;
    const folder = checkout(there, 'refs/heads/main', 1);
    const pushed = job({ event: 'push', headBranch: 'main', defaultBranch: 'main' });
    expect(await baseIn(folder, pushed)).toEqual({
      ...{ kind: 'commit', commit: there.commits.left, name: 'main~1', how: 'previous-commit' },
    });
  });
});

it('a whole clone stays whole when something is fetched', async () => {
  const there = await forge();
  const folder = checkout(there, 'refs/heads/main', 'all');
  using _ = there.rig;
  there.rig.git('checkout', '-q', '--orphan', 'other');
  there.rig.commit('orphan');
  const before = there.rig.git('rev-parse', 'HEAD').trim();
  expect(await baseIn(folder, job({ event: 'push', headBranch: 'main', before }))).toMatchObject({
    commit: before,
  });
  const count = execFileSync('git', ['rev-list', '--count', 'HEAD'], { cwd: folder, env, encoding: 'utf8' });
  expect(count.trim()).toBe('4');
});
