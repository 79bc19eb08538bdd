import type { RepoPath } from '../../model/path.ts';
import { compareCodePoints } from '../python/order.ts';
import { isSameHash } from './state.ts';
import type { ContentHash, DataEntry, DataItem, DataState, FolderContent } from './state.ts';

/** `unknown`: something is there, and what was there before nobody can tell. */
export type DataChange =
  | { readonly kind: 'added'; readonly new: DataEntry }
  | { readonly kind: 'deleted'; readonly old: DataEntry }
  | { readonly kind: 'modified' | 'renamed' | 'unchanged'; readonly old: DataEntry; readonly new: DataEntry }
  | { readonly kind: 'unknown'; readonly new: DataEntry };

export interface CompareOptions {
  /**
   * `hash`: what has no hash is as good as not there. `entry`: what is declared is there, with or without a hash.
   * The first is how `data status` looks at things, the second how `diff` does.
   */
  readonly by: 'hash' | 'entry';
  /** Also what lies in folders. */
  readonly inside: boolean;
  /** Report what is the same, too. */
  readonly unchanged?: boolean;
  /** Paths that count. */
  readonly selects?: (path: RepoPath) => boolean;
}

/**
 * Compares two states of tracked data, and pairs what went with what came where both hold the same content.
 *
 * @returns what stayed in its place in the order of paths; then what came, with what was renamed; then what went.
 * @source iterative/dvc-data src/dvc_data/index/diff.py: which changes there are, and how renames are found.
 */
export function compareData(old: DataState, new_: DataState, options: CompareOptions): readonly DataChange[] {
  const comparison = new Comparison(options);
  const paths = new Set([...old.keys(), ...new_.keys()]);
  for (const path of [...paths].sort(compareCodePoints)) comparison.item(path, old.get(path), new_.get(path));
  return comparison.result();
}

class Comparison {
  readonly #options: CompareOptions;
  readonly #stayed: DataChange[] = [];
  readonly #added: DataEntry[] = [];
  readonly #deleted: DataEntry[] = [];

  constructor(options: CompareOptions) {
    this.#options = options;
  }

  item(path: RepoPath, old: DataItem | undefined, new_: DataItem | undefined): void {
    this.#entry(entryOf(path, old), entryOf(path, new_));
    const { inside, unchanged } = this.#options;
    if (!inside) return;
    const isUnknown = isOpaque(old) || isOpaque(new_);
    if (isUnknown) this.#unknown(path, new_?.content);
    else if (!isSameHash(old?.hash, new_?.hash)) this.#files(path, old, new_);
    else if (unchanged === true && new_ !== undefined) this.#sameFiles(path, new_);
  }

  result(): readonly DataChange[] {
    return [...this.#stayed, ...pairRenames(this.#added, this.#deleted)];
  }

  #unknown(path: RepoPath, content: FolderContent | undefined): void {
    if (content === undefined) return;
    const folders = [...content.folders()].map(folder => ({ relpath: folder, isDirectory: true }));
    const files = content.files().map(({ relpath }) => ({ relpath, isDirectory: false }));
    for (const { relpath, isDirectory } of [...folders, ...files].sort((a, b) =>
      comparePaths(a.relpath, b.relpath),
    ))
      this.#report({ kind: 'unknown', new: { path: `${path}/${relpath}` as RepoPath, isDirectory } });
  }

  #sameFiles(path: RepoPath, item: DataItem): void {
    for (const { relpath, md5 } of item.content?.files() ?? []) {
      const entry = fileIn(path, item, relpath, md5);
      this.#report({ kind: 'unchanged', old: entry, new: entry });
    }
  }

  #files(path: RepoPath, old: DataItem | undefined, new_: DataItem | undefined): void {
    const before = new Map(old?.content?.files().map(({ relpath, md5 }) => [relpath, md5]));
    for (const { relpath, md5 } of new_?.content?.files() ?? []) {
      const known = before.get(relpath);
      before.delete(relpath);
      const file = known === undefined ? undefined : fileIn(path, old, relpath, known);
      this.#entry(file, fileIn(path, new_, relpath, md5));
    }
    for (const [relpath, md5] of before) this.#entry(fileIn(path, old, relpath, md5), undefined);
  }

  #entry(old: DataEntry | undefined, new_: DataEntry | undefined): void {
    const { by } = this.#options;
    const before = by === 'hash' && old?.hash === undefined ? undefined : old;
    const after = by === 'hash' && new_?.hash === undefined ? undefined : new_;
    if (before === undefined) {
      if (after !== undefined) this.#report({ kind: 'added', new: after });
    } else if (after === undefined) this.#report({ kind: 'deleted', old: before });
    else {
      const isSame = isSameHash(before.hash, after.hash) && before.isDirectory === after.isDirectory;
      this.#report({ kind: isSame ? 'unchanged' : 'modified', old: before, new: after });
    }
  }

  #report(change: DataChange): void {
    const { selects, unchanged } = this.#options;
    const { path } = change.kind === 'deleted' ? change.old : change.new;
    if (selects?.(path) === false || (change.kind === 'unchanged' && unchanged !== true)) return;
    if (change.kind === 'added') this.#added.push(change.new);
    else if (change.kind === 'deleted') this.#deleted.push(change.old);
    else this.#stayed.push(change);
  }
}

function entryOf(path: RepoPath, item: DataItem | undefined): DataEntry | undefined {
  if (item === undefined) return undefined;
  const { hash, isDirectory } = item;
  return { path, isDirectory, ...(hash === undefined ? {} : { hash }) };
}

function fileIn(folder: RepoPath, item: DataItem | undefined, relpath: string, digest: string): DataEntry {
  const path = `${folder}/${relpath}` as RepoPath;
  return { path, hash: { name: item?.hash?.name ?? 'md5', digest }, isDirectory: false };
}

/** A folder of which nobody knows what is in it. */
function isOpaque(item: DataItem | undefined): boolean {
  return item?.isDirectory === true && item.content === undefined;
}

/** Each file that came is taken for the first one that went with the same content. */
function pairRenames(added: DataEntry[], deleted: DataEntry[]): readonly DataChange[] {
  const gone = new Map<string, DataEntry[]>();
  for (const old of deleted.sort(byPath)) {
    const same = gone.get(hashKey(old.hash));
    if (same === undefined) gone.set(hashKey(old.hash), [old]);
    else same.push(old);
  }
  const changes: DataChange[] = [];
  for (const new_ of added.sort(byPath)) {
    const old = new_.hash === undefined ? undefined : gone.get(hashKey(new_.hash))?.shift();
    changes.push(old === undefined ? { kind: 'added', new: new_ } : { kind: 'renamed', old, new: new_ });
  }
  for (const rest of gone.values()) for (const old of rest) changes.push({ kind: 'deleted', old });
  return changes;
}

function hashKey(hash: ContentHash | undefined): string {
  return hash === undefined ? '' : `${hash.name}:${hash.digest}`;
}

const SLASH = 0x2f;

function byPath(a: DataEntry, b: DataEntry): number {
  return comparePaths(a.path, b.path);
}

/** By the parts of paths: a folder comes right before what is in it. */
function comparePaths(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at < shared && a.charCodeAt(at) === SLASH) return -1;
  if (at < shared && b.charCodeAt(at) === SLASH) return 1;
  return compareCodePoints(a, b);
}
