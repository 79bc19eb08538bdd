import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { Exclusive } from '../../src/engine/exclusive.ts';
import { FailureError } from '../../src/model/failure.ts';
import type { Project } from '../../src/engine/project.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn, warningsOf } from './opened.ts';

async function isFree(rig: Rig): Promise<boolean> {
  const path = join(rig.root, '.dvc/tmp/lock');
  if (!existsSync(path)) return true;
  const held = await createLocks({ patienceMs: 300 }).acquire(path, false);
  held?.release();
  return held !== undefined;
}

const rwlock = '.dvc/tmp/rwlock';

function patientFor(project: Project, patienceMs: number): Project {
  return { ...project, context: { ...project.context, locks: createLocks({ patienceMs }) } };
}

const busy = (pid: number, path: string): string =>
  JSON.stringify({ write: { [path]: { pid, cmd: 'dvc repro\n  x' } } });

describe('the project', () => {
  it('is held while stages work, and let go when nothing but commands run', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const exclusive = new Exclusive(engine.project);
    const seen: boolean[] = [];
    let endFirst = (): void => undefined;
    const first = new Promise<void>(resolve => (endFirst = resolve));
    await exclusive.enter();
    await exclusive.enter();
    const running = exclusive.during(() => first);
    // One runs its command, the other is still at work.
    seen.push(await isFree(rig));
    await exclusive.during(async () => {
      seen.push(await isFree(rig));
    });
    seen.push(await isFree(rig));
    exclusive.leave();
    seen.push(await isFree(rig));
    endFirst();
    await running;
    seen.push(await isFree(rig));
    exclusive.leave();
    // The next stage may come at once: it is held until the end.
    seen.push(await isFree(rig));
    exclusive.release();
    seen.push(await isFree(rig));
    expect(seen).toEqual([false, true, false, true, false, false, true]);
  });

  it('is asked for again after it could not be had, and its holder is named', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ '.dvc/tmp/keep': '' });
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const project = patientFor(engine.project, 0);
    const exclusive = new Exclusive(project);
    expect(await failureOf(() => exclusive.acquire())).toMatchObject({
      code: 'project-busy',
      holder: expect.stringMatching(`^PID ${process.pid}: .*$`),
    });
    held?.release();
    await exclusive.acquire();
    expect(await isFree(rig)).toBe(false);
    exclusive.release();
  });

  it('is not held by who waits for a path, and is had when that is free', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const path = join(rig.root, 'o');
    rig.write({ [rwlock]: busy(process.ppid, path) });
    const exclusive = new Exclusive(engine.project);
    const waiting = exclusive.acquire({ reads: [`${path}/file`], writes: [] });
    await pause(150);
    expect(await isFree(rig)).toBe(true);
    rig.write({ [rwlock]: '{}' });
    await waiting;
    expect(await isFree(rig)).toBe(false);
    expect(engine.events).toContainEqual({
      type: 'lock-awaited',
      holder: `PID ${process.ppid}: dvc repro x`,
      path,
    });
    exclusive.release();
  });

  it('is not had while others work on what is claimed, and had again when they do not', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const path = join(rig.root, 'o');
    rig.write({ [rwlock]: busy(process.ppid, path) });
    const exclusive = new Exclusive(patientFor(engine.project, 0));
    for (const claim of ['everything', { reads: [], writes: [rig.root] }] as const) {
      expect(await failureOf(() => exclusive.acquire(claim))).toEqual({
        code: 'path-busy',
        path,
        holders: [{ pid: process.ppid, cmd: 'dvc repro\n  x' }],
      });
      expect(await isFree(rig)).toBe(true);
    }
    await exclusive.acquire({ reads: [], writes: [join(rig.root, 'other')] });
    expect(await isFree(rig)).toBe(false);
    exclusive.release();
  });

  it('says what commands work on while they run, and only then', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const exclusive = new Exclusive(engine.project);
    const pathsOf = (): unknown => Object.keys((JSON.parse(rig.read(rwlock)) as { write: object }).write);
    const seen: unknown[] = [];
    const during = (path: string, work: () => Promise<void>): Promise<void> =>
      exclusive.during(work, { reads: ['/in'], writes: [path] });
    await exclusive.enter();
    await exclusive.enter();
    await during('/a', () =>
      during('/b', async () => {
        await Promise.resolve();
        seen.push(pathsOf());
      }).then(() => void seen.push(pathsOf())),
    );
    await exclusive.enter({ reads: [], writes: ['/in'] });
    expect(
      await failureOf(() => during('/c', () => Promise.reject(new FailureError({ code: 'interrupted' })))),
    ).toEqual({
      code: 'interrupted',
    });
    expect(seen).toEqual([['/a', '/b'], ['/a']]);
    expect(rig.read(rwlock)).toBe('{}');
    exclusive.release();
  });

  it('is not had before a command has ended that outlived its run', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const child = spawn('sleep', ['0.6'], { detached: true, stdio: 'ignore' });
    const { processes } = engine.project.context;
    const id = processes.idOf(child.pid ?? 0);
    const dead = processes.self.replace(/-\d+-/, `-${2 ** 30}-`);
    rig.write({ [`.dvc/tmp/mltrack/running/${dead}.${id}`]: "'train': sleep 0.6" });
    const exclusive = new Exclusive(engine.project);
    await exclusive.acquire({ reads: [], writes: ['/o'] });
    expect(processes.isGone(id)).toBe(true);
    expect(warningsOf(engine)[0]).toContain("'train': sleep 0.6): waiting for its end.");
    exclusive.release();
  });
});
