import { lstatSync, statSync } from 'node:fs';
import { dirname, isInside } from '../model/path.ts';
import type { GitRepository } from '../ports/git.ts';
import { attemptOnPresent } from './errno.ts';
import { runGit, type Environment } from './git-command.ts';
import { exportFiles, filesBelow } from './git-export.ts';
import { createGitObjects, rememberSmall } from './git-objects.ts';
import { fetchCommits, parentsIn, remoteTip } from './git-fetch.ts';
import { addToIndex, statusOf } from './git-porcelain.ts';
import { mergeTexts } from './git-merge.ts';
import { createRevisions } from './git-revisions.ts';
import { createGitSnapshot } from './git-snapshot.ts';

/** So many paths fit a command line everywhere. */
const PATHS_A_COMMAND = 200;

/** The repository whose work tree's top folder is `root`. No process is started before something is asked. */
export function openRepository(root: string, env: Environment): GitRepository {
  const objects = rememberSmall(createGitObjects(root, env));
  const git = (args: readonly string[], input?: string, answers?: readonly number[]) =>
    runGit(args, {
      cwd: root,
      env,
      ...(input === undefined ? {} : { input }),
      ...(answers === undefined ? {} : { answers }),
    });
  const revisions = createRevisions(objects, async args => (await git(args)).stdout);

  return {
    root,
    resolve: revisions.resolve,
    branches: revisions.branches,
    tags: revisions.tags,
    commits: revisions.commits,
    commitsSince: revisions.commitsSince,
    experiments: revisions.experiments,
    currentBranch: async () => {
      const { code, stdout } = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], undefined, [1]);
      return code === 0 ? stdout.trimEnd() : undefined;
    },
    snapshot: (commit, label, prefix) => createGitSnapshot(objects, commit, label, prefix),
    ignored: async paths => {
      const asked = withoutLinksAbove(root, pathsInside(root, paths));
      if (asked.size === 0) return new Set();
      // What the rules say counts, whether the file is in the index or not.
      const args = ['check-ignore', '--no-index', '-z', '--stdin'];
      const { stdout } = await git(args, [...asked.keys()].join('\0'), [1]);
      return new Set(splitAtNul(stdout).flatMap(path => asked.get(path) ?? []));
    },
    tracked: async paths => {
      const asked = pathsInside(root, paths);
      const found = new Set<string>();
      const names = [...asked.keys()];
      for (let start = 0; start < names.length; start += PATHS_A_COMMAND) {
        const some = names.slice(start, start + PATHS_A_COMMAND);
        const { stdout } = await git(['--literal-pathspecs', 'ls-files', '-z', '--', ...some]);
        for (const file of splitAtNul(stdout)) {
          for (let here = file; here !== ''; here = dirname(here)) {
            for (const path of [...(asked.get(here) ?? []), ...(asked.get(`${here}/`) ?? [])])
              found.add(path);
          }
        }
      }
      return found;
    },
    status: untracked => statusOf(root, env, untracked),
    add: async paths => {
      if (paths.length > 0) await addToIndex(root, env, paths);
    },
    filesBelow: folder => filesBelow(root, env, folder),
    exportFiles: (commit, prefix, folder, index) => exportFiles(root, env, { commit, prefix, folder, index }),
    indexStamp: () => {
      // In a work tree of its own `.git` is a file, and the index lies elsewhere.
      const folder = statSync(`${root}/.git`, { throwIfNoEntry: false });
      if (folder?.isDirectory() !== true) return undefined;
      const index = statSync(`${root}/.git/index`, { throwIfNoEntry: false });
      return index === undefined ? 'none' : `${index.mtimeMs} ${index.size} ${index.ino}`;
    },
    linesChangedSince: async (reference, paths) => {
      const [[file] = []] = [...pathsInside(root, [reference])];
      const asked = pathsInside(root, paths);
      if (file === undefined || asked.size === 0) return undefined;
      // Git refuses to look into the past of a branch that has none.
      const { code } = await git(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'], undefined, [1]);
      if (code !== 0) return undefined;
      const plain = '--literal-pathspecs';
      const { stdout: commit } = await git([plain, 'log', '-1', '--format=%H', '--', file]);
      if (commit === '') return undefined;
      // Without the locks git leaves its index alone.
      const diff = ['--no-optional-locks', plain, 'diff', '--no-ext-diff', '--no-textconv', '--no-renames'];
      const args = [...diff, '--numstat', '-z', commit.trim(), '--', ...asked.keys()];
      return { commit: commit.trim(), files: numbersOf((await git(args)).stdout, asked) };
    },
    mergeBase: async (a, b) => {
      const { code, stdout } = await git(['merge-base', a, b], undefined, [1]);
      return code === 0 ? stdout.trim() : undefined;
    },
    parents: async commit => parentsIn((await objects.read(commit))?.content.toString('utf8') ?? ''),
    changesOf: async (commit, paths, { most, among }) => {
      if (paths.length === 0) return [];
      const end = await objects.read(`${commit}~${among}^{commit}`);
      const range = end === undefined ? [commit] : [commit, `^${end.id}`];
      const args = ['--literal-pathspecs', 'rev-list', '--first-parent', `--max-count=${most}`];
      const { stdout } = await git([...args, ...range, '--', ...paths]);
      return stdout.split('\n').filter(line => line !== '');
    },
    isShallow: async () => (await git(['rev-parse', '--is-shallow-repository'])).stdout.trim() === 'true',
    remoteTip: branch => remoteTip(root, env, branch),
    fetch: async (commits, reach) => {
      const isDone = await fetchCommits(root, env, commits, reach);
      // What was not there may be now.
      objects.close();
      return isDone;
    },
    mergeTexts: texts => mergeTexts(texts, git),
    setConfig: async (name, value) => {
      await git(['config', name, value]);
    },
    close: () => objects.close(),
  };
}

/** From the path below `root`, as git knows it, to the paths as asked; a `/` at the end stays, git understands it. */
function pathsInside(root: string, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>();
  for (const path of paths) {
    if (path === root || !isInside(path, root)) continue;
    const below = path.slice(root === '/' ? 1 : root.length + 1);
    const same = asked.get(below);
    if (same === undefined) asked.set(below, [path]);
    else same.push(path);
  }
  return asked;
}

/** Git refuses the whole question when one path leads through a link; no rule of this repository applies there. */
function withoutLinksAbove<T>(root: string, paths: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const known = new Map<string, boolean>([['', false]]);
  const isBehindLink = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const path = `${root}/${folder}`;
    const found = attemptOnPresent('looking at', path, () => lstatSync(path, { throwIfNoEntry: false }));
    const answer = found?.isSymbolicLink() === true || isBehindLink(dirname(folder));
    known.set(folder, answer);
    return answer;
  };
  return new Map([...paths].filter(([path]) => !isBehindLink(dirname(path.replace(/\/$/, '')))));
}

function splitAtNul(text: string): readonly string[] {
  return text.split('\0').filter(part => part !== '');
}

/** @param stdout of `git diff --numstat -z`: `added TAB deleted TAB path`, with `-` for what is not text. */
function numbersOf(
  stdout: string,
  asked: ReadonlyMap<string, readonly string[]>,
): Map<string, { readonly added: number; readonly deleted: number }> {
  const files = new Map<string, { readonly added: number; readonly deleted: number }>();
  for (const record of splitAtNul(stdout)) {
    const [, added, deleted, path = ''] = /^(\d+)\t(\d+)\t(.*)$/s.exec(record) ?? [];
    for (const name of asked.get(path) ?? [])
      files.set(name, { added: Number(added), deleted: Number(deleted) });
  }
  return files;
}
