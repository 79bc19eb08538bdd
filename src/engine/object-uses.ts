import { isDirDigest } from '../model/hash.ts';
import type { TreeEntry } from '../model/hash.ts';
import type { Failure } from '../model/failure.ts';
import { ok } from '../model/result.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { statesIn } from './kept-states.ts';
import type { Project } from './project.ts';
import { allStates, WORKSPACE } from './revisions.ts';
import { attempt, quietly, UsedObjects } from './used-objects.ts';
import type { StoreName } from './used-objects.ts';

/** Where one object is needed. */
export interface Use {
  /** As the user sees it, a folder with `/` at the end. */
  readonly path: string;
  /** `workspace` first, then branches and tags, then commits that have no name. */
  readonly revisions: readonly string[];
}

export interface Uses {
  /** By {@link objectKey}. */
  readonly byObject: ReadonlyMap<string, Use>;
  /** False where a state could not be read: it may use what nothing else does. */
  readonly isComplete: boolean;
}

type Trees = (store: StoreName, digest: string) => readonly TreeEntry[] | undefined;

export function objectKey(store: StoreName, digest: string): string {
  return `${store} ${digest}`;
}

/**
 * Who uses objects: the workspace, or any branch, tag, commit or experiment.
 *
 * @param wanted the objects that are asked for, by {@link objectKey}.
 * @param treeOf the files of the folders whose listing is whole.
 */
export async function usesOf(project: Project, wanted: ReadonlySet<string>, treeOf: Trees): Promise<Uses> {
  const byObject = new Map<string, { path: string; revisions: string[] }>();
  let revisions: readonly string[] = [];
  const visit = (store: StoreName, digest: string, path: string): void => {
    const key = objectKey(store, digest);
    if (!wanted.has(key)) return;
    const known = byObject.get(key);
    if (known === undefined) byObject.set(key, { path, revisions: [...revisions] });
    else if (known.revisions.at(-1) !== revisions.at(-1)) known.revisions.push(...revisions);
  };
  const used = new UsedObjects(
    quietly(project),
    (store, digest, path) => visit(store, digest, project.show(path) + (isDirDigest(digest) ? '/' : '')),
    { treeOf, inEachState: true },
  );
  let isComplete = true;
  for (const snapshot of await allSnapshots(project)) {
    revisions = snapshot.revision === undefined ? [WORKSPACE] : snapshot.label.split(',');
    const added = await attempt(() => used.add(snapshot, { force: true, visitsLost: true }));
    if (!added.ok) isComplete = false;
  }
  return { byObject, isComplete };
}

/** What the workspace's lock and data files name, with the path of each. Its files may fail to be read. */
export async function usedByWorkspace(
  project: Project,
  treeOf: Trees,
  visit: (store: StoreName, digest: string) => void,
): Promise<Failure | undefined> {
  const used = new UsedObjects(quietly(project), visit, { treeOf });
  const snapshot = project.context.workspace(project.root);
  const added = await attempt(() => used.add(snapshot, { force: true, visitsLost: true }));
  return added.ok ? undefined : added.error;
}

async function allSnapshots(project: Project): Promise<readonly Snapshot[]> {
  const named = await allStates(project, { branches: true, tags: true, commits: true });
  const scope = { branches: false, tags: false, commits: false, experiments: true, number: 1 };
  const experiments = project.git === undefined ? ok([]) : await statesIn(project, scope);
  const known = new Set(named.map(({ commit }) => commit));
  const others = experiments.ok ? experiments.value.filter(({ commit }) => !known.has(commit)) : [];
  return [project.context.workspace(project.root), ...[...named, ...others].map(({ snapshot }) => snapshot)];
}
