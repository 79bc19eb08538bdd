import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './disk.ts';
import { runProgram } from './program.ts';
import type { Disturbed, Runner } from './runner.ts';

/** What changes the disk, and writes of any kind: the program's own machinery and its commands are hit as well. */
const CALLS = [
  ...['write', 'pwrite64', 'ftruncate', 'fsync', 'rename', 'link', 'symlink', 'mkdir', 'unlink', 'rmdir'],
  ...['chmod', 'fchmod'],
].join();

/** The built program, whose calls the kernel lets fail, or answers with SIGKILL. */
export class UnderStrace implements Runner {
  /** Runs that a fault ended at once. */
  killed = 0;
  /** Of the undisturbed run. */
  #calls: readonly string[] = [];

  async run(rig: Rig, line: string): Promise<number | undefined> {
    return (await runProgram(rig, line)).code;
  }

  async disturbed(rig: Rig, line: string, fault?: Fault): Promise<Disturbed> {
    const log = `${dirname(rig.root)}.strace`;
    const injection = fault === undefined ? [] : injectionOf(fault, this.#calls);
    const tracer = ['strace', '-f', '-qqq', '-o', log, '-e', `trace=${CALLS}`, ...injection];
    try {
      const { code } = await runProgram(rig, line, { tracer });
      const calls = callsOfProgram(readFileSync(log, 'latin1'));
      if (fault === undefined) this.#calls = calls;
      if (code === undefined) this.killed++;
      return { code, calls };
    } finally {
      rmSync(log, { force: true });
    }
  }
}

/** strace counts the calls of each name and each process or thread by themselves. */
function injectionOf({ kind, at }: Fault, calls: readonly string[]): readonly string[] {
  const name = nameOf(calls[at - 1] ?? 'write(');
  const when = calls.slice(0, at).filter(call => nameOf(call) === name).length;
  const what = kind === 'kill' ? 'signal=KILL' : `error=${kind}`;
  return ['-e', `inject=${name}:${what}:when=${when}`];
}

function nameOf(call: string): string {
  return call.slice(0, call.indexOf('('));
}

/** Those of its first thread, which is the one that writes to the project. */
function callsOfProgram(log: string): readonly string[] {
  const main = /^\d+ /.exec(log)?.[0] ?? '';
  const calls = log.split('\n').filter(line => line.startsWith(main) && /^\d+ +\w+\(/.test(line));
  return calls.map(line => line.replace(/^\d+ +/, ''));
}
