import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const GATES = 'gates: {m.json: {m: {direction: higher}}}\n';

/** A project with a commit for each number. */
async function withCommits(...numbers: readonly number[]): Promise<Rig> {
  const rig = await Rig.create('mltrack');
  rig.write({ 'mltrack.yaml': GATES });
  for (const number of numbers) commit(rig, number);
  return rig;
}

function commit(rig: Rig, number: number): void {
  rig.write({ 'm.json': `{"m": ${number}}` });
  rig.commit(`m is ${number}`);
}

async function baseOf(
  rig: Rig,
  words = '',
  env: Readonly<Record<string, string>> = {},
): Promise<{ how: string; subject: string | undefined }> {
  const { stdout } = await rig.mltrack(`gate --json${words}`, '', env);
  const { base } = JSON.parse(stdout) as { base: { how: string; sha: string | null } };
  return {
    how: base.how,
    subject: base.sha === null ? undefined : rig.git('log', '-1', '--format=%s', base.sha).trim(),
  };
}

describe('the base that nobody names', () => {
  it('is the commit before, or the last one where the workspace has changes', async () => {
    using rig = await withCommits(1, 2);
    expect(await baseOf(rig)).toEqual({ how: 'previous-commit', subject: 'm is 1' });
    rig.write({ 'm.json': '{"m": 3}' });
    expect(await baseOf(rig)).toEqual({ how: 'last-commit', subject: 'm is 2' });
    expect(await baseOf(rig, ' --head HEAD')).toEqual({ how: 'previous-commit', subject: 'm is 1' });
  });

  it('is where the branch began, also with a detached head', async () => {
    using rig = await withCommits(1, 2);
    rig.git('checkout', '-q', '-b', 'feature');
    expect(await baseOf(rig)).toEqual({ how: 'previous-commit', subject: 'm is 1' });
    commit(rig, 3);
    commit(rig, 4);
    expect(await baseOf(rig)).toEqual({ how: 'merge-base', subject: 'm is 2' });
    rig.git('checkout', '-q', '--detach');
    expect(await baseOf(rig)).toEqual({ how: 'merge-base', subject: 'm is 2' });
    rig.git('checkout', '-q', 'main');
    expect(await baseOf(rig, ' --head feature')).toEqual({ how: 'merge-base', subject: 'm is 2' });
  });

  it('is looked for on the remote before it is on the own branch of that name', async () => {
    using rig = await withCommits(1, 2);
    rig.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    commit(rig, 3);
    commit(rig, 4);
    expect(await baseOf(rig)).toEqual({ how: 'merge-base', subject: 'm is 2' });
  });

  it('is none at the first commit, and before it', async () => {
    using rig = await withCommits();
    rig.write({ 'm.json': '{"m": 1}' });
    expect(await baseOf(rig)).toEqual({ how: 'no-commits', subject: undefined });
    commit(rig, 1);
    expect(await baseOf(rig)).toEqual({ how: 'first-commit', subject: undefined });
  });
});

describe('a base that is named', () => {
  it('may be any commit, branch or tag, but not the workspace', async () => {
    using rig = await withCommits(1, 2);
    rig.git('tag', 'v1', 'HEAD~1');
    expect(await baseOf(rig, ' v1')).toEqual({ how: 'named', subject: 'm is 1' });
    expect(await baseOf(rig, ' workspace')).toEqual({ how: 'unknown', subject: undefined });
  });

  it('may be ambiguous between remotes, which leaves the question open', async () => {
    using rig = await withCommits(1, 2);
    rig.git('update-ref', 'refs/remotes/a/topic', 'HEAD');
    rig.git('update-ref', 'refs/remotes/b/topic', 'HEAD~1');
    const { code, stdout, stderr } = await rig.mltrack('gate topic');
    expect(code).toBe(2);
    expect(stdout).toContain("Base: none: 'topic' may be several commits: 'a/topic', 'b/topic'\n");
    expect(stderr).toContain("ambiguous Git revision 'topic'");
  });
});

describe('in a CI job', () => {
  it('it is what the job says', async () => {
    using rig = await withCommits(1, 2, 3);
    const before = rig.git('rev-parse', 'HEAD~2').trim();
    rig.write({ '../event.json': JSON.stringify({ ref: 'refs/heads/main', before }) });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: `${rig.root}/../event.json`,
    };
    expect(await baseOf(rig, '', env)).toEqual({ how: 'before-push', subject: 'm is 1' });
    // A revision that was named is not what the job is about.
    expect(await baseOf(rig, ' --head HEAD~1', env)).toEqual({ how: 'previous-commit', subject: 'm is 1' });
    rig.write({ '../event.json': '{"before": ' });
    expect(await baseOf(rig, '', env)).toEqual({ how: 'previous-commit', subject: 'm is 2' });
  });

  it('is none where what the job names is not here and cannot be fetched: nothing else will do', async () => {
    using rig = await withCommits(1, 2, 3);
    const event = { number: 7, pull_request: { base: { ref: 'develop' }, head: { ref: 'topic' } } };
    rig.write({ '../event.json': JSON.stringify(event), 'm.json': '{"m": 4}' });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: `${rig.root}/../event.json`,
    };
    expect(await baseOf(rig, '', env)).toEqual({ how: 'unreachable', subject: undefined });
    const { code, stdout } = await rig.mltrack('gate --strict', '', env);
    expect(code).toBe(2);
    expect(stdout).toContain("Base: none: 'develop' is not in this clone, and could not be fetched\n");
  });

  it('is the commit before for a tag of a commit of the default branch', async () => {
    using rig = await withCommits(1, 2);
    const event = { ref: 'refs/tags/v1', before: '0'.repeat(40), repository: { default_branch: 'main' } };
    rig.write({ '../event.json': JSON.stringify(event) });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/tags/v1',
      GITHUB_EVENT_PATH: `${rig.root}/../event.json`,
    };
    expect(await baseOf(rig, '', env)).toEqual({ how: 'previous-commit', subject: 'm is 1' });
  });
});
