import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Processes } from '../ports.ts';
import { endGroup } from './process-group.ts';
import { isAlive, processStart } from './process-identity.ts';

/** Computer, number, start: the last in the system's own notation, empty where it does not tell. */
const ID = /^([0-9a-f]{8})-(\d+)-(\w*)$/;

export function createProcesses(): Processes {
  let self: string | undefined;
  let host: string | undefined;
  const here = (): string => (host ??= createHash('md5').update(hostname()).digest('hex').slice(0, 8));
  const idOf = (pid: number): string => `${here()}-${pid}-${startOf(pid)}`;
  return {
    get self() {
      return (self ??= idOf(process.pid));
    },
    idOf,
    isGone: id => {
      const [, on, pid, start] = ID.exec(id) ?? [];
      if (on !== here()) return on === undefined;
      return !isAlive(Number(pid)) || startOf(Number(pid)) !== start;
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
