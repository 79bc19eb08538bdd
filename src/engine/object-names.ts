import { isDirDigest } from '../model/hash.ts';
import { ok } from '../model/result.ts';
import { statesIn } from './kept-states.ts';
import { objectKey } from './object-uses.ts';
import type { Project } from './project.ts';
import { RunCache } from './run-cache.ts';
import { attempt, quietly, UsedObjects } from './used-objects.ts';

/**
 * Where content is, or was once, as the workspace, some commit or else the run cache says: `<store> <digest>` → path as
 * the user sees it, folders with `/` at the end. What cannot be read is left out, as names only help people to
 * recognise objects.
 *
 * @param wanted the keys that matter.
 */
export async function namesOf(
  project: Project,
  wanted: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const listed = new UsedObjects(quietly(project), (store, digest, path) => {
    const key = `${store} ${digest}`;
    if (!names.has(key)) names.set(key, project.show(path) + (isDirDigest(digest) ? '/' : ''));
  });
  const scope = { branches: false, tags: false, commits: true, experiments: true, number: 1 };
  const states = project.git === undefined ? ok([]) : await statesIn(project, scope);
  const snapshots = states.ok ? states.value.map(({ snapshot }) => snapshot) : [];
  for (const snapshot of [project.context.workspace(project.root), ...snapshots])
    await attempt(() => listed.add(snapshot, { force: true }));
  addFromRuns(names, new Set([...wanted].filter(key => !names.has(key))), project);
  return names;
}

/** Of a run that was never committed it is only known what the stage called what it made. */
function addFromRuns(names: Map<string, string>, nameless: Set<string>, project: Project): void {
  if (nameless.size === 0) return;
  for (const { written, record } of new RunCache(project).outputs()) {
    const key = objectKey('repo', record?.digest ?? '');
    if (record?.name !== 'md5' || !nameless.delete(key)) continue;
    names.set(key, written + (isDirDigest(record.digest) ? '/' : ''));
    if (nameless.size === 0) return;
  }
}
