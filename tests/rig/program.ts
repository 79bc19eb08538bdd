import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Rig } from './rig.ts';

const program = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

export interface ProgramRun {
  /** Undefined: it was killed. */
  readonly code: number | undefined;
  readonly elapsedMs: number;
  readonly output: string;
  /** It did not end in time. */
  readonly isOverdue: boolean;
}

interface Interference {
  /** SIGKILL comes then, to it alone: what it has started lives on. */
  readonly killAfterMs?: number;
  /** The start of a command line that runs the program and shares its end. */
  readonly tracer?: readonly string[];
  /** After that all of it is killed, what it has started as well. */
  readonly limitMs?: number;
}

/** By then all is read that a program printed before its end. */
const DRAINED_AFTER_MS = 1_000;

/** Runs the built program on a project, in a process of its own. */
export function runProgram(
  rig: Rig,
  line: string,
  { killAfterMs, tracer = [], limitMs }: Interference = {},
): Promise<ProgramRun> {
  const { env } = rig.process([]);
  const [file, ...args] = [...tracer, process.execPath, program, ...line.split(' ')];
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, {
      cwd: rig.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: limitMs !== undefined,
    });
    const killing =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    let isOverdue = false;
    const limiting =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            isOverdue = true;
            process.kill(-child.pid!, 'SIGKILL');
          }, limitMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    const closed = new Promise(resolve => child.on('close', resolve));
    child.on('exit', code => {
      clearTimeout(killing);
      clearTimeout(limiting);
      const elapsedMs = performance.now() - startedAt;
      // What it printed last may not be read yet; but what it left running may hold its streams for good.
      void Promise.race([closed, pause(DRAINED_AFTER_MS)]).then(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: code ?? undefined, elapsedMs, output, isOverdue });
      });
    });
  });
}
