import { execFileSync } from 'node:child_process';
import { createGit } from '../../src/adapters/git-process.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { GitRepository } from '../../src/ports/git.ts';
import { write } from './temporary-folder.ts';

/** No configuration of the user's, and nobody known to git. */
export const BARE = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  EDITOR: 'vi',
};
export const NAMED = {
  ...BARE,
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};
export const at = (path: string): RepoPath => path as RepoPath;

/** As CI systems hand configuration to git. */
export function configured(config: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(config);
  const pairs = entries.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    GIT_CONFIG_COUNT: String(entries.length),
    ...(Object.fromEntries(pairs) as Record<string, string>),
  };
}

export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    env: NAMED,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

export function commit(cwd: string, files: Readonly<Record<string, string>>, message = 'more'): string {
  write(cwd, files);
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-qm', message);
  return git(cwd, 'rev-parse', 'HEAD');
}

/** An empty repository on `main`. */
export function initialise(root: string): string {
  git(root, 'init', '-q');
  git(root, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  return root;
}

export function open(root: string): GitRepository {
  const opened = createGit(NAMED).open(root);
  if (opened === undefined) throw new Error(`no repository at ${root}`);
  return opened;
}
