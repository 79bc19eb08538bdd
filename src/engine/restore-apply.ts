import { isDirDigest } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import { dirname } from '../model/path.ts';
import { foldersOf } from './file-plan.ts';
import { makeFiles } from './make-files.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import type { RestorePlan } from './restore-plan.ts';

/** What materialising one path did. Counts are files, and folders that went. */
export interface Change {
  readonly kind: 'added' | 'modified' | 'none';
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
}

/**
 * Carries a plan out. Its unsaved content goes: whoever does not want that asks before.
 *
 * @throws FailureError `checkout-failed` when an object turns out to be damaged.
 */
export async function applyRestore(
  project: Project,
  plan: RestorePlan,
  objects: ObjectStore,
  links: readonly LinkType[],
): Promise<Change> {
  const { files } = project.context;
  const { path, record, files: todo } = plan;
  const base = project.absolute(path);
  const at = (relpath: string): string => (relpath === '' ? base : `${base}/${relpath}`);
  for (const obstacle of plan.obstacles) files.remove(project.absolute(obstacle));
  for (const { relpath } of todo.deleted) if (relpath !== '') files.remove(at(relpath));
  const gone = todo.leftFolders.filter(folder => files.removeEmptyDirectory(at(folder))).length;
  const entries = [...todo.added, ...todo.modified.map(({ after }) => after), ...todo.relinked];
  if (plan.kind !== 'same') makeWay(project, base, isDirDigest(record.digest));
  for (const folder of foldersOf(entries.map(({ relpath }) => relpath))) files.makeDirectory(at(folder));
  await makeFiles(project, path, entries, objects, { links, isexec: record.isexec === true });
  if (plan.makeExecutable) files.chmod(base, (files.stat(base)?.mode ?? 0o644) | 0o100);
  const modified = todo.modified.length + Number(plan.makeExecutable);
  const deleted = todo.deleted.length + gone;
  return {
    kind: plan.kind === 'absent' ? 'added' : modified + deleted + todo.added.length > 0 ? 'modified' : 'none',
    added: todo.added.length,
    modified,
    deleted,
  };
}

/** A folder where one is wanted, and none where a file is: what it held has gone already. */
function makeWay(project: Project, base: string, isFolder: boolean): void {
  const { files } = project.context;
  const kind = files.lstat(base)?.kind;
  if (isFolder) {
    if (kind !== undefined && kind !== 'directory') files.remove(base);
    files.makeDirectory(base);
  } else {
    if (kind === 'directory') files.removeEmptyDirectory(base);
    files.makeDirectory(dirname(base));
  }
}
