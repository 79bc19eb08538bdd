import { isCheckoutFailure } from '../model/failure.ts';
import { isDirDigest } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import { dirname } from '../model/path.ts';
import type { Files } from '../ports/files.ts';
import { foldersOf } from './file-plan.ts';
import { checkObjects, makeFiles } from './make-files.ts';
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
 * @throws FailureError `checkout-failed` when objects turn out to be damaged. The path then holds what it held before.
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
  const at = placesBelow(base);
  const entries = [...todo.added, ...todo.modified.map(({ after }) => after), ...todo.relinked];
  const isChecked = mayLose(plan);
  if (isChecked) await checkObjects(project, path, entries, objects);

  for (const obstacle of plan.obstacles) files.remove(project.absolute(obstacle));
  for (const { relpath } of todo.deleted) if (relpath !== '') files.remove(at(relpath));
  const gone = todo.leftFolders.filter(folder => files.removeEmptyDirectory(at(folder))).length;
  const folders = new NewFolders(files);
  if (plan.kind !== 'same') makeWay(files, base, isDirDigest(record.digest), folders);
  for (const folder of foldersOf(entries.map(({ relpath }) => relpath))) folders.make(at(folder));
  try {
    await makeFiles(project, path, entries, objects, { links, isexec: record.isexec === true, isChecked });
  } catch (error) {
    if (isCheckoutFailure(error)) {
      for (const { relpath } of todo.added) files.remove(at(relpath));
      folders.takeBack();
    }
    throw error;
  }

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

/**
 * Would something be gone when an object turns out to be damaged half-way? Then all of them are read before anything
 * is changed. A single file takes the place of another in one step, and what is only added can be taken back.
 */
function mayLose({ obstacles, files: { added, modified, deleted } }: RestorePlan): boolean {
  const isOneStep = obstacles.length + deleted.length === 0 && added.length + modified.length === 1;
  const goes = obstacles.length + deleted.length + modified.length;
  return goes > 0 && added.length + modified.length > 0 && !isOneStep;
}

function placesBelow(base: string): (relpath: string) => string {
  return relpath => (relpath === '' ? base : `${base}/${relpath}`);
}

/** A folder where one is wanted, and none where a file is: what it held has gone already. */
function makeWay(files: Files, base: string, isFolder: boolean, folders: NewFolders): void {
  const kind = files.lstat(base)?.kind;
  if (isFolder) {
    if (kind !== undefined && kind !== 'directory') files.remove(base);
    folders.make(base);
  } else {
    if (kind === 'directory') files.removeEmptyDirectory(base);
    folders.make(dirname(base));
  }
}

/** Folders that were not there, with those above them. */
class NewFolders {
  readonly #files: Files;
  readonly #made: string[] = [];

  constructor(files: Files) {
    this.#files = files;
  }

  make(folder: string): void {
    if (this.#files.stat(folder)?.kind === 'directory') return;
    this.make(dirname(folder));
    this.#files.makeDirectory(folder);
    this.#made.push(folder);
  }

  takeBack(): void {
    for (const folder of this.#made.reverse()) this.#files.removeEmptyDirectory(folder);
  }
}
