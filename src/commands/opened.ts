import { cleanLeftOvers } from '../engine/left-overs.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { loadIndex, loadLockedIndex } from '../engine/project-index.ts';
import type { ProjectIndex } from '../engine/project-index.ts';
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
  const snapshot = context.workspace(project.value.root);
  const index = await (locks === 'all'
    ? loadLockedIndex(project.value, snapshot, options)
    : loadIndex(project.value, snapshot, options));
  if (!index.ok) return index;
  return ok({ project: project.value, workspace: new Workspace(project.value), index: index.value });
}
