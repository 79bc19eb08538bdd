import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { repairRwlock } from '../../src/engine/rwlock.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';

const path = '.dvc/tmp/rwlock';

describe("DVC's list of who reads and writes", () => {
  it.each(['', '{"write": {"/so', '[]', 'null'])('is made anew where it is damaged: %j', async text => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ [path]: text });
    await repairRwlock(engine.project);
    expect(rig.read(path)).toBe('{}');
    expect(warningsOf(engine)).toEqual([
      "'.dvc/tmp/rwlock' was damaged, as a killed DVC leaves it, and nobody holds it: it is empty now.",
    ]);
  });

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
});
