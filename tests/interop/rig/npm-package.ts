/** Files of packages that are too big to be installed with the others, pinned, fetched when first asked for and kept. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder } from './peers.ts';

/** @returns the folder of the package, without what it depends on. */
export function npmPackage(name: string, version: string): string {
  const folder = join(peersFolder(), `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    run(work, 'npm', 'pack', '--silent', `${name}@${version}`);
    run(work, 'tar', '-xzf', `${name}-${version}.tgz`);
    renameSync(join(work, 'package'), folder);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function run(cwd: string, program: string, ...argv: readonly string[]): void {
  const done = spawnSync(program, argv, { cwd, encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`${program} ${argv.join(' ')} failed.\n${done.stdout}${done.stderr}`);
}
