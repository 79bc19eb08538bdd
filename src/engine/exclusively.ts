import type { Claim } from '../core/rwlock/table.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { Exclusive } from './exclusive.ts';
import { cleanLeftOvers } from './left-overs.ts';
import { openProject, placeOf } from './project.ts';
import type { Project } from './project.ts';

/** What a command is going to do to a project, found out while nobody else could write to it. */
export interface Prepared<T> {
  /** What of what stages work on it reads and writes; absent: nothing of that kind. */
  readonly claim?: Claim;
  work(): Promise<Result<T, Failure>>;
}

/**
 * Runs what writes to the project around the current folder, while no other process does.
 *
 * @param prepare reads all that the command goes out from: what was read before there was a lock may have been changed
 *        by those who had it. Asked again, with the project opened anew, where others worked on what is claimed.
 * @throws FailureError as `Exclusive.acquire`.
 */
export async function exclusively<T>(
  context: Context,
  prepare: (project: Project) => Promise<Result<Prepared<T>, Failure>>,
): Promise<Result<T, Failure>> {
  const place = placeOf(context);
  if (!place.ok) return place;
  // Whoever waits in vain is told of it in the words of its layout.
  context.emit({ type: 'project-opened', layout: place.value.layout.kind });
  const exclusive = new Exclusive(place.value);
  try {
    await exclusive.acquire();
    for (;;) {
      const project = openProject(context);
      if (!project.ok) return project;
      cleanLeftOvers(project.value);
      const prepared = await prepare(project.value);
      if (!prepared.ok) return prepared;
      const { claim } = prepared.value;
      if (claim === undefined || !(await exclusive.claim(claim))) return await prepared.value.work();
    }
  } finally {
    exclusive.release();
  }
}
