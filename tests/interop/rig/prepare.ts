/** Runs once around all suites: builds the program under test, and installs its judges where they are missing. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepsScratch, makeTemporaryFolder, scratchVariable } from './environment.ts';
import { notBuiltVariable, programFolder } from './mltrack.ts';
import { dvclivePython, dvcPython, mlPython } from './peers.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** @returns what to do when all suites have ended: workers are killed, and cannot tidy up after themselves. */
export async function setup(): Promise<() => void> {
  await Promise.all([dvcPython(), mlPython(), dvclivePython()]);
  const { path } = makeTemporaryFolder();
  process.env[scratchVariable] = path;
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: checkout, encoding: 'utf8' });
  // Suites that judge parts, not the program, run without it.
  if (built.status !== 0) process.env[notBuiltVariable] = built.stderr;
  else copyProgram();
  return () => {
    if (!keepsScratch()) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
}

/** What the package ships, apart from the checkout: a build in the middle of a run changes nothing. */
function copyProgram(): void {
  for (const name of ['bin', 'dist', 'templates', 'package.json']) {
    cpSync(join(checkout, name), join(programFolder(), name), { recursive: true });
  }
  // Installed beside the program.
  const native = 'node_modules/@resvg';
  cpSync(join(checkout, native), join(programFolder(), native), { recursive: true });
}
