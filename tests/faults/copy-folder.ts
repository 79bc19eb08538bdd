import { cpSync, rmSync } from 'node:fs';

/** Makes a folder what another one is: times of files are kept, links stay as they are. */
export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}
