import { lstatSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EarlierRuns, lockedInputs } from '../../src/engine/earlier-runs.ts';
import { RunCache } from '../../src/engine/run-cache.ts';
import type { StageInputs } from '../../src/engine/stage-results.ts';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { LockEntry } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';
import { content, output, stage } from './stages.ts';

const INPUTS: StageInputs = {
  command: 'run',
  dependencies: [{ written: 'in', record: content('a') }],
  params: new Map(),
};

/** A run whose output holds this text; the text is in the cache and nowhere else. */
async function runOf({ workspace }: OpenedProject, rig: Rig, text: string): Promise<LockEntry> {
  rig.write({ out: text });
  const stored = await workspace.store('out' as RepoPath);
  rmSync(`${rig.root}/out`);
  return { ...INPUTS, outputs: [{ written: 'out', record: stored?.record }] };
}

describe('an earlier run', () => {
  it('is the one of the lock when it read the same, before any of the run cache', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const [own, other] = [await runOf(engine, rig, 'own'), await runOf(engine, rig, 'other')];
    const runCache = new RunCache(engine.project);
    await runCache.save(other);
    const runs = new EarlierRuns(engine.workspace, runCache);
    expect(await runs.find(stage(), own, INPUTS, INPUTS)).toEqual(own);
    for (const [why, entry] of [
      ['no lock', undefined],
      ['another command', { ...own, command: 'other' }],
      ['another input', { ...own, dependencies: [{ written: 'in', record: content('b') }] }],
      ['no output recorded', { ...own, outputs: [{ written: 'out', record: undefined }] }],
    ] as const)
      expect(await runs.find(stage(), entry, INPUTS, INPUTS), why).toEqual(other);
  });

  it('is none of the run cache without one, or where nothing is wanted of it', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const runCache = new RunCache(engine.project);
    await runCache.save(await runOf(engine, rig, 'text'));
    const { workspace } = engine;
    expect(
      await new EarlierRuns(workspace, undefined).find(stage(), undefined, INPUTS, INPUTS),
    ).toBeUndefined();
    expect(
      await new EarlierRuns(workspace, runCache).find(stage(), undefined, INPUTS, undefined),
    ).toBeUndefined();
  });

  it('does not count when the cache has lost something of it', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const run = await runOf(engine, rig, 'text');
    const runs = new EarlierRuns(engine.workspace, undefined);
    expect(await runs.find(stage(), run, INPUTS, undefined)).toEqual(run);
    rmSync(engine.project.cacheDirectory, { recursive: true });
    expect(await runs.find(stage(), run, INPUTS, undefined)).toBeUndefined();
  });

  it('is told without outputs that the stage does not make any more', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const run = await runOf(engine, rig, 'text');
    const runs = new EarlierRuns(engine.workspace, undefined);
    const more = { ...run, outputs: [{ written: 'old', record: content('c') }, ...run.outputs] };
    expect(await runs.find(stage(), more, INPUTS, undefined)).toEqual(run);
    const both = stage({ outputs: [output('out'), output('new')] });
    expect(await runs.find(both, more, INPUTS, undefined)).toBeUndefined();
  });

  it('is brought back over what is there, as links only where the cache is to keep it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvc/config': '[cache]\n    type = "symlink"\n' });
    using engine = await openOn(rig);
    const record = (await runOf(engine, rig, 'text')).outputs[0]?.record;
    rig.write({ out: 'by hand', kept: 'by hand' });
    const both = stage({ outputs: [output('out'), output('kept', { cached: false })] });
    const run: LockEntry = { ...INPUTS, outputs: ['out', 'kept'].map(written => ({ written, record })) };
    await new EarlierRuns(engine.workspace, undefined).restore(both, run);
    expect([rig.read('out'), rig.read('kept')]).toEqual(['text', 'text']);
    expect(['out', 'kept'].map(name => lstatSync(`${rig.root}/${name}`).isSymbolicLink())).toEqual([
      true,
      false,
    ]);
    expect(
      await failureOf(() =>
        new EarlierRuns(engine.workspace, undefined).restore(stage({ outputs: [] }), run),
      ),
    ).toEqual({ code: 'output-missing', path: 'out' });
  });
});

describe('what the lock says a stage read', () => {
  const of = (written: string, keys: readonly string[] | 'whole') => ({
    written,
    path: written as RepoPath,
    keys,
  });
  const entry = (dependencies: Record<string, HashRecord>, params: LockEntry['params']): LockEntry => ({
    command: 'old',
    dependencies: Object.entries(dependencies).map(([written, record]) => ({ written, record })),
    params,
    outputs: [],
  });
  const lock = entry(
    { in: content('a'), more: content('b') },
    new Map([
      [
        'p',
        new Map([
          ['x', 1],
          ['y', 2],
        ]),
      ],
    ]),
  );

  it('is cut down to what it reads today, under its command of today', () => {
    const today = stage({ command: 'new', params: [of('p', ['y', 'z'])] });
    expect(lockedInputs(today, lock)).toEqual({
      command: 'new',
      dependencies: [{ written: 'in', record: content('a') }],
      params: new Map([['p', new Map([['y', 2]])]]),
    });
    expect(lockedInputs(stage({ params: [of('p', 'whole')] }), lock)?.params).toEqual(lock.params);
    expect(lockedInputs(stage({ params: [of('p', ['z']), of('q', ['x'])] }), lock)?.params).toEqual(
      new Map(),
    );
  });

  it('is nothing where a dependency or a wholly read file is missing in it', () => {
    expect(lockedInputs(stage(), entry({ more: content('b') }, new Map()))).toBeUndefined();
    expect(lockedInputs(stage({ params: [of('q', 'whole')] }), lock)).toBeUndefined();
    expect(lockedInputs(stage(), undefined)).toBeUndefined();
  });
});
