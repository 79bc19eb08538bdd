import { rmSync } from 'node:fs';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { runGit, type Environment } from './git-command.ts';

/** What belongs to the work tree as it is, absolute. */
export async function filesBelow(root: string, env: Environment, folder: string): Promise<readonly string[]> {
  if (!isInside(folder, root)) return [];
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--full-name'];
  const { stdout } = await runGit(args, { cwd: folder, env });
  // In a conflict a file stands in the index several times.
  const names = new Set(stdout.split('\0').filter(name => name !== ''));
  return [...names].map(name => `${root === '/' ? '' : root}/${name}`);
}

/** Of a symbolic link. */
const LINK_MODE = '120000 ';

interface Export {
  readonly commit: string;
  readonly prefix: RepoPath;
  /** Absolute. */
  readonly folder: string;
  readonly index: string;
}

/**
 * Checks files of a commit out into another folder. Git gets an index of its own, and the folder as its work tree, so that
 * attributes are those of the commit. What the user's config would write into the repository along with it is off.
 *
 * @returns the symbolic links among them, as paths from the top.
 */
export async function exportFiles(
  root: string,
  env: Environment,
  { commit, prefix, folder, index }: Export,
): Promise<readonly RepoPath[]> {
  const own = [
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.splitIndex=false',
    '-c',
    'core.untrackedCache=false',
  ];
  const git = (args: readonly string[], input?: string) =>
    runGit([...own, '--literal-pathspecs', `--work-tree=${folder}`, ...args], {
      cwd: root,
      env: { ...env, GIT_INDEX_FILE: index },
      ...(input === undefined ? {} : { input }),
    });
  try {
    await git(['read-tree', '--no-sparse-checkout', commit]);
    const below = prefix === '' ? [] : ['--', prefix];
    const { stdout } = await git(['ls-files', '-z', '--stage', '--full-name', ...below]);
    // `<mode> <object> <stage>\t<path>`
    const entries = stdout.split('\0').filter(entry => entry !== '');
    const pathOf = (entry: string): RepoPath => entry.slice(entry.indexOf('\t') + 1) as RepoPath;
    const paths = entries.map(entry => `${pathOf(entry)}\0`).join('');
    await git(['checkout-index', '--quiet', '--force', '-z', '--stdin'], paths);
    return entries.filter(entry => entry.startsWith(LINK_MODE)).map(pathOf);
  } finally {
    rmSync(index, { force: true });
  }
}
