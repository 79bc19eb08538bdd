import { Exclusive } from './exclusive.ts';
import { Cache } from './objects.ts';
import type { Project } from './project.ts';
import { Trash } from './trash.ts';
import type { Discarded, TrashEntry } from './trash.ts';

/** What can be taken back, the newest first. */
export function undoable(project: Project): readonly TrashEntry[] {
  return removals(new Trash(project, new Cache(project)));
}

/** What `fsck` took out of the way is damaged, and nobody wants it back. */
function removals(trash: Trash): readonly TrashEntry[] {
  return trash.entries().filter(({ command }) => command === 'gc');
}

/** Takes the last removal back. @returns undefined when there is none. */
export async function undoLast(
  project: Project,
): Promise<{ readonly entry: TrashEntry; readonly back: readonly Discarded[] } | undefined> {
  return withTrash(project, trash => {
    const [entry] = removals(trash);
    return entry === undefined ? undefined : { entry, back: trash.takeBack(entry) };
  });
}

/** Removes for good what was thrown away. @returns what there was. */
export async function emptyTrash(project: Project): Promise<readonly Discarded[]> {
  return withTrash(project, trash => trash.empty());
}

async function withTrash<T>(project: Project, work: (trash: Trash) => T): Promise<T> {
  const exclusive = new Exclusive(project);
  try {
    await exclusive.acquire();
    return work(new Trash(project, new Cache(project)));
  } finally {
    exclusive.release();
  }
}
