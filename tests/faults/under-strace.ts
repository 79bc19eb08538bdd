import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './disk.ts';
import { runProgram } from '../rig/program.ts';
import type { Disturbed, Runner } from './runner.ts';

/** What changes the disk. */
const CALLS = [
  ...['write', 'pwrite64', 'ftruncate', 'fsync', 'rename', 'link', 'symlink', 'mkdir', 'unlink', 'rmdir'],
  ...['chmod', 'fchmod'],
].join();
/** A hundred times what a run takes. */
const LIMIT_MS = 60_000;

/** One that the program's first thread, which is the one that writes to the project, made to a file. */
interface Call {
  readonly text: string;
  readonly name: string;
  /** strace counts the calls of each name, in each process and thread by themselves, those to pipes among them. */
  readonly when: number;
}

/** The built program, whose calls the kernel lets fail, or answers with SIGKILL. */
export class UnderStrace implements Runner {
  /** Runs that a fault ended at once. */
  killed = 0;
  /** Of the undisturbed run. */
  #calls: readonly Call[] = [];

  async run(rig: Rig, line: string): Promise<number | undefined> {
    return (await runProgram(rig, line)).code;
  }

  async disturbed(rig: Rig, line: string, fault?: Fault): Promise<Disturbed> {
    const log = `${dirname(rig.root)}.strace`;
    const injection = fault === undefined ? [] : injectionOf(fault, this.#calls);
    const tracer = ['strace', '-f', '-y', '-qqq', '-o', log, '-e', `trace=${CALLS}`, ...injection];
    try {
      const { code, isOverdue } = await runProgram(rig, line, { tracer, limitMs: LIMIT_MS });
      const written = readFileSync(log, 'latin1');
      // Node waits for ever when its own pipes fail, which no disk does to them: that is as good as killed.
      if (isOverdue && !failedInPipe(written)) throw new Error(`it hangs:\n${written.slice(-2000)}`);
      const calls = callsOfProgram(written);
      if (fault === undefined) this.#calls = calls;
      if (code === undefined) this.killed++;
      return { code, calls: calls.map(({ text }) => text) };
    } finally {
      rmSync(log, { force: true });
    }
  }
}

/** The calls of a run differ a little from those of the next: it may hit the one before or behind. */
function injectionOf({ kind, at }: Fault, calls: readonly Call[]): readonly string[] {
  const { name, when } = calls[at - 1]!;
  const what = kind === 'kill' ? 'signal=KILL' : `error=${kind}`;
  return ['-e', `inject=${name}:${what}:when=${when}`];
}

function callsOfProgram(log: string): readonly Call[] {
  const main = /^\d+ /.exec(log)?.[0] ?? '';
  const counts = new Map<string, number>();
  return log.split('\n').flatMap(line => {
    const [, text, name] = /^\d+ +((\w+)\(.*)/.exec(line) ?? [];
    if (!line.startsWith(main) || text === undefined || name === undefined) return [];
    const when = (counts.get(name) ?? 0) + 1;
    counts.set(name, when);
    return isToFile(text) ? [{ text, name, when }] : [];
  });
}

/** By its path, or by the one that strace writes behind the number of an open file. */
function isToFile(call: string): boolean {
  return /^\w+\((?:"|\d+<\/)/.test(call);
}

function failedInPipe(log: string): boolean {
  return log.split('\n').some(line => line.includes('(INJECTED)') && !isToFile(line.replace(/^\d+ +/, '')));
}
