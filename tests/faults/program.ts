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

/**
 * Runs the built program on a project, in a process of its own.
 *
 * @param killAfterMs SIGKILL comes then, to it alone: what it has started lives on.
 */
export function runProgram(rig: Rig, line: string, killAfterMs?: number): Promise<ProgramRun> {
  const { env } = rig.process([]);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...line.split(' ')], {
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
