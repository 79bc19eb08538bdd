import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { shownProcess } from '../model/process.ts';
import { errnoOf } from './errno.ts';

/** Is there a process of this number, ours or not? */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/** Does it run? One that is dead and not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  if (!processExists(pid)) return false;
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat === undefined || !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

/**
 * When a process started, in the system's own notation, which is only good for comparing: numbers are used again,
 * number and start together are not. Empty where the system does not tell.
 */
export function processStart(pid: number): string {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  // The 22nd field; the second one, the name in parentheses, may hold blanks.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  if (process.platform === 'win32') return '';
  const asked = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return asked.error === undefined ? asked.stdout.trim() : '';
}

/** For people, on one line: the number and, where the system tells, the command line. Undefined when there is no such process. */
export function describeProcess(pid: number): string | undefined {
  if (!processExists(pid)) return undefined;
  const parts =
    readOrNothing(`/proc/${pid}/cmdline`)
      ?.split('\0')
      .filter(part => part !== '') ?? [];
  return shownProcess(pid, parts.join(' '));
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
