import { FileTrouble } from '../ports/files.ts';
import type { Files } from '../ports/files.ts';
import { memoFolder } from './memo.ts';
import type { Project, ProjectPlace } from './project.ts';

/**
 * Says, as long as this process writes to the project, that it does and what its temporary files are called: one file,
 * whose name says it all, so that it is never half written. If the process dies, the next one finds it.
 *
 * @returns ends that.
 */
export function markWriting(place: ProjectPlace): () => void {
  const { files, processes } = place.context;
  const mark = `${folderOf(place)}/${processes.self}${files.temporaryPrefix}`;
  // Without room for it there is no room for temporary files either, and removing things must be possible still.
  withoutTrouble(() => {
    files.makeDirectory(folderOf(place));
    files.append(mark, new Uint8Array());
  });
  return () => void withoutTrouble(() => files.remove(mark));
}

/**
 * Takes away the temporary files of processes that were killed, wherever they were writing: in the project, in its
 * cache and in the memo. Files beside the target of a link that leads out of the project stay. To be called before
 * anything is hashed, as what lies in a tracked folder would count as data.
 */
export function cleanLeftOvers(project: Project): void {
  const { files, processes } = project.context;
  const marks = (files.list(folderOf(project)) ?? []).map(({ name }) => name);
  const left = marks.filter(name => processes.isGone(name.slice(0, name.indexOf('.'))));
  if (left.length === 0) return;
  const prefixes = left.map(name => name.slice(name.indexOf('.')));
  const done = withoutTrouble(() => {
    for (const folder of [project.root, project.cacheDirectory, memoFolder(project)])
      removeTemporary(files, folder, prefixes);
    for (const name of left) files.remove(`${folderOf(project)}/${name}`);
  });
  if (done)
    project.context.emit({
      type: 'notice',
      level: 'debug',
      message: 'removed what a process that was killed had begun to write',
    });
}

function removeTemporary(files: Files, folder: string, prefixes: readonly string[]): void {
  const found = files.walk(folder, (path, isDirectory) => isDirectory && /(^|\/)\.git$/.test(path));
  for (const path of [...(found?.folders ?? []), ...(found?.names ?? []), ...(found?.broken ?? [])]) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name.endsWith('.tmp') && prefixes.some(prefix => name.startsWith(prefix)))
      files.remove(`${folder}/${path}`);
  }
}

function folderOf({ root, layout }: ProjectPlace): string {
  return `${root}/${layout.ownDirectory}/writing`;
}

/** Runs what is no trouble of the command's if it fails. @returns whether it went well. */
export function withoutTrouble(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    return false;
  }
}
