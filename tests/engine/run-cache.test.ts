import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isRepeatable, RunCache } from '../../src/engine/run-cache.ts';
import type { LockEntry } from '../../src/model/stage.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';
import { content, output, stage } from './stages.ts';

const RUN: LockEntry = {
  command: 'run',
  dependencies: [{ written: 'in', record: content('a') }],
  params: new Map(),
  outputs: [{ written: 'out', record: content('b') }],
};
const WANTED = { ...RUN, outputs: [{ written: 'out', record: undefined }] };
const OTHER = { ...RUN, outputs: [{ written: 'out', record: content('c') }] };

function entries(rig: Rig): readonly string[] {
  const folder = join(rig.root, '.dvc/cache/runs');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /^..\/[0-9a-f]{64}\/[0-9a-f]{64}$/.test(name))
    .map(name => join(folder, name));
}

describe('the run cache', () => {
  it('finds a run by what went in and which outputs are wanted, whatever came out', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    expect(await cache.newest(WANTED)).toBeUndefined();
    await cache.save(RUN);
    expect(entries(rig)).toHaveLength(1);
    expect(await cache.newest(WANTED)).toEqual(RUN);
    for (const wanted of [
      { ...WANTED, command: 'other' },
      { ...WANTED, dependencies: [{ written: 'in', record: content('x') }] },
      { ...WANTED, params: new Map([['params.yaml', new Map([['a', 1]])]]) },
      { ...WANTED, outputs: [...WANTED.outputs, { written: 'more', record: undefined }] },
    ])
      expect(await cache.newest(wanted)).toBeUndefined();
  });

  it('takes the newest of several, and leaves alone what lies there half written', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    await cache.save(RUN);
    const [first = ''] = entries(rig);
    await cache.save(OTHER);
    utimesSync(first, 1, 1);
    expect(await cache.newest(WANTED)).toEqual(OTHER);
    utimesSync(first, 4e9, 4e9);
    expect(await cache.newest(WANTED)).toEqual(RUN);
    writeFileSync(join(first, '../.tmp'), 'half');
    utimesSync(join(first, '../.tmp'), 5e9, 5e9);
    expect(await cache.newest(WANTED)).toEqual(RUN);
  });

  it.each(['cmd: [', 'cmd: x\nmore: 1\n', '', '- list\n'])(
    'removes a broken entry, with a warning: %j',
    async text => {
      using rig = await Rig.create('dvc');
      using engine = await openOn(rig);
      const cache = new RunCache(engine.project);
      await cache.save(RUN);
      const [file = ''] = entries(rig);
      writeFileSync(file, text);
      expect(await cache.newest(WANTED)).toBeUndefined();
      expect(entries(rig)).toEqual([]);
      // DVC cannot bear an empty folder there.
      expect(rig.has(relative(rig.root, dirname(file)))).toBe(false);
      expect(warningsOf(engine)).toEqual([`corrupted cache file '${file.slice(rig.root.length + 1)}'.`]);
      await cache.save(RUN);
      expect(await cache.newest(WANTED)).toEqual(RUN);
    },
  );

  it('never leaves the folder of a run without a run, and nothing beside it', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    const { files } = engine.project.context;
    const seen: string[] = [];
    const make = files.makeDirectory.bind(files);
    vi.spyOn(files, 'makeDirectory').mockImplementation(path => {
      seen.push(path);
      make(path);
    });
    await cache.save(RUN);
    await cache.save(OTHER);
    const [first = '', second = ''] = entries(rig);
    expect(dirname(first)).toBe(dirname(second));
    expect(seen).not.toContain(dirname(first));
    expect(readdirSync(dirname(dirname(first)))).toEqual([basename(dirname(first))]);
    expect(readdirSync(dirname(first))).toHaveLength(2);
  });

  it('leaves nothing half done behind on a disk on which nothing can be removed any more', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    const { files } = engine.project.context;
    vi.spyOn(files, 'remove').mockImplementation(path => {
      throw new FileTrouble('EIO', path, 'removing', undefined);
    });
    await cache.save(RUN);
    await cache.save(OTHER);
    const [first = ''] = entries(rig);
    expect(entries(rig)).toHaveLength(2);
    expect(readdirSync(dirname(dirname(first)))).toEqual([basename(dirname(first))]);
  });

  it('keeps a run also where another process was first to make its folder', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    const { files } = engine.project.context;
    const stat = files.stat.bind(files);
    await cache.save(OTHER);
    const folder = dirname(entries(rig)[0] ?? '');
    vi.spyOn(files, 'stat').mockImplementation(path => (path === folder ? undefined : stat(path)));
    await cache.save(RUN);
    expect(entries(rig)).toHaveLength(2);
    expect(readdirSync(dirname(folder))).toEqual([basename(folder)]);
  });

  it('writes an entry once: its time tells when the run was first made', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    await cache.save(OTHER);
    const [file = ''] = entries(rig);
    utimesSync(file, 4e9, 4e9);
    await cache.save(RUN);
    await cache.save(OTHER);
    utimesSync(file, 1, 1);
    expect(await cache.newest(WANTED)).toEqual(RUN);
  });
});

describe('a stage whose runs can stand for one another', () => {
  const inputs = { command: 'run', dependencies: [], params: new Map() };

  it('reads something, makes something, and is not to run every time', () => {
    expect(isRepeatable(stage())).toBe(true);
    expect(isRepeatable(stage({ dependencies: [] }))).toBe(false);
    expect(isRepeatable(stage({ outputs: [] }))).toBe(false);
    expect(isRepeatable(stage({ alwaysChanged: true }))).toBe(false);
    expect(isRepeatable(stage({ command: undefined }))).toBe(false);
  });

  it('keeps all of it in the project, makes each output from nothing, and reads parameters that are there', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = new RunCache(engine.project);
    expect(cache.isEligible(stage(), inputs)).toBe(true);
    expect(cache.isEligible(stage({ outputs: [output('out', { persistent: true })] }), inputs)).toBe(false);
    expect(cache.isEligible(stage({ outputs: [output('/tmp/x', { path: undefined })] }), inputs)).toBe(false);
    expect(
      cache.isEligible(stage({ dependencies: [{ written: 'https://x/y', path: undefined }] }), inputs),
    ).toBe(false);
    const noValues = { ...inputs, params: new Map([['params.yaml', new Map()]]) };
    expect(cache.isEligible(stage(), noValues)).toBe(false);
  });
});
