import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { exclusively } from '../../src/engine/exclusively.ts';
import { ok } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const rwlock = '.dvc/tmp/rwlock';

describe('a command that writes', () => {
  it('reads the project only when nobody else writes to it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'a.txt': 'old', '.dvc/tmp/keep': '' });
    using engine = await openOn(rig);
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const running = exclusively(engine.project.context, project => {
      const read = [rig.read('a.txt'), project.settings.autostage];
      return Promise.resolve(ok({ work: () => Promise.resolve(ok(read)) }));
    });
    await pause(200);
    rig.write({ 'a.txt': 'new', '.dvc/config': '[core]\n    autostage = true\n' });
    held?.release();
    expect(valueOf(await running)).toEqual(['new', true]);
  });

  it('reads it again where others worked on what it claims', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const path = join(rig.root, 'o');
    rig.write({
      'a.txt': 'old',
      [rwlock]: JSON.stringify({ write: { [path]: { pid: process.ppid, cmd: 'dvc repro' } } }),
    });
    const prepared: string[] = [];
    const running = exclusively(engine.project.context, () => {
      prepared.push(rig.read('a.txt'));
      return Promise.resolve(
        ok({ claim: { reads: [], writes: [path] }, work: () => Promise.resolve(ok(prepared.at(-1))) }),
      );
    });
    await pause(300);
    rig.write({ 'a.txt': 'new', [rwlock]: '{}' });
    expect(valueOf(await running)).toBe('new');
    expect(prepared).toEqual(['old', 'new']);
  });

  it('lets go of the project, however it ends', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const { context } = engine.project;
    const fails = (): Promise<never> => Promise.reject(new Error('of the work'));
    await expect(exclusively(context, fails)).rejects.toThrow('of the work');
    const held = await createLocks({ patienceMs: 0 }).acquire(join(rig.root, '.dvc/tmp/lock'), false);
    expect(held).toBeDefined();
    held?.release();
  });
});
