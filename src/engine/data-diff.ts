import { compareData } from '../core/data/compare.ts';
import type { DataChange } from '../core/data/compare.ts';
import type { DataEntry } from '../core/data/state.ts';
import { FailureError } from '../model/failure.ts';
import { isInside, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { DataStates, recordedOutputs } from './data-states.ts';
import type { Recorded } from './data-states.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { findState, hasCommits, WORKSPACE } from './revisions.ts';
import type { State } from './revisions.ts';
import { findTarget } from './targets.ts';
import type { Workspace } from './workspace.ts';

export interface DataDiff {
  readonly changes: readonly DataChange[];
  /** What the old side records and the cache does not have. Told where the new side is the workspace. */
  readonly notInCache: readonly DataEntry[];
}

const NOTHING: DataDiff = { changes: [], notInCache: [] };

/**
 * Compares the tracked data of two states, files of folders included. Nothing differs before the first commit, and
 * between a commit that does not hold the project yet and anything. Throws a FailureError.
 *
 * @param revisions the names of two states.
 * @param targets what the user asks about, or nothing for all.
 */
export async function diffData(
  workspace: Workspace,
  revisions: readonly [old: string, new_: string],
  targets: readonly string[],
): Promise<DataDiff> {
  const { project } = workspace;
  if (project.git === undefined)
    throw new FailureError({
      code: 'refused',
      message: 'Only supported for Git repositories.',
      hint: 'Two states of a project are compared by their commits.',
    });
  if (!(await hasCommits(project))) return NOTHING;
  if (revisions.every(name => name === WORKSPACE))
    throw new FailureError({ code: 'revision-unknown', revision: WORKSPACE });
  const [old, new_] = await Promise.all(revisions.map(name => sideOf(workspace, name)));
  if (old === undefined || new_ === undefined || old.state.commit === new_.state.commit) return NOTHING;

  const selects = selection(workspace, [old, new_], targets);
  const states = new DataStates(workspace, { inside: true });
  // The workspace comes first: what it holds is often what is recorded.
  const present = new_.isWorkspace ? await states.present(new_.recorded) : undefined;
  const olds = old.isWorkspace ? await states.present(old.recorded) : await states.recorded(old.recorded);
  const news = present ?? (await states.recorded(new_.recorded));
  return {
    changes: compareData(olds, news, { by: 'entry', inside: true, selects }),
    notInCache: new_.isWorkspace ? states.missing(olds, selects) : [],
  };
}

interface Side {
  readonly name: string;
  readonly state: State;
  readonly isWorkspace: boolean;
  readonly index: ProjectIndex;
  readonly recorded: Recorded;
}

/** Undefined where the commit does not hold the project. */
async function sideOf({ project }: Workspace, name: string): Promise<Side | undefined> {
  const state = await findState(project, name);
  if (!state.ok) throw new FailureError(state.error);
  const { snapshot } = state.value;
  if ((await snapshot.list(ROOT)) === undefined) return undefined;
  const index = await loadLockedIndex(project, snapshot, { anyGraph: true });
  if (!index.ok) throw new FailureError(index.error);
  return {
    name,
    state: state.value,
    isWorkspace: name === WORKSPACE,
    index: index.value,
    recorded: await recordedOutputs(index.value),
  };
}

/** A target has to be known to one of the sides. */
function selection(
  { project }: Workspace,
  sides: readonly Side[],
  targets: readonly string[],
): (path: RepoPath) => boolean {
  if (targets.length === 0) return () => true;
  const paths: RepoPath[] = [];
  for (const target of targets) {
    const found = sides.map(({ index }) => findTarget(project, index, target));
    if (!found.some(each => each.ok))
      throw new FailureError({ code: 'tracked-nowhere', target, revisions: sides.map(({ name }) => name) });
    for (const each of found) {
      if (!each.ok) continue;
      for (const { stage, inside } of each.value)
        paths.push(...(inside === undefined ? stage.outputs.flatMap(({ path }) => path ?? []) : [inside]));
    }
  }
  return path => paths.some(target => isInside(path, target));
}
