import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { Rig } from '../rig/rig.ts';
import type { Ran } from '../rig/rig.ts';

const pipeline = (cmd: string): string => `stages:\n  make:\n    cmd: ${cmd}\n    outs:\n    - out\n`;

/** Runs a command line that has to wait for the project, which somebody else changes meanwhile. */
async function meanwhile(rig: Rig, line: string, change: () => void): Promise<Ran> {
  rig.write({ '.dvc/tmp/keep': '' });
  const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
  const running = rig.mltrack(line);
  await pause(400);
  change();
  held?.release();
  return running;
}

describe('a repro that waited for another process', () => {
  it('runs what is declared as before', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': pipeline('echo a > out') });
    const { code, stderr } = await meanwhile(rig, 'repro', () => undefined);
    expect(code, stderr).toBe(0);
    expect(rig.read('out')).toBe('a\n');
  });

  it.each([
    ['was changed', pipeline('echo b > out')],
    ['is gone', 'stages: {}\n'],
  ])('runs nothing of a stage that %s meanwhile, and says so', async (what, text) => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': pipeline('echo a > out') });
    const { code, stderr } = await meanwhile(rig, 'repro', () => {
      rig.write({ 'dvc.yaml': text });
    });
    expect(code).toBe(255);
    expect(stderr).toContain(
      `stage 'make' ${what} in 'dvc.yaml' while this run waited for another process\nhint: run it again, it then goes by what is declared now\n`,
    );
    expect(rig.has('out')).toBe(false);
    expect(rig.has('dvc.lock')).toBe(false);
  });

  it('takes tracked data as another one recorded it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'data.txt': 'old\n' });
    await rig.mltrack('add -q data.txt');
    const old = rig.read('data.txt.dvc');
    rig.write({ 'data.txt': 'new\n' });
    await rig.mltrack('add -q data.txt');
    const recorded = rig.read('data.txt.dvc');
    rig.write({ 'data.txt.dvc': old });
    const { code, stdout } = await meanwhile(rig, 'repro data.txt.dvc', () => {
      rig.write({ 'data.txt.dvc': recorded });
    });
    expect(code).toBe(0);
    expect(stdout).toContain("'data.txt.dvc' didn't change, skipping\n");
    expect(rig.read('data.txt.dvc')).toBe(recorded);
  });
});
