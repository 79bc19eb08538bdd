import type { SimpleGit } from 'simple-git';
import { GitTrouble } from '../ports/git.ts';
import type { GitStatus } from '../ports/git.ts';
import { environmentFor, runGit, type Environment } from './git-command.ts';

/** Whom a commit of an example is by when nobody has told git a name. */
const STAND_IN = { name: 'mltrack', email: 'mltrack@localhost' } as const;

export async function addToIndex(folder: string, env: Environment, paths: readonly string[]): Promise<void> {
  const git = await openPorcelain(folder, env);
  // `[a].csv` is a name here and no pattern.
  await inGitsWords(git.add(paths.map(path => `:(literal)${path}`)));
}

/** What `git status` says, without its locks and so without touching the index. */
export async function statusOf(
  folder: string,
  env: Environment,
  untracked: 'all' | 'no',
): Promise<GitStatus> {
  const git = await openPorcelain(folder, env, ['core.fileMode=false']);
  const args = ['status', '--porcelain', '-z', '--no-renames', `--untracked-files=${untracked}`];
  const text = await inGitsWords(git.raw(['--no-optional-locks', ...args]));
  // A folder is listed as such when it is a repository of its own. The order is git's, by the bytes of names.
  const lines = text.split('\0').filter(line => line !== '' && !line.endsWith('/'));
  const files = lines.flatMap(line => (line.startsWith('?? ') ? [line.slice(3)] : []));
  return { isDirty: lines.length > 0, untracked: files };
}

export async function createRepository(folder: string, env: Environment, branch: string): Promise<void> {
  const git = await openPorcelain(folder, env);
  await inGitsWords(git.init());
  // `init --initial-branch` came with git 2.28 only.
  await inGitsWords(git.raw('symbolic-ref', 'HEAD', `refs/heads/${branch}`));
}

export async function commitEverything(folder: string, env: Environment, message: string): Promise<void> {
  const identity = (await hasIdentity(folder, env))
    ? []
    : [`user.name=${STAND_IN.name}`, `user.email=${STAND_IN.email}`];
  const git = await openPorcelain(folder, env, [...identity, 'commit.gpgSign=false']);
  await inGitsWords(git.add(['--all', ':/']));
  await inGitsWords(git.commit(message, { '--no-verify': null }));
}

export async function checkoutNewBranch(folder: string, env: Environment, branch: string): Promise<void> {
  const git = await openPorcelain(folder, env);
  await inGitsWords(git.checkoutLocalBranch(branch));
}

/** simple-git drops every variable that steers git, its ssh or an editor, unless it is allowed by name. */
const GUARDED = /^(GIT_|SSH_)|^(PAGER|EDITOR|VISUAL|PREFIX)$/;

/**
 * What it refuses besides, by kind, also when it comes by `GIT_CONFIG_KEY_0`: it is made for programs that pass on
 * what strangers typed. Here all of the environment is the user's own, as it is when they call git themselves, and
 * no argument comes from anybody else.
 */
const OF_THE_USER = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

export async function openPorcelain(
  folder: string,
  env: Environment,
  config: string[] = [],
): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const kept = environmentFor(env);
  const allowEnvironment = Object.keys(kept).filter(name => GUARDED.test(name));
  return simpleGit({ baseDir: folder, allowEnvironment, config, unsafe: OF_THE_USER }).env(kept);
}

async function hasIdentity(folder: string, env: Environment): Promise<boolean> {
  const asked = ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map(async name => {
    const { code } = await runGit(['var', name], { cwd: folder, env, answers: [1, 128] });
    return code === 0;
  });
  return (await Promise.all(asked)).every(Boolean);
}

async function inGitsWords<T>(task: PromiseLike<T>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw new GitTrouble(error instanceof Error ? error.message.trim() : String(error), error);
  }
}
