/** The program under test as a tool: `bin/mltrack.js`, in a process of its own, as its users run it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { scratchVariable } from './environment.ts';
import type { Run, Tool } from './tool.ts';

/** Where prepare.ts puts the built program. */
export function programFolder(): string {
  return join(process.env[scratchVariable] ?? '', 'program');
}

/** Holds what the build said when it failed. */
export const notBuiltVariable = 'MLTRACK_INTEROP_NOT_BUILT';

export const mltrack: Tool = {
  name: 'mltrack',
  run: (cwd, env, argv) =>
    new Promise<Run>((resolve, reject) => {
      const notBuilt = process.env[notBuiltVariable];
      if (notBuilt !== undefined) throw new Error(`mltrack could not be built.\n${notBuilt}`);
      const program = join(programFolder(), 'bin/mltrack.js');
      const child = spawn(process.execPath, [program, ...argv], {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({
          code: code ?? -1,
          stdout,
          stderr: signal === null ? stderr : `${stderr}[ended by ${signal}]\n`,
        });
      });
    }),
};
