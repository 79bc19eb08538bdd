import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createProcesses } from '../../src/adapters/processes.ts';
import { settleLeftOvers } from '../../src/engine/running-commands.ts';
import { openOn, warningsOf } from '../engine/opened.ts';
import { Rig } from '../rig/rig.ts';

const folder = '.dvc/tmp/mltrack/running';
const processes = createProcesses();
const dead = processes.self.replace(/-\d+-/, `-${2 ** 30}-`);

/** A project in which a command runs on whose run was killed. */
async function leftOver(seconds: string): Promise<{ readonly rig: Rig; readonly child: ChildProcess }> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': 'stages:\n  s:\n    cmd: ls .dvc/tmp/mltrack/running > s.txt\n    outs: [s.txt]\n',
  });
  const child = spawn('sleep', [seconds], { detached: true, stdio: 'ignore' });
  rig.write({ [`${folder}/${dead}.${processes.idOf(child.pid ?? 0)}`]: `'train': sleep ${seconds}` });
  return { rig, child };
}

describe.skipIf(process.platform === 'win32')('a command that outlived its run', () => {
  it('is recorded while it runs, and forgotten afterwards', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  s:\n    cmd: sleep 0.3; cat .dvc/tmp/mltrack/running/* > s.txt\n    outs: [s.txt]\n',
    });
    expect((await rig.mltrack('repro')).code).toBe(0);
    expect(rig.read('s.txt')).toBe("'s': sleep 0.3; cat .dvc/tmp/mltrack/running/* > s.txt");
    expect(readdirSync(join(rig.root, folder))).toEqual([]);
  });

  it('is named and waited for by the next run', async () => {
    const { rig, child } = await leftOver('0.6');
    using _ = rig;
    const { code, stderr } = await rig.mltrack('repro');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`is still running (PID ${child.pid}, 'train': sleep 0.6): waiting for its end.`);
    expect(readdirSync(join(rig.root, folder))).toEqual([]);
    expect((await rig.mltrack('repro -f')).stderr).not.toContain('still running');
  });

  it.each(['status', 'status --json', 'why', 'why --json'])(
    'is named by `%s`, which waits for nobody and shows what it shows otherwise',
    async line => {
      const { rig, child } = await leftOver('60');
      using _ = rig;
      const { code, stdout, stderr } = await rig.mltrack(line);
      expect(code).toBe(0);
      expect(stderr).toMatch(
        new RegExp(
          `^WARNING: a command of a run that was killed is still running \\(PID ${String(child.pid)}, ` +
            `'train': sleep 60, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d\\); those that write wait for it\\.\n$`,
        ),
      );
      child.kill();
      await pause(50);
      expect(await rig.mltrack(line)).toEqual({ code, stdout, stderr: '' });
    },
  );

  it('is ended on demand, with its group', async () => {
    const { rig, child } = await leftOver('60');
    using _ = rig;
    const { code, stderr } = await rig.mltrack('repro --end-left-over');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("'train': sleep 60): it is ended.");
    expect(child.signalCode ?? 'SIGTERM').toBe('SIGTERM');
    expect(processes.isGone(processes.idOf(child.pid ?? 0))).toBe(true);
  });

  it('makes a run off a terminal give up in the end, and is no concern of a dry one', async () => {
    const { rig, child } = await leftOver('60');
    using _ = rig;
    expect((await rig.mltrack('repro --dry')).stderr).not.toContain('still running');
    using engine = await openOn(rig);
    const failure = await settleLeftOvers(engine.project, { end: false, patienceMs: 50 });
    expect(failure).toMatchObject({ code: 'refused', hint: expect.stringContaining('--end-left-over') });
    expect(warningsOf(engine)).toHaveLength(1);
    child.kill();
  });

  it('of a run that lives is left alone', async () => {
    const { rig, child } = await leftOver('60');
    using _ = rig;
    const id = processes.idOf(child.pid ?? 0);
    rmSync(join(rig.root, folder), { recursive: true });
    rig.write({ [`${folder}/${processes.self}.${id}`]: '' });
    using engine = await openOn(rig);
    expect(await settleLeftOvers(engine.project, { end: true })).toBeUndefined();
    expect(processes.isGone(id)).toBe(false);
    child.kill();
  });
});
