import type { TreeEntry } from '../model/hash.ts';
import { dirname } from '../model/path.ts';

/** What must happen to the files of one path. `relpath` is below that path, and empty for the path itself. */
export interface FilePlan {
  readonly added: readonly TreeEntry[];
  readonly modified: readonly { readonly before: TreeEntry; readonly after: TreeEntry }[];
  readonly deleted: readonly TreeEntry[];
  /** Files that hold the right content and are made anew all the same. */
  readonly relinked: readonly TreeEntry[];
  /** Folders with nothing in them that is wanted, what is deeper first. They go when nothing else is in them either. */
  readonly leftFolders: readonly string[];
}

/**
 * Compares the files that are wanted with those that are there.
 *
 * @param folders the folders that are there.
 * @param relink make every file anew.
 */
export function planFiles(
  wanted: readonly TreeEntry[],
  present: readonly TreeEntry[],
  folders: readonly string[],
  relink: boolean,
): FilePlan {
  const before = new Map(present.map(entry => [entry.relpath, entry]));
  const added: TreeEntry[] = [];
  const modified: { before: TreeEntry; after: TreeEntry }[] = [];
  const relinked: TreeEntry[] = [];
  for (const after of wanted) {
    const old = before.get(after.relpath);
    before.delete(after.relpath);
    if (old === undefined) added.push(after);
    else if (old.md5 !== after.md5) modified.push({ before: old, after });
    else if (relink) relinked.push(after);
  }
  return {
    added,
    modified,
    relinked,
    deleted: [...before.values()],
    leftFolders: foldersWithout(
      folders,
      wanted.map(({ relpath }) => relpath),
    ),
  };
}

/** Those folders in which none of the files lies, what is deeper first. */
export function foldersWithout(folders: readonly string[], files: readonly string[]): readonly string[] {
  if (folders.length === 0) return [];
  const used = foldersOf(files);
  return folders.filter(folder => !used.has(folder)).sort((a, b) => b.length - a.length);
}

/** Every folder that must be there for these files, each before what it holds. */
export function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  let last: string | undefined;
  for (const file of files) {
    const folder = dirname(file);
    // Files of one folder mostly follow each other.
    if (folder === last) continue;
    last = folder;
    addWithParents(folders, folder);
  }
  return folders;
}

function addWithParents(folders: Set<string>, folder: string): void {
  if (folder === '' || folders.has(folder)) return;
  addWithParents(folders, dirname(folder));
  folders.add(folder);
}
