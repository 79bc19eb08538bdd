import { compareData } from '../core/data/compare.ts';
import type { CompareOptions, DataChange } from '../core/data/compare.ts';
import type { DataEntry, DataState } from '../core/data/state.ts';
import { FailureError } from '../model/failure.ts';
import { isInside, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { GitStatus } from '../ports/git.ts';
import { DataStates, recordedOutputs } from './data-states.ts';
import type { Project } from './project.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { findState, HEAD } from './revisions.ts';
import { findTarget, pathFromHere } from './targets.ts';
import type { Workspace } from './workspace.ts';

export interface DataStatusOptions {
  readonly targets: readonly string[];
  /** Also what lies in folders. */
  readonly granular: boolean;
  readonly unchanged: boolean;
  readonly untracked: 'all' | 'no';
  /** Does anybody want to know whether git has changes? It costs a process. */
  readonly askGit: boolean;
}

export interface DataStatus {
  readonly notInCache: readonly DataEntry[];
  /** What the last commit records, compared with what lock and data files do now; undefined without git. */
  readonly committed: readonly DataChange[] | undefined;
  /** What lock and data files record, compared with the workspace. */
  readonly uncommitted: readonly DataChange[];
  /** As seen from the current folder. */
  readonly untracked: readonly string[];
  readonly isDirty: boolean;
  readonly hasCommits: boolean;
}

/** Compares the last commit, the lock and data files, and the workspace. Throws a FailureError. */
export async function dataStatus(
  workspace: Workspace,
  index: ProjectIndex,
  options: DataStatusOptions,
): Promise<DataStatus> {
  const { project } = workspace;
  // All at once: while git looks up the commit, the workspace is read.
  const [git, head, now] = await Promise.all([
    askGit(project, options),
    project.git === undefined ? undefined : headIndex(project),
    compareNow(workspace, index, options),
  ]);
  const { states, recorded, paths } = now;
  const committed =
    project.git === undefined
      ? undefined
      : compareData(
          head?.index === undefined ? new Map() : await states.recorded(await recordedOutputs(head.index)),
          recorded,
          now.how,
        );
  return {
    notInCache: now.notInCache,
    committed,
    uncommitted: now.changes,
    untracked: untrackedHere(project, git.untracked, options.targets.length === 0 ? undefined : paths),
    isDirty: git.isDirty,
    hasCommits: head?.hasCommits === true,
  };
}

interface Now {
  readonly states: DataStates;
  readonly recorded: DataState;
  readonly changes: readonly DataChange[];
  readonly notInCache: readonly DataEntry[];
  readonly paths: readonly RepoPath[];
  readonly how: CompareOptions;
}

async function compareNow(
  workspace: Workspace,
  index: ProjectIndex,
  options: DataStatusOptions,
): Promise<Now> {
  const outputs = await recordedOutputs(index);
  const paths = options.targets.flatMap(word => pathsOf(workspace.project, index, [...outputs.keys()], word));
  const selects =
    options.targets.length === 0
      ? () => true
      : (path: RepoPath) => paths.some(target => isInside(path, target));
  const wanted = new Map(
    [...outputs].filter(([path]) => selects(path) || paths.some(target => isInside(target, path))),
  );
  const states = new DataStates(workspace, { inside: options.granular });
  const present = await states.present(wanted);
  const recorded = await states.recorded(outputs);
  const how: CompareOptions = {
    by: 'hash',
    inside: options.granular,
    unchanged: options.unchanged,
    selects,
  };
  return {
    states,
    recorded,
    changes: compareData(
      wanted.size === outputs.size ? recorded : await states.recorded(wanted),
      present,
      how,
    ),
    notInCache: states.missing(recorded, selects),
    paths,
    how,
  };
}

/** The paths that a word of the command line means: a tracked one, one inside or around it, or all of a stage's. */
function pathsOf(
  project: Project,
  index: ProjectIndex,
  outputs: readonly RepoPath[],
  word: string,
): readonly RepoPath[] {
  const path = pathFromHere(project, word);
  if (path !== undefined && outputs.some(output => isInside(path, output) || isInside(output, path)))
    return [path];
  const found = findTarget(project, index, word);
  const made = found.ok
    ? found.value.flatMap(({ stage }) => stage.outputs.flatMap(out => out.path ?? []))
    : [];
  return [...made, ...(path === undefined ? [] : [path])];
}

interface Head {
  readonly hasCommits: boolean;
  /** Undefined where the commit does not hold the project yet. */
  readonly index: ProjectIndex | undefined;
}

async function headIndex(project: Project): Promise<Head> {
  const state = await findState(project, HEAD);
  if (!state.ok) return { hasCommits: false, index: undefined };
  const { snapshot, commit } = state.value;
  if ((await snapshot.list(ROOT)) === undefined) {
    const message = `Commit '${commit?.slice(0, 7) ?? HEAD}' does not contain a DVC repo`;
    project.context.emit({ type: 'warning', message });
    return { hasCommits: true, index: undefined };
  }
  const index = await loadLockedIndex(project, snapshot, { anyGraph: true });
  if (!index.ok) throw new FailureError(index.error);
  return { hasCommits: true, index: index.value };
}

const NOTHING: GitStatus = { isDirty: false, untracked: [] };

async function askGit(project: Project, options: DataStatusOptions): Promise<GitStatus> {
  if (project.git === undefined || !(options.askGit || options.untracked === 'all')) return NOTHING;
  return project.git.status(options.untracked);
}

/** Untracked files of the project below the chosen paths, as seen from the current folder. */
function untrackedHere(
  project: Project,
  files: readonly string[],
  paths: readonly RepoPath[] | undefined,
): readonly string[] {
  const top = project.git?.root ?? project.root;
  const prefix = project.root === top ? '' : `${project.root.slice(top.length + 1)}/`;
  return files
    .filter(file => file.startsWith(prefix))
    .map(file => file.slice(prefix.length) as RepoPath)
    .filter(file => paths?.some(path => isInside(file, path)) !== false)
    .map(file => project.show(file));
}
