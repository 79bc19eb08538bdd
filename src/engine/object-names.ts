import { isDirDigest } from '../model/hash.ts';
import { ok } from '../model/result.ts';
import { statesIn } from './kept-states.ts';
import type { Project } from './project.ts';
import { attempt, quietly, UsedObjects } from './used-objects.ts';

/**
 * Where content is, or was once, as the workspace or some commit says: `<store> <digest>` → path as the user sees it,
 * folders with `/` at the end. What cannot be read is left out, as names only help people to recognise objects.
 */
export async function namesOf(project: Project): Promise<ReadonlyMap<string, string>> {
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
  return names;
}
