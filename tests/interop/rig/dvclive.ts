/** What DVCLive leaves behind for both copies. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Both } from './both.ts';
import { makeTemporaryFolder } from './environment.ts';
import { dvclivePython } from './peers.ts';

const driver = fileURLToPath(new URL('../drivers/log_dvclive.py', import.meta.url));

/** Logs once, as times stand in what it writes, and puts the same into both copies. */
export async function logDvclive(both: Both, seed = 1): Promise<void> {
  const folder = makeTemporaryFolder();
  const { root, env } = both.judge;
  execFileSync(await dvclivePython(), [driver, String(seed)], { cwd: root, env, stdio: 'pipe' });
  const logged = join(folder.path, 'logged');
  for (const name of ['dvclive', 'dvc.yaml'])
    cpSync(join(root, name), join(logged, name), { recursive: true });
  both.each(copy => {
    rmSync(join(copy, 'dvclive'), { recursive: true, force: true });
    cpSync(logged, copy, { recursive: true });
  });
  folder.dispose();
}
