import type { Layout } from '../model/layout.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Context } from '../ports/context.ts';

/** Git's file of what holds for which path. */
const ATTRIBUTES = '.gitattributes';

/**
 * Has git merge lock files through us: a line that is committed with the project, and what git is to call, which each
 * clone has to be told anew. Without that git merges them as text.
 *
 * @returns the file that was changed, for `git add`.
 */
export async function setUpMergeDriver(
  { files }: Context,
  git: GitRepository,
  root: string,
  { lockFile, program }: Layout,
): Promise<string> {
  await git.setConfig('merge.mltrack.name', 'lock files of mltrack');
  await git.setConfig(
    'merge.mltrack.driver',
    `${program} merge-driver --ancestor %O --our %A --their %B --path %P`,
  );
  const path = `${root}/${ATTRIBUTES}`;
  const line = `${lockFile} merge=mltrack`;
  const before = files.readText(path) ?? '';
  if (before.split(/\r?\n/).includes(line)) return path;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  files.writeAtomic(path, `${before}${gap}${line}\n`);
  return path;
}
