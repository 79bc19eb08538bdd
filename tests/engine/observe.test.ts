import { rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { observe } from '../../src/engine/observe.ts';
import { readersOf } from '../../src/engine/datasets.ts';
import type { Observation } from '../../src/core/staleness/assess.ts';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { LockEntry, Stage } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';
import { content, output, stage } from './stages.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const fileOf = (text: string): HashRecord => ({ name: 'md5', digest: md5(text), size: text.length });

const NOTHING: LockEntry = { command: 'run', dependencies: [], params: new Map(), outputs: [] };

const look = (engine: OpenedProject, what: Stage, entry?: LockEntry): Promise<Observation> =>
  observe(engine.workspace, readersOf(engine.project, engine.index), what, entry);

describe('what a stage reads', () => {
  it('is seen as it is now, missing or outside as well, whatever a lock says', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ in: 'text' });
    using engine = await openOn(rig);
    const dependencies = [
      { written: './in', path: 'in' as RepoPath },
      { written: 'gone', path: 'gone' as RepoPath },
      { written: 's3://x/y', path: undefined },
    ];
    const entry = { ...NOTHING, dependencies: [{ written: './in', record: content('a') }] };
    for (const lock of [undefined, entry])
      expect((await look(engine, stage({ dependencies }), lock)).dependencies).toEqual(
        new Map([
          ['./in', fileOf('text')],
          ['gone', undefined],
        ]),
      );
  });

  it('is hashed in the way of the record that it is compared with', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ in: 'a\r\n' });
    using engine = await openOn(rig);
    const legacy = content('a', 'md5-dos2unix');
    const entry = { ...NOTHING, dependencies: [{ written: 'in', record: legacy }] };
    const seen = await look(engine, stage(), entry);
    expect(seen.dependencies.get('in')).toMatchObject({ name: 'md5-dos2unix', digest: md5('a\n') });
    // What the data file of an import records comes before the lock.
    const dependencies = [{ written: 'in', path: 'in' as RepoPath, recorded: content('b') }];
    const imported = await look(engine, stage({ dependencies }), entry);
    expect(imported.dependencies.get('in')).toEqual(fileOf('a\r\n'));
  });

  it('is not looked at while the stage is frozen, but what it makes is', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ in: 'text', out: 'made', 'params.yaml': '[' });
    using engine = await openOn(rig);
    const params = [{ written: 'params.yaml', path: 'params.yaml' as RepoPath, keys: ['a'] }];
    expect(await look(engine, stage({ frozen: true, params }))).toEqual({
      dependencies: new Map(),
      datasets: new Map(),
      params: new Map(),
      outputs: new Map([['out', fileOf('made')]]),
      notInCache: new Set(),
    });
  });

  it('is not read of a parameters file that the lock does not know', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'new.yaml': '[', 'known.yaml': 'a: 1\nb: 2\n' });
    using engine = await openOn(rig);
    const params = ['new.yaml', 'known.yaml', 'gone.yaml'].map(written => ({
      written,
      path: written as RepoPath,
      keys: ['a'],
    }));
    const known = ['known.yaml', new Map()] as const;
    const seen = await look(engine, stage({ params }), { ...NOTHING, params: new Map([known]) });
    expect(seen.params).toEqual(
      new Map([
        ['new.yaml', new Map()],
        ['known.yaml', new Map([['a', 1]])],
        ['gone.yaml', undefined],
      ]),
    );
    const locked = { ...NOTHING, params: new Map([['new.yaml', new Map()]]) };
    expect(await failureOf(() => look(engine, stage({ params }), locked))).toMatchObject({
      code: 'params-invalid',
      file: 'new.yaml',
    });
  });
});

describe('what a stage makes', () => {
  it('is looked for in the cache as it is recorded, where it belongs there', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ there: 'there', lost: 'lost', folder: 'now a file', kept: 'kept' });
    using engine = await openOn(rig);
    await engine.workspace.store('there' as RepoPath);
    rig.write({ 'made/a': '1', 'made/b': '2' });
    const folder = (await engine.workspace.store('made' as RepoPath))?.record;
    rmSync(engine.workspace.cache.current.pathOf(md5('2')));
    const outputs = [
      output('there'),
      output('lost'),
      output('folder'),
      output('kept', { cached: false }),
      output('new'),
    ];
    const entry = {
      ...NOTHING,
      outputs: [
        { written: 'there', record: fileOf('there') },
        { written: 'lost', record: fileOf('lost') },
        { written: 'folder', record: folder },
        { written: 'kept', record: fileOf('kept') },
        { written: 'new', record: undefined },
      ],
    };
    const seen = await look(engine, stage({ dependencies: [], outputs }), entry);
    // Of the folder one file is enough.
    expect([...seen.notInCache]).toEqual(['lost', 'folder']);
    expect([...seen.outputs.keys()].filter(written => seen.outputs.get(written) !== undefined)).toEqual([
      'there',
      'lost',
      'folder',
      'kept',
    ]);
  });

  it('is missing when an ignore rule hides it, or it lies outside the project', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvcignore': '*.tmp\n', 'x.tmp': 'text' });
    using engine = await openOn(rig);
    const outputs = [output('x.tmp'), output('s3://x/y', { path: undefined })];
    const seen = await look(engine, stage({ dependencies: [], outputs }));
    expect(seen.outputs).toEqual(
      new Map([
        ['x.tmp', undefined],
        ['s3://x/y', undefined],
      ]),
    );
  });
});
