import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';

/** One file among the cache's objects. */
export interface StoredObject {
  /** Its name joined: 32 digits, with `.dir` for the listing of a folder. Left-over temporary files have others. */
  readonly digest: string;
  /** Below the folder of objects: `ab/cdef…`. */
  readonly place: string;
  readonly path: string;
}

/** Every file that lies where objects lie, folders' listings first, both sorted. */
export function storedObjects({ context }: Project, { directory }: ObjectStore): readonly StoredObject[] {
  const listings: StoredObject[] = [];
  const others: StoredObject[] = [];
  for (const { name: prefix } of context.files.list(directory) ?? []) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const { name, kind } of context.files.list(`${directory}/${prefix}`) ?? []) {
      if (kind === 'directory') continue;
      const place = `${prefix}/${name}`;
      const object = { digest: prefix + name, place, path: `${directory}/${place}` };
      (name.endsWith('.dir') ? listings : others).push(object);
    }
  }
  return [...listings, ...others];
}
