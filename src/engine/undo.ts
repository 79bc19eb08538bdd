import { Exclusive } from './exclusive.ts';
import { Cache } from './objects.ts';
import type { Project } from './project.ts';
import { Trash } from './trash.ts';
import type { Discarded, TrashEntry } from './trash.ts';

/** One object in the trash. */
export interface Kept extends Discarded {
  /** Where its file is now, absolute. */
  readonly path: string;
  readonly digest: string;
  /** There is something in the cache again under its name. */
  readonly isBack: boolean;
}

/** What one command threw away. */
export interface TrashContent {
  readonly entry: TrashEntry;
  /** May `undo` bring it back? Otherwise it is damaged. */
  readonly isWhole: boolean;
  readonly kept: readonly Kept[];
}

/** All that the trash holds, the newest first. */
export function trashContents(project: Project): readonly TrashContent[] {
  const trash = new Trash(project, new Cache(project));
  return trash.entries().map(entry => ({
    entry,
    isWhole: isWhole(entry),
    kept: entry.objects.map(object => ({
      ...object,
      path: `${entry.folder}/${object.store}/${object.place}`,
      digest: object.place.replace('/', ''),
      isBack: trash.hasAgain(object),
    })),
  }));
}

/** What `fsck` took out of the way is damaged: it must never lie in the cache again under the name that it had. */
function isWhole({ command }: TrashEntry): boolean {
  return command === 'gc';
}

/** Takes the last removal back. @returns undefined when there is none. */
export async function undoLast(
  project: Project,
): Promise<{ readonly entry: TrashEntry; readonly back: readonly Discarded[] } | undefined> {
  return withTrash(project, trash => {
    const entry = trash.entries().find(isWhole);
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
    await exclusive.acquire('everything');
    return work(new Trash(project, new Cache(project)));
  } finally {
    exclusive.release();
  }
}
