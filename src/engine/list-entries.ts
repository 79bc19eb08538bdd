import { compareCodePoints } from '../core/python/order.ts';
import { FailureError } from '../model/failure.ts';
import { basename, relative } from '../model/path.ts';
import type { Appearance, ListedEntry } from './listed-tree.ts';
import type { Listing } from './listing-source.ts';

/** One line of a listing. */
export interface Listed {
  readonly path: string;
  readonly isOutput: boolean;
  readonly isDirectory: boolean;
  readonly isExecutable: boolean;
  readonly size: number | undefined;
  readonly digest: string | undefined;
}

export interface ListedNode extends Listed {
  readonly contents: readonly ListedNode[];
}

export interface ListOptions {
  readonly recursive: boolean;
  /** How many folders deep; 0 is the path itself. */
  readonly depth: number | undefined;
  /** Look at each file: without it there are no sizes, and nothing is known to be executable. */
  readonly looks: boolean;
}

/**
 * A folder's entries by path; or the files below it, with the folders at which the depth ends. A file is listed as
 * itself. Throws a FailureError `path-missing`, `folder-list-lost` or `folder-list-refused`.
 */
export async function listEntries(listing: Listing, options: ListOptions): Promise<readonly Listed[]> {
  const { tree, from } = listing;
  const top = await topOf(listing);
  const depth = options.recursive ? options.depth : 1;
  if (depth === 0 || !top.isDirectory) return [listed(top, basename(top.path) || '.', await tree.look(top))];
  const found: Listed[] = [];
  const visit = async (folder: ListedEntry, level: number): Promise<void> => {
    const above = relative(from, folder.path);
    for (const entry of await tree.children(folder)) {
      const name = basename(entry.path);
      if (entry.isDirectory && (depth === undefined || level < depth)) await visit(entry, level + 1);
      else {
        const look = options.looks ? await tree.look(entry) : NOT_ASKED;
        found.push(listed(entry, above === '.' ? name : `${above}/${name}`, look));
      }
    }
  };
  await visit(top, 1);
  return found.sort((a, b) => compareCodePoints(a.path, b.path));
}

/** The same as a tree. @param name what its top is called. */
export async function listTree(
  listing: Listing,
  name: string,
  { depth, looks }: Omit<ListOptions, 'recursive'>,
): Promise<ListedNode> {
  const node = async (entry: ListedEntry, path: string, levels: number | undefined): Promise<ListedNode> => {
    const contents: ListedNode[] = [];
    if (entry.isDirectory && (levels === undefined || levels > 0)) {
      for (const child of await listing.tree.children(entry))
        contents.push(await node(child, basename(child.path), levels === undefined ? undefined : levels - 1));
    }
    const look = looks ? await listing.tree.look(entry) : NOT_ASKED;
    return { ...listed(entry, path, look), contents };
  };
  return node(await topOf(listing), name, depth);
}

async function topOf({ tree, path }: Listing): Promise<ListedEntry> {
  const entry = await tree.entry(path);
  if (entry === undefined) throw new FailureError({ code: 'path-missing', path });
  return entry;
}

const NOT_ASKED: Appearance = { size: undefined, isExecutable: false };

function listed(entry: ListedEntry, path: string, { size, isExecutable }: Appearance): Listed {
  return {
    path,
    isOutput: entry.tracked?.isOutput === true,
    isDirectory: entry.isDirectory,
    isExecutable,
    size,
    digest: entry.tracked?.digest,
  };
}
