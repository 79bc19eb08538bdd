/** Empty projects as DVC initialises them, made once per worker and copied by every test. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dvcTool } from './dvc.ts';
import { environmentAt, git, makeTemporaryFolder } from './environment.ts';
import { transcript } from './tool.ts';

const made = new Map<string, Promise<string>>();

/** @returns a folder to copy: with `.git` and `.dvc`, one of them, or neither. */
export function startingPoint(withGit: boolean, initialised: boolean): Promise<string> {
  const key = `${withGit} ${initialised}`;
  const known = made.get(key) ?? make(withGit, initialised);
  made.set(key, known);
  return known;
}

async function make(withGit: boolean, initialised: boolean): Promise<string> {
  const folder = makeTemporaryFolder();
  const root = join(folder.path, 'project');
  mkdirSync(root);
  const env = environmentAt(join(folder.path, 'home'));
  if (withGit) git(root, env, 'init', '--quiet', '--initial-branch=main');
  if (initialised) {
    const argv = withGit ? ['init', '--quiet'] : ['init', '--quiet', '--no-scm'];
    const run = await (await dvcTool()).run(root, env, argv);
    if (run.code !== 0) throw new Error(transcript('dvc', argv, run));
    rmSync(join(root, '.dvc/tmp'), { recursive: true, force: true });
  }
  return root;
}
