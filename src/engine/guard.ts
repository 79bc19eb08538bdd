import type { Failure } from '../model/failure.ts';
import { dirname, isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Project } from './project.ts';

/**
 * Refuses a path that would lead a write or a removal out of the project: through a linked folder above it, or
 * into git's or the project's own folder. Asked before anything of the user's is changed.
 */
export function guardWrite(project: Project, path: RepoPath): Failure | undefined {
  const { files } = project.context;
  const [top] = path.split('/');
  if (path === '' || top === '.git' || top === project.layout.directory) {
    return { code: 'outside-project', path: project.show(path) };
  }
  const root = files.realPath(project.root) ?? project.root;
  for (let folder: string = dirname(path); folder !== ''; folder = dirname(folder)) {
    const real = files.realPath(`${project.root}/${folder}`);
    if (real === undefined) continue;
    return isInside(real, root) ? undefined : { code: 'outside-project', path: project.show(path) };
  }
  return undefined;
}
