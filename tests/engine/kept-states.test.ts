import { describe, expect, it } from 'vitest';
import { statesIn } from '../../src/engine/kept-states.ts';
import type { Scope } from '../../src/engine/kept-states.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const NONE: Scope = { branches: false, tags: false, commits: false, experiments: false, number: 1 };

/** Three commits on `main`, one more on `side`, a tag on the first. */
async function history(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  for (const name of ['one', 'two', 'three']) {
    rig.write({ name });
    rig.commit(name);
    if (name === 'one') rig.git('tag', 'first');
  }
  rig.git('checkout', '-q', '-b', 'side');
  rig.write({ name: 'aside' });
  rig.commit('aside');
  return rig;
}

/** What the file `name` says in each state. */
async function namesIn(rig: Rig, scope: Partial<Scope>): Promise<readonly (string | undefined)[]> {
  using opened = await openOn(rig);
  const states = valueOf(await statesIn(opened.project, { ...NONE, ...scope }));
  return await Promise.all(states.map(({ snapshot }) => snapshot.readText('name' as never)));
}

describe('the states that a scope means', () => {
  it.each([
    [{}, []],
    [{ branches: true }, ['three', 'aside']],
    [{ tags: true }, ['one']],
    [{ branches: true, number: 2 }, ['three', 'two', 'aside']],
    [{ branches: true, number: -1 }, ['three', 'two', 'one', 'aside']],
    [{ revision: 'main', number: 2 }, ['three', 'two']],
    [{ revision: 'main', number: 99 }, ['three', 'two', 'one']],
    [{ commits: true }, ['aside', 'one', 'three', 'two']],
    [{ since: '2020-01-01' }, ['aside', 'one', 'three', 'two']],
    [{ since: '2999-01-01' }, []],
  ] as const)('of %j', async (scope, expected) => {
    using rig = await history();
    const names = await namesIn(rig, scope);
    const isOrdered = !('commits' in scope || 'since' in scope);
    expect(isOrdered ? names : [...names].sort()).toEqual(expected);
  });

  it('of experiments go back to where each began, and leave out what is none', async () => {
    using rig = await history();
    const base = rig.git('rev-parse', 'main~1').trim();
    rig.git('update-ref', `refs/exps/${base.slice(0, 2)}/${base.slice(2)}/trial`, 'side');
    rig.git('update-ref', 'refs/exps/exec/EXEC_HEAD', 'main~2');
    rig.git('update-ref', 'refs/exps/stash', 'main~2');
    expect(await namesIn(rig, { experiments: true })).toEqual(['aside', 'three']);
  });

  it('are called by all their names', async () => {
    using rig = await history();
    using opened = await openOn(rig);
    const states = valueOf(
      await statesIn(opened.project, { ...NONE, revision: 'first', tags: true, branches: true }),
    );
    expect(states.map(({ snapshot }) => snapshot.label)).toEqual(['first', 'main', 'side']);
  });

  it('are refused without git, and for what is no day', async () => {
    using rig = await history();
    using opened = await openOn(rig);
    const { project } = opened;
    expect(await statesIn({ ...project, git: undefined }, { ...NONE, tags: true })).toMatchObject({
      ok: false,
    });
    expect(await statesIn(project, { ...NONE, since: '2024-02-30' })).toMatchObject({ ok: false });
  });
});
