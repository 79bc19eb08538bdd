import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { Exclusive } from '../../src/engine/exclusive.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';

async function isFree(rig: Rig): Promise<boolean> {
  const path = join(rig.root, '.dvc/tmp/lock');
  if (!existsSync(path)) return true;
  const held = await createLocks({ patienceMs: 0 }).acquire(path, false);
  held?.release();
  return held !== undefined;
}

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
    const project = {
      ...engine.project,
      context: { ...engine.project.context, locks: createLocks({ patienceMs: 0 }) },
    };
    const exclusive = new Exclusive(project);
    expect(await failureOf(() => exclusive.acquire())).toMatchObject({
      code: 'project-busy',
      holder: String(process.pid),
    });
    held?.release();
    await exclusive.acquire();
    expect(await isFree(rig)).toBe(false);
    exclusive.release();
  });
});
