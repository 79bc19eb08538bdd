import type { Trouble } from '../core/metrics/revisions.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { guardFile } from './guard.ts';
import type { Project } from './project.ts';

/** Why a file is not to be read; undefined where it may be. */
export type Refuse = (path: RepoPath) => Trouble | undefined;

/** As objects lie in a cache of 3.x, and in one of 2.x. Anything may call itself a cache in the config. */
const OBJECT = /^(?:files\/md5\/)?[0-9a-f]{2}\/[0-9a-f]{30}$/;

/**
 * Is a path, or a folder above it, a link to elsewhere on the machine? What is shown to others must not be read from
 * there. Links to objects of the cache are fine, wherever it lies.
 */
export function leadsOut(project: Project, path: RepoPath): boolean {
  if (guardFile(project, path) === undefined) return false;
  const { files } = project.context;
  const real = files.realPath(project.absolute(path));
  const cache = files.realPath(project.cacheDirectory);
  if (real === undefined || cache === undefined || !isInside(real, cache)) return true;
  return !OBJECT.test(real.slice(cache.length).replace(/^\//, ''));
}

/** For files of a state that is shown to others. Git holds none that lead anywhere. */
export function refusingLinks(project: Project, { revision }: Snapshot): Refuse {
  return path =>
    revision === undefined && leadsOut(project, path)
      ? { type: 'OutsideProject', message: '', detail: 'it is a link that leads out of the project' }
      : undefined;
}
