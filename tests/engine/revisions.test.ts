import { describe, expect, it, vi } from 'vitest';
import { allStates, findState, hasCommits } from '../../src/engine/revisions.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const FILE = 'file' as RepoPath;

/** Two commits, `old` and `new`, and another text on disk. */
async function project(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ file: 'old' });
  rig.commit('old');
  rig.git('tag', 'v1');
  rig.write({ file: 'new' });
  rig.commit('new');
  rig.write({ file: 'disk' });
  return rig;
}

describe('a name', () => {
  it('means a commit by branch, tag, number or way, and keeps its own words', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const commit = rig.git('rev-parse', 'HEAD^').trim();
    for (const name of ['v1', 'HEAD~1', 'main^', commit.slice(0, 8)]) {
      const state = valueOf(await findState(engine.project, name));
      expect([state.commit, state.snapshot.label], name).toEqual([commit, name]);
      expect(await state.snapshot.readText(FILE), name).toBe('old');
    }
  });

  it('means the files on disk when it is `workspace`, even where a branch is called so', async () => {
    using rig = await project();
    rig.git('branch', 'workspace', 'v1');
    using engine = await openOn(rig);
    const { snapshot, commit } = valueOf(await findState(engine.project, 'workspace'));
    expect([await snapshot.readText(FILE), snapshot.label, commit]).toEqual(['disk', 'workspace', undefined]);
  });

  it('means nothing when git does not know it, or there is no git', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const error = { code: 'revision-unknown', revision: 'v2', similar: 'v1' };
    expect(await findState(engine.project, 'v2')).toEqual({ ok: false, error });
    const withoutGit = { ...engine.project, git: undefined };
    expect(await findState(withoutGit, 'HEAD')).toMatchObject({ error: { code: 'needs-git' } });
    expect(await hasCommits(withoutGit)).toBe(false);
    expect(await allStates(withoutGit, { branches: true, tags: true, commits: true })).toEqual([]);
  });

  it('means the part of the repository that is the project', async () => {
    using rig = await Rig.create();
    rig.write({ 'inner/file': 'in', file: 'out' });
    await rig.mltrack('init --dvc --subdir -q', 'inner');
    rig.commit('all');
    using engine = await openOn(rig, 'inner');
    const { snapshot } = valueOf(await findState(engine.project, 'HEAD'));
    expect(await snapshot.readText(FILE)).toBe('in');
    const [main] = await allStates(engine.project, { branches: true, tags: false, commits: false });
    expect(await main?.snapshot.readText(FILE)).toBe('in');
  });
});

describe('all states', () => {
  it('are one for each commit, under all its names: branches, then tags', async () => {
    using rig = await project();
    rig.git('tag', 'v2');
    rig.git('branch', 'same');
    using engine = await openOn(rig);
    const labels = async (branches: boolean, tags: boolean, commits = false): Promise<string[]> =>
      (await allStates(engine.project, { branches, tags, commits })).map(({ snapshot }) => snapshot.label);
    expect(await labels(true, false)).toEqual(['main,same']);
    expect(await labels(true, true)).toEqual(['main,same,v2', 'v1']);
    expect(await labels(false, false)).toEqual([]);
    // A commit that has a name already is not told again by its number.
    expect(await labels(true, false, true)).toEqual(['main,same', rig.git('rev-parse', 'v1').trim()]);
  });

  it('are none before the first commit', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    expect(await hasCommits(engine.project)).toBe(false);
    expect(await allStates(engine.project, { branches: true, tags: true, commits: true })).toEqual([]);
    // Nobody is asked whether another name was meant.
    const listing = vi.spyOn(engine.project.git!, 'branches');
    expect(await findState(engine.project, 'HEAD')).toEqual({
      ok: false,
      error: { code: 'revision-unknown', revision: 'HEAD' },
    });
    expect(listing).not.toHaveBeenCalled();
    rig.commit('first');
    using again = await openOn(rig);
    expect(await hasCommits(again.project)).toBe(true);
  });
});

it('a branch or tag that is nearly the same is named where a revision is unknown', async () => {
  using rig = await Rig.create('mltrack');
  rig.commit('first');
  rig.git('tag', 'v1.0');
  for (const [typed, meant] of [
    ['mian', 'main'],
    ['v1.O', 'v1.0'],
    ['HAED', 'HEAD'],
  ] as const)
    expect((await rig.mltrack(`metrics diff ${typed}`)).stderr).toBe(
      `ERROR: unknown Git revision '${typed}'\nhint: Did you mean '${meant}'?\n`,
    );
  expect((await rig.mltrack('metrics diff 0123456')).stderr).not.toContain('hint');
});
