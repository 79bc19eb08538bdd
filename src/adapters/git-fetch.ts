import type { SimpleGit } from 'simple-git';
import type { FetchReach } from '../ports/git.ts';
import type { Environment } from './git-command.ts';
import { openPorcelain } from './git-porcelain.ts';

/** Nobody is there to be asked for a password. */
const SILENT = { GIT_TERMINAL_PROMPT: '0' } as const;

/** The parents in the text of a commit: a shallow history hides them from git's other commands. */
export function parentsIn(commit: string): readonly string[] {
  const [header = ''] = commit.split('\n\n', 1);
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, parent]) => parent ?? []);
}

export async function remoteTip(
  folder: string,
  env: Environment,
  branch: string,
): Promise<string | undefined> {
  const git = await openPorcelain(folder, { ...env, ...SILENT });
  const text = await unlessFailed(async () =>
    git.raw(['ls-remote', await remoteOf(git), `refs/heads/${branch}`]),
  );
  return text === undefined ? undefined : /^[0-9a-f]+(?=\t)/.exec(text)?.[0];
}

/** In a whole clone `--depth` would cut off history that is there: it is left out. */
export async function fetchCommits(
  folder: string,
  env: Environment,
  commits: readonly string[],
  reach: FetchReach,
): Promise<boolean> {
  const git = await openPorcelain(folder, { ...env, ...SILENT });
  const fetched = await unlessFailed(async () => {
    const isShallow = (await git.revparse(['--is-shallow-repository'])).trim() === 'true';
    const flags = isShallow ? [flagOf(reach)] : [];
    const remote = await remoteOf(git);
    return git.raw([
      'fetch',
      '--quiet',
      '--no-tags',
      '--no-recurse-submodules',
      ...flags,
      remote,
      ...commits,
    ]);
  });
  return fetched !== undefined;
}

function flagOf(reach: FetchReach): string {
  if (reach === 'all') return '--unshallow';
  return 'depth' in reach ? `--depth=${reach.depth}` : `--deepen=${reach.deepen}`;
}

/** `origin`, as CI calls it, or the only one. */
async function remoteOf(git: SimpleGit): Promise<string> {
  const names = (await git.getRemotes()).map(({ name }) => name);
  return names.includes('origin') ? 'origin' : (names[0] ?? 'origin');
}

async function unlessFailed<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
