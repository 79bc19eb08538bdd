import { cleanLeftOvers } from '../engine/left-overs.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { loadIndex, loadLockedIndex } from '../engine/project-index.ts';
import type { ProjectIndex } from '../engine/project-index.ts';
import { nameLeftOvers } from '../engine/running-commands.ts';
import { nameAside } from '../engine/set-aside.ts';
import { Workspace } from '../engine/workspace.ts';
import type { Failure } from '../model/failure.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';

/** What most commands start from: the project, its workspace, everything it declares. */
export interface Opened {
  readonly project: Project;
  readonly workspace: Workspace;
  readonly index: ProjectIndex;
}

/** @param locks `'all'`: a broken lock file fails the command at once. */
export async function open(
  context: Context,
  locks: 'all' | 'as-needed',
  options: { readonly anyGraph?: boolean } = {},
): Promise<Result<Opened, Failure>> {
  const project = openProject(context);
  if (!project.ok) return project;
  cleanLeftOvers(project.value);
  return load(project.value, locks, options);
}

/** Tells what runs that were killed have left behind, which is settled by those that write. */
export function nameUnfinished(project: Project): void {
  nameLeftOvers(project);
  nameAside(project);
}

/** What {@link open} reads of a project, for commands that have opened it already. */
export async function load(
  project: Project,
  locks: 'all' | 'as-needed',
  options: { readonly anyGraph?: boolean } = {},
): Promise<Result<Opened, Failure>> {
  const snapshot = project.context.workspace(project.root);
  const index = await (locks === 'all'
    ? loadLockedIndex(project, snapshot, options)
    : loadIndex(project, snapshot, options));
  if (!index.ok) return index;
  return ok({ project, workspace: new Workspace(project), index: index.value });
}
