import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Processes } from '../ports/processes.ts';
import { endGroup } from './process-group.ts';
import { isAlive, processStart } from './process-identity.ts';

const LOOK_MS = 100;
/** Computer, number, start: the last in the system's own notation, empty where it does not tell. */
const ID = /^([0-9a-f]{8})-(\d+)-(\w*)$/;

export function createProcesses(commandLine = ''): Processes {
  let self: string | undefined;
  let host: string | undefined;
  const here = (): string => (host ??= createHash('md5').update(hostname()).digest('hex').slice(0, 8));
  const idOf = (pid: number): string => `${here()}-${pid}-${startOf(pid)}`;
  const isGone = (id: string): boolean => {
    const [, on, pid, start] = ID.exec(id) ?? [];
    if (on !== here()) return on === undefined;
    return !isAlive(Number(pid)) || startOf(Number(pid)) !== start;
  };
  return {
    get self() {
      return (self ??= idOf(process.pid));
    },
    commandLine,
    idOf,
    isGone,
    isAlive,
    hasEnded: async (id, withinMs) => {
      const until = performance.now() + withinMs;
      while (!isGone(id)) {
        if (performance.now() > until) return false;
        await pause(LOOK_MS);
      }
      return true;
    },
    pidOf: id => Number(ID.exec(id)?.[2] ?? 0),
    end: async id => {
      const [, , pid] = ID.exec(id) ?? [];
      if (pid !== undefined) await endGroup(Number(pid));
    },
  };
}

function startOf(pid: number): string {
  return processStart(pid).replaceAll(/\W+/g, '_');
}
