import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createProcesses } from '../../src/adapters/processes.ts';

describe.skipIf(process.platform === 'win32')('a process', () => {
  it('is known by its number and its start', () => {
    const processes = createProcesses();
    const { self } = processes;
    expect(self).toMatch(/^[0-9a-f]{8}-\d+-\w+$/);
    expect(processes.idOf(process.pid)).toBe(self);
    expect(processes.pidOf(self)).toBe(process.pid);
    expect(processes.isGone(self)).toBe(false);
    expect(processes.isGone(`${self}1`)).toBe(true);
    expect(processes.isGone(self.replace(/-\d+-/, `-${2 ** 30}-`))).toBe(true);
  });

  it('of another computer is never known to be gone, and what is no id is', () => {
    const processes = createProcesses();
    expect(processes.isGone(`00000000-${2 ** 30}-1`)).toBe(false);
    expect(processes.isGone('something')).toBe(true);
  });

  it('is ended with its group', async () => {
    const processes = createProcesses();
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const id = processes.idOf(child.pid ?? 0);
    expect(processes.isGone(id)).toBe(false);
    const exit = once(child, 'exit');
    await processes.end(id);
    await exit;
    expect(processes.isGone(id)).toBe(true);
  });
});
