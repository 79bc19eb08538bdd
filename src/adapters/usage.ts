import { readFileSync } from 'node:fs';
import type { Usage } from '../ports/shell.ts';

/** The first looks come soon, for commands that take no time; a look costs a fraction of a millisecond. */
const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 500;
/** The part of a command's time that passes between two looks, so that little of its end goes unseen. */
const PAUSE_PART = 0.15;
/** Of Linux on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;
/** More processes than that are no longer looked at one by one. */
const MOST_PROCESSES = 512;

let ticksTold = 0;

/**
 * Watches a command from its start to its end: the memory that all its processes hold together, looked at now and then,
 * or the most that one of them ever held, as the system remembers while it lives; and the CPU time that the system says of them when they are gone. Linux only; elsewhere nothing is known.
 *
 * Of commands that end at the very same moment the first is told the CPU time of all.
 */
export function watchUsage(pid: number): { end(): Usage | undefined } {
  if (process.platform !== 'linux') return { end: () => undefined };
  let peakBytes = 0;
  const startedAt = performance.now();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    peakBytes = Math.max(peakBytes, memoryOf(pid));
    const pauseMs = (performance.now() - startedAt) * PAUSE_PART;
    timer = setTimeout(look, Math.min(Math.max(pauseMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)).unref();
  };
  timer = setTimeout(look, SHORTEST_PAUSE_MS).unref();
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
  const stat = read('/proc/self/stat');
  // From the third field on: the second, the name in parentheses, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
}

/** What a process and all below it hold now, or what the largest of them ever held. */
function memoryOf(root: number): number {
  let together = 0;
  let largest = 0;
  const processes = [String(root)];
  // Grows while it is walked.
  for (const pid of processes) {
    if (processes.length > MOST_PROCESSES) break;
    const status = read(`/proc/${pid}/status`);
    together += bytesIn(status, /^VmRSS:\s*(\d+) kB$/m);
    largest = Math.max(largest, bytesIn(status, /^VmHWM:\s*(\d+) kB$/m));
    const children = read(`/proc/${pid}/task/${pid}/children`);
    processes.push(...children.split(' ').filter(child => child !== ''));
  }
  return Math.max(together, largest);
}

function bytesIn(status: string, line: RegExp): number {
  return Number(line.exec(status)?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
