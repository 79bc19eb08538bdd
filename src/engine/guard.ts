import { closedBy, findTwins } from '../core/paths.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, isInside, isUrl, startsWithDrive } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { Project } from './project.ts';

/**
 * Refuses a path that would lead a write or a removal out of the project: through a linked folder above it, or
 * into git's or a project's own folder. Asked before anything of the user's is changed.
 */
export function guardWrite(project: Project, path: RepoPath): Failure | undefined {
  const { files, machine } = project.context;
  if (path === '') return { code: 'outside-project', path: project.show(path) };
  const closed = closedBy(path, machine.platform);
  if (closed !== undefined) return { code: 'outside-project', path: project.show(path), closed };
  for (let folder: string = dirname(path); folder !== ''; folder = dirname(folder)) {
    const real = files.realPath(`${project.root}/${folder}`);
    if (real !== undefined) return guardReal(project, path, real);
  }
  return undefined;
}

/** As {@link guardWrite}, for a small file that is written where it leads if it is a link. */
export function guardFile(project: Project, path: RepoPath): Failure | undefined {
  const refusal = guardWrite(project, path);
  if (refusal !== undefined) return refusal;
  const { files } = project.context;
  const absolute = project.absolute(path);
  if (files.lstat(absolute)?.kind !== 'symlink') return undefined;
  const real = files.realPath(absolute);
  // Where it leads nowhere, it is the link that is replaced.
  return real === undefined ? undefined : guardReal(project, path, real);
}

/** Writes a small file of the project's, or throws FailureError `outside-project`. */
export function writeGuarded(project: Project, path: RepoPath, text: string): void {
  const refusal = guardFile(project, path);
  if (refusal !== undefined) throw new FailureError(refusal);
  project.context.files.writeAtomic(project.absolute(path), text);
}

function guardReal(project: Project, path: RepoPath, real: string): Failure | undefined {
  const { files, machine } = project.context;
  const root = files.realPath(project.root) ?? project.root;
  if (!isInside(real, root)) return { code: 'outside-project', path: project.show(path) };
  // What follows stands for the path's last part: a folder of that name counts, whatever is in it.
  const closed = closedBy(`${real.slice(root.length + 1)}/-`, machine.platform);
  return closed === undefined ? undefined : { code: 'outside-project', path: project.show(path), closed };
}

/** The refusal of a cached output whose path does not lie in the project. */
export function refuseOutside(project: Project, stage: Stage, output: Output): Failure {
  const { written } = output;
  if (isUrl(written)) return { code: 'external-output', path: written, isUrl: true };
  const closed = startsWithDrive(written) ? ({ closed: 'drive' } as const) : {};
  return { code: 'outside-project', path: written, file: project.show(stage.file), ...closed };
}

/** Refuses files of which one would take the other's place, on a file system that does not heed the case of names. */
export function guardTwins(project: Project, paths: readonly string[]): Failure | undefined {
  if (!foldsNames(project)) return undefined;
  const twins = findTwins(paths);
  return twins === undefined ? undefined : refuseTwins(twins);
}

function refuseTwins([one, other]: readonly [string, string]): Failure {
  const message = `'${one}' and '${other}' are one file on this file system.`;
  return { code: 'refused', message, hint: 'Rename one of them where they were made.' };
}

/**
 * As {@link guardTwins}, for what is about to be recorded. Where both can be, it is those who check it out elsewhere that
 * would have only one of them, so there is a warning.
 *
 * @throws FailureError where one would take the other's place.
 */
export function heedTwins(project: Project, paths: readonly string[]): void {
  const twins = findTwins(paths);
  if (twins === undefined) return;
  if (foldsNames(project)) throw new FailureError(refuseTwins(twins));
  const message = `'${twins[0]}' and '${twins[1]}' are one file on Windows and macOS, where this cannot be checked out.`;
  project.context.emit({ type: 'warning', message });
}

/** Found out by the project's own folder: is it there under another case as well? */
function foldsNames({ context, root, layout }: Project): boolean {
  const { files } = context;
  const other = files.stat(`${root}/${layout.directory.toUpperCase()}`);
  return other !== undefined && other.ino === files.stat(`${root}/${layout.directory}`)?.ino;
}
