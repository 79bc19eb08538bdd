import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Rig } from '../rig/rig.ts';

const program = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

export interface ProgramRun {
  /** Undefined: it was killed. */
  readonly code: number | undefined;
  readonly elapsedMs: number;
  readonly output: string;
}

interface Interference {
  /** SIGKILL comes then, to it alone: what it has started lives on. */
  readonly killAfterMs?: number;
  /** The start of a command line that runs the program and shares its end. */
  readonly tracer?: readonly string[];
}

/** Runs the built program on a project, in a process of its own. */
export function runProgram(
  rig: Rig,
  line: string,
  { killAfterMs, tracer = [] }: Interference = {},
): Promise<ProgramRun> {
  const { env } = rig.process([]);
  const [file, ...args] = [...tracer, process.execPath, program, ...line.split(' ')];
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, {
      cwd: rig.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const killing =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('exit', code => {
      clearTimeout(killing);
      const elapsedMs = performance.now() - startedAt;
      // What it left running may hold its streams.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? undefined, elapsedMs, output });
    });
  });
}
