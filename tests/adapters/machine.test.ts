import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/adapters/clock.ts';
import { createMachine, parseMounts } from '../../src/adapters/machine.ts';

describe('the machine', () => {
  it('describes the system it runs on', () => {
    const machine = createMachine('/opt/mltrack');
    expect(machine).toMatchObject({
      platform: process.platform,
      arch: process.arch,
      nodeVersion: process.version.slice(1),
      pid: process.pid,
      installDirectory: '/opt/mltrack',
    });
    expect(machine.cores).toBeGreaterThan(0);
    expect(machine.user).not.toBe('');
    expect(machine.homeDirectory).toMatch(/^\//);
  });

  it('names the file system of a path by its innermost mount', () => {
    const machine = createMachine('/');
    expect(machine.fileSystemOf('/proc/self/status')).toBe('proc on proc');
    expect(machine.fileSystemOf('/')).toMatch(/^\S+ on \S+$/);
  });

  it('reads the names in the table of mounts', () => {
    const table = '/dev/sda1 / ext4 rw 0 0\n//nas/my\\040data /mnt/my\\040data cifs rw 0 0\n';
    expect(parseMounts(table)).toEqual([
      { device: '/dev/sda1', folder: '/', type: 'ext4' },
      { device: '//nas/my data', folder: '/mnt/my data', type: 'cifs' },
    ]);
  });
});

describe('the clock', () => {
  it('tells the time and durations in milliseconds', () => {
    const clock = createClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    const before = clock.steady();
    expect(clock.steady()).toBeGreaterThanOrEqual(before);
  });
});
