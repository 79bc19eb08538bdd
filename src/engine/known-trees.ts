import { decodeTree, encodeTree } from '../core/digest/tree.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { writeMemo } from './memo.ts';
import type { Workspace } from './workspace.ts';

/** So many lists are kept: those of the states that were read last. */
const KEPT = 50;

/**
 * What was in folders that stages read and that the cache does not hold, as git has them: only to tell later which of
 * their files changed.
 */
export class KnownTrees {
  readonly #workspace: Workspace;
  readonly #folder: string;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { root, layout } = workspace.project;
    this.#folder = `${root}/${layout.directory}/tmp/mltrack/trees`;
  }

  async remember(record: HashRecord, tree: () => readonly TreeEntry[]): Promise<void> {
    const { project, cache } = this.#workspace;
    const { files } = project.context;
    const file = this.#file(record);
    if (files.stat(file) !== undefined || (await cache.of(record).has(record.digest))) return;
    this.#removeOld();
    writeMemo(project, file, encodeTree(tree()).bytes);
  }

  /** Undefined for what nobody remembers. */
  async find(record: HashRecord): Promise<readonly TreeEntry[] | undefined> {
    const { project, cache } = this.#workspace;
    const stored = await cache.of(record).tree(record.digest);
    if (stored !== undefined) return stored;
    if (!isPlainDigest(record)) return undefined;
    const text = project.context.files.readText(this.#file(record));
    const decoded = text === undefined ? undefined : decodeTree(text);
    return decoded?.ok === true ? decoded.value : undefined;
  }

  #file({ digest }: HashRecord): string {
    return `${this.#folder}/${digest}`;
  }

  #removeOld(): void {
    const { files } = this.#workspace.project.context;
    const all = (files.list(this.#folder) ?? []).map(({ name }) => `${this.#folder}/${name}`);
    if (all.length < KEPT) return;
    const aged = all.map(path => ({ path, mtimeMs: files.stat(path)?.mtimeMs ?? 0 }));
    aged.sort((a, b) => a.mtimeMs - b.mtimeMs);
    for (const { path } of aged.slice(0, all.length - KEPT + 1)) files.remove(path);
  }
}

/** It comes from a lock file, which anybody may have written, and becomes the name of a file. */
function isPlainDigest({ digest }: HashRecord): boolean {
  return /^[0-9a-f]{32}\.dir$/.test(digest);
}
