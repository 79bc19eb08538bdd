import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { announce, findBlockers, repairRwlock } from '../../src/engine/rwlock.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';

const path = '.dvc/tmp/rwlock';
/** No system gives such a number to a process. */
const DEAD = 2 ** 30;

describe("DVC's list of who reads and writes", () => {
  it.each(['', '{"write": {"/so', '[]', 'null', '{"read": 3}', '{"write": {"/x": 1}}', '{"read": []}'])(
    'is made anew where it is damaged: %j',
    async text => {
      using rig = await Rig.create('dvc');
      using engine = await openOn(rig);
      rig.write({ [path]: text });
      await repairRwlock(engine.project);
      expect(rig.read(path)).toBe('{}');
      expect(warningsOf(engine)).toEqual([
        "'.dvc/tmp/rwlock' was damaged, as a killed DVC leaves it, and nobody holds it: it is empty now.",
      ]);
    },
  );

  it.each(['{}', '{"write": {"/a": {"pid": 1, "cmd": "dvc repro"}}, "read": {}}'])(
    'stays as it is where it is whole: %j',
    async text => {
      using rig = await Rig.create('dvc');
      using engine = await openOn(rig);
      rig.write({ [path]: text });
      await repairRwlock(engine.project);
      expect(rig.read(path)).toBe(text);
      expect(warningsOf(engine)).toEqual([]);
    },
  );

  it('is left to a living DVC, which holds its guard while it writes', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ [path]: '' });
    const held = await createLocks().acquire(join(rig.root, `${path}.lock`), false);
    const context = { ...engine.project.context, locks: createLocks({ patienceMs: 0 }) };
    await repairRwlock({ ...engine.project, context });
    held?.release();
    expect(rig.read(path)).toBe('');
  });

  it('keeps what is sound of a damaged one', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const sound = `{"write": {"/o": {"pid": ${process.ppid}, "cmd": "dvc repro"}}}`;
    rig.write({ [path]: sound.replace('}}}', '}}, "read": 3}') });
    await repairRwlock(engine.project);
    expect(rig.read(path)).toBe(sound);
    expect(warningsOf(engine)[0]).toContain('what could be understood of it is kept');
  });

  it('says what this process works on now, beside others that live', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const entry = (pid: number): string => `{"pid": ${pid}, "cmd": "dvc repro"}`;
    rig.write({ [path]: `{"write": {"/a": ${entry(process.ppid)}, "/b": ${entry(DEAD)}}}` });
    await announce(engine.project, [{ reads: ['/in'], writes: ['/o'] }]);
    expect(JSON.parse(rig.read(path))).toEqual({
      write: {
        '/a': { pid: process.ppid, cmd: 'dvc repro' },
        '/o': { pid: process.pid, cmd: 'mltrack repro' },
      },
      read: { '/in': [{ pid: process.pid, cmd: 'mltrack repro' }] },
    });
    await announce(engine.project, []);
    expect(rig.read(path)).toBe(`{"write": {"/a": ${entry(process.ppid)}}}`);
  });

  it('blocks by what others do that live, and loses those that are dead', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const entry = (pid: number): string => `{"pid": ${pid}, "cmd": "dvc repro"}`;
    rig.write({
      [path]: `{"read": {"/o": [${[DEAD, process.pid, process.ppid].map(entry).join(', ')}]}}`,
    });
    const claim = { reads: [], writes: ['/o'] };
    expect(await findBlockers(engine.project, claim)).toEqual([
      { path: '/o', pid: process.ppid, cmd: 'dvc repro' },
    ]);
    expect(rig.read(path)).toBe(`{"read": {"/o": [${[process.pid, process.ppid].map(entry).join(', ')}]}}`);
    rig.write({ [path]: `{"write": {"/o": ${entry(DEAD)}}}` });
    expect(await findBlockers(engine.project, claim)).toEqual([]);
    expect(rig.read(path)).toBe('{}');
  });
});
