import { readFileSync } from 'node:fs';
import type { Usage } from '../ports/shell.ts';

/** The first looks come soon, for commands that take no time. */
const FIRST_LOOK_MS = 20;
const LONGEST_PAUSE_MS = 500;
/** Of Linux on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;
/** More processes than that are no longer looked at one by one. */
const MOST_PROCESSES = 512;

let ticksTold = 0;

/**
 * Watches a command from its start to its end: the memory that all its processes hold together, looked at now and then,
 * and the CPU time that the system says of them when they are gone. Linux only; elsewhere nothing is known.
 *
 * Of commands that end at the very same moment the first is told the CPU time of all.
 */
export function watchUsage(pid: number): { end(): Usage | undefined } {
  if (process.platform !== 'linux') return { end: () => undefined };
  let peakBytes = 0;
  let pauseMs = FIRST_LOOK_MS;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    peakBytes = Math.max(peakBytes, residentBytes(pid));
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    timer = setTimeout(look, pauseMs).unref();
  };
  timer = setTimeout(look, pauseMs).unref();
  return {
    end: () => {
      clearTimeout(timer);
      const ticks = ticksOfChildren();
      const cpuMs = ((ticks - ticksTold) * 1000) / TICKS_PER_SECOND;
      ticksTold = ticks;
      return { cpuMs, ...(peakBytes > 0 ? { peakBytes } : {}) };
    },
  };
}

/** CPU time of all children that are gone, with theirs. */
function ticksOfChildren(): number {
  const fields = statFields('self');
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
}

function residentBytes(root: number): number {
  let bytes = 0;
  const processes = [String(root)];
  // Grows while it is walked.
  for (const pid of processes) {
    if (processes.length > MOST_PROCESSES) break;
    bytes += Number(statFields(pid)[21] ?? 0) * 4096;
    const children = read(`/proc/${pid}/task/${pid}/children`);
    processes.push(...children.split(' ').filter(child => child !== ''));
  }
  return bytes;
}

/** From the third field of `/proc/PID/stat` on: the second, the name in parentheses, may hold blanks. */
function statFields(pid: string): readonly string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
