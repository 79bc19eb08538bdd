import { dirname } from 'node:path';
import type { Rig } from '../rig/rig.ts';
import { FaultyDisk } from './disk.ts';
import type { Fault } from './disk.ts';

/** What became of a command with a fault in it. */
export interface Disturbed {
  /** Undefined: it was killed. */
  readonly code: number | undefined;
  /** The calls of the file system that it made, for people; faults are counted in them. */
  readonly calls: readonly string[];
}

/** A way to run the program. */
export interface Runner {
  run(rig: Rig, line: string): Promise<number | undefined>;
  /** @param fault undefined: calls are only counted. */
  disturbed(rig: Rig, line: string, fault?: Fault): Promise<Disturbed>;
}

/** What runs in place of the program: a test of the harness puts a program with a known mistake here. */
export type Program = (rig: Rig, line: string) => Promise<number>;

const mltrack: Program = async (rig, line) => (await rig.mltrack(line)).code;

/** In this process, which does not die: the disk plays that. */
export function inProcess(program: Program = mltrack): Runner {
  return {
    run: program,
    disturbed: async (rig, line, fault) => {
      const disk = new FaultyDisk(dirname(rig.root), fault);
      try {
        const code = await program(rig, line);
        return { code: disk.isDead ? undefined : code, calls: disk.log };
      } finally {
        disk[Symbol.dispose]();
      }
    },
  };
}
