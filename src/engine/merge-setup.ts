import type { Layout } from '../model/layout.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Context } from '../ports/context.ts';
import { mergeDriverLine } from '../core/merge-driver-line.ts';

/** Git's file of what holds for which path. */
const ATTRIBUTES = '.gitattributes';

/** Two branches that add outputs add lines at the same place, and both lines are right. Git knows how by itself. */
const UNION = '.gitignore merge=union';

/**
 * Has git merge lock files through us and keep the lines of both sides in ignore files: lines that are committed with
 * the project, and what git is to call, which each clone has to be told anew. Without that git merges locks as text.
 *
 * @returns the file of the lines, and whether it was changed.
 */
export async function setUpMergeDriver(
  { files, machine }: Context,
  git: GitRepository,
  root: string,
  { lockFile }: Layout,
): Promise<{ readonly path: string; readonly changed: boolean }> {
  await git.setConfig('merge.mltrack.name', 'lock files of mltrack');
  await git.setConfig('merge.mltrack.driver', mergeDriverLine(machine.node, machine.installDirectory));
  const path = `${root}/${ATTRIBUTES}`;
  const before = files.readText(path) ?? '';
  const lines = before.split(/\r?\n/);
  const missing = [`${lockFile} merge=mltrack`, UNION].filter(line => !lines.includes(line));
  // Whoever has said how these are merged has decided.
  const added = missing.filter(line => line !== UNION || !/^\S*\.gitignore\s.*\bmerge\b/m.test(before));
  if (added.length === 0) return { path, changed: false };
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  files.writeAtomic(path, `${before}${gap}${added.join('\n')}\n`);
  return { path, changed: true };
}
