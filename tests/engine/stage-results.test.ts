import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GitIgnoreFiles } from '../../src/engine/git-ignore-files.ts';
import { readersOf } from '../../src/engine/datasets.ts';
import { readInputs, saveOutputs } from '../../src/engine/stage-results.ts';
import type { SaveOptions, StageInputs } from '../../src/engine/stage-results.ts';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { LockedPath, LockEntry, Stage } from '../../src/model/stage.ts';
import { Float } from '../../src/model/value.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';
import { output, stage } from './stages.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const legacyOf = (text: string): HashRecord => ({ name: 'md5-dos2unix', digest: md5(text) });

const entry = (parts: Partial<LockEntry>): LockEntry => ({
  command: 'run',
  dependencies: [],
  params: new Map(),
  outputs: [],
  ...parts,
});

function read(engine: OpenedProject, what: Stage, lock?: LockEntry): Promise<StageInputs> {
  return readInputs(engine.workspace, readersOf(engine.project, engine.index), what, lock);
}

function save(
  engine: OpenedProject,
  what: Stage,
  options: Partial<SaveOptions> = {},
  lock?: LockEntry,
): Promise<readonly LockedPath[]> {
  const ignore = new GitIgnoreFiles(engine.project);
  return saveOutputs(engine.workspace, ignore, what, lock, {
    commit: true,
    commitUncached: false,
    ...options,
  });
}

const inCache = ({ workspace }: OpenedProject, text: string): Promise<boolean> =>
  workspace.cache.current.has(md5(text));

describe('what a stage reads', () => {
  it('is its command, its dependencies as written, and its parameters as a lock writes them', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ in: 'text', 'params.yaml': 'b: 1.50\na: x\n' });
    using engine = await openOn(rig);
    const params = [{ written: 'params.yaml', path: 'params.yaml' as RepoPath, keys: ['a', 'b'] }];
    const dependencies = [{ written: './in', path: 'in' as RepoPath }];
    const inputs = await read(engine, stage({ command: ['x', 'y'], dependencies, params }));
    expect(inputs.command).toEqual(['x', 'y']);
    expect(inputs.dependencies).toEqual([
      { written: './in', record: { name: 'md5', digest: md5('text'), size: 4 } },
    ]);
    expect([...(inputs.params.get('params.yaml') ?? [])]).toEqual([
      ['a', 'x'],
      ['b', new Float(1.5)],
    ]);
  });

  it('must be there, and in the project', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'sub/keep': '' });
    using engine = await openOn(rig, 'sub');
    expect(await failureOf(() => read(engine, stage()))).toEqual({
      code: 'dependency-missing',
      path: '../in',
    });
    const elsewhere = stage({ dependencies: [{ written: 's3://x/y', path: undefined }] });
    expect(await failureOf(() => read(engine, elsewhere))).toEqual({
      code: 'external-dependency',
      path: 's3://x/y',
    });
  });

  it('keeps a record of DVC 2 while its content is the same, and gets one of today with other content', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ in: 'a\r\n' });
    using engine = await openOn(rig);
    const record = async (before: HashRecord): Promise<HashRecord | undefined> => {
      const lock = entry({ dependencies: [{ written: 'in', record: before }] });
      return (await read(engine, stage(), lock)).dependencies[0]?.record;
    };
    expect(await record(legacyOf('a\n'))).toMatchObject(legacyOf('a\n'));
    expect(await record(legacyOf('b\n'))).toMatchObject({ name: 'md5', digest: md5('a\r\n') });
  });
});

describe('what a stage has made', () => {
  it('is all there, or nothing is kept of it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ out: 'text' });
    using engine = await openOn(rig);
    const both = stage({ outputs: [output('out'), output('gone')] });
    expect(await failureOf(() => save(engine, both))).toEqual({ code: 'output-missing', path: 'gone' });
    expect([rig.has('.gitignore'), await inCache(engine, 'text')]).toEqual([false, false]);
    expect((await save(engine, both, { allowMissing: true })).map(({ written }) => written)).toEqual(['out']);
    const outside = stage({ outputs: [output('../x', { path: undefined, outside: '/x' })] });
    expect(await failureOf(() => save(engine, outside))).toMatchObject({
      code: 'external-output',
      path: '/x',
    });
  });

  it('goes into the cache and out of git where it is cached, and the rest only for the run cache', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ out: 'cached', kept: 'kept', '.dvc/config': '[cache]\n    type = "symlink"\n' });
    using engine = await openOn(rig);
    const both = stage({ outputs: [output('kept', { cached: false }), output('out')] });
    const locked = await save(engine, both);
    expect(locked.map(({ written, record }) => [written, record?.digest])).toEqual([
      ['kept', md5('kept')],
      ['out', md5('cached')],
    ]);
    expect(rig.read('.gitignore')).toBe('/out\n');
    expect([await inCache(engine, 'cached'), await inCache(engine, 'kept')]).toEqual([true, false]);
    await save(engine, both, { commitUncached: true });
    expect(await inCache(engine, 'kept')).toBe(true);
    // What git keeps never becomes a link.
    expect(['out', 'kept'].map(name => lstatSync(`${rig.root}/${name}`).isSymbolicLink())).toEqual([
      true,
      false,
    ]);
  });

  it('is only hashed where nothing is to be committed', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ out: 'text' });
    using engine = await openOn(rig);
    const locked = await save(engine, stage(), { commit: false });
    expect(locked).toEqual([{ written: 'out', record: { name: 'md5', digest: md5('text'), size: 4 } }]);
    expect(await inCache(engine, 'text')).toBe(false);
  });

  it('is refused before anything is stored when git has it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ first: '1', out: 'text' });
    rig.git('add', 'out');
    using engine = await openOn(rig);
    const both = stage({ outputs: [output('first'), output('out')] });
    expect(await failureOf(() => save(engine, both))).toEqual({
      code: 'output-tracked-by-git',
      path: 'out',
    });
    expect(await inCache(engine, '1')).toBe(false);
  });

  it('is told of when it is empty', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ out: '', 'folder/sub/empty': '', '.dvcignore': 'hidden\n', 'bare/hidden': 'x' });
    using engine = await openOn(rig);
    const outputs = [output('out', { role: 'metric' }), output('folder'), output('bare')];
    await save(engine, stage({ outputs }));
    expect(engine.events.filter(({ type }) => type === 'output-empty')).toEqual([
      { type: 'output-empty', path: 'out', role: 'metric' },
      { type: 'output-empty', path: 'bare', role: 'data' },
    ]);
  });

  it('keeps a record of DVC 2 while its content is the same', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ out: 'a\r\n' });
    using engine = await openOn(rig);
    const record = async (text: string): Promise<HashRecord | undefined> => {
      const lock = entry({ outputs: [{ written: 'out', record: legacyOf(text) }] });
      return (await save(engine, stage(), {}, lock))[0]?.record;
    };
    expect(await record('a\n')).toMatchObject(legacyOf('a\n'));
    expect(await inCache(engine, 'a\r\n')).toBe(false);
    expect(await record('b\n')).toMatchObject({ name: 'md5', digest: md5('a\r\n') });
    expect(await inCache(engine, 'a\r\n')).toBe(true);
  });
});
