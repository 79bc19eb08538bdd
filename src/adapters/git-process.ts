import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { attemptOnPresent } from './errno.ts';
import type { Environment } from './git-command.ts';
import type { GitSetup } from '../ports/git.ts';
import { checkoutNewBranch, commitEverything, createRepository } from './git-porcelain.ts';
import { openRepository } from './git-repository.ts';

/** Git as the installed program: reads go through one long-lived process, the rest is a short process each. */
export function createGit(env: Environment): GitSetup {
  return {
    open: folder => {
      const root = findWorkTree(folder);
      return root === undefined ? undefined : openRepository(root, env);
    },
    openBare: folder => (isBare(folder) ? openRepository(folder, env) : undefined),
    create: (folder, branch) => createRepository(folder, env, branch),
    commitAll: (folder, message) => commitEverything(folder, env, message),
    checkoutNewBranch: (folder, branch) => checkoutNewBranch(folder, env, branch),
  };
}

function findWorkTree(folder: string): string | undefined {
  for (let here = folder; ; ) {
    if (holdsRepository(`${here === '/' ? '' : here}/.git`)) return here;
    const cut = here.lastIndexOf('/');
    if (cut < 0 || here === '/') return undefined;
    here = cut === 0 ? '/' : here.slice(0, cut);
  }
}

/** In a worktree and in a submodule it is a file that says where the repository is. Git passes by an empty folder. */
function holdsRepository(path: string): boolean {
  const found = look(path);
  if (found?.isFile() === true) {
    const text = attemptOnPresent('reading', path, () => readFileSync(path, 'latin1'));
    return text?.startsWith('gitdir:') === true;
  }
  return found?.isDirectory() === true && look(`${path}/HEAD`) !== undefined;
}

/** The folder of git's own files beside a work tree says that it is not bare. */
function isBare(folder: string): boolean {
  if (look(`${folder}/HEAD`)?.isFile() !== true || look(`${folder}/objects`)?.isDirectory() !== true)
    return false;
  const path = `${folder}/config`;
  if (look(path) === undefined) return false;
  const text = attemptOnPresent('reading', path, () => readFileSync(path, 'latin1'));
  return /^\s*bare\s*=\s*true\s*$/im.test(text ?? '');
}

function look(path: string): Stats | undefined {
  return attemptOnPresent('looking at', path, () => statSync(path, { throwIfNoEntry: false }));
}
