import type { ContentHash, DataEntry, DataItem, DataState, FolderContent } from '../core/data/state.ts';
import { FailureError } from '../model/failure.ts';
import { isDirDigest } from '../model/hash.ts';
import type { HashRecord } from '../model/hash.ts';
import type { RepoPath } from '../model/path.ts';
import { foldersOf } from './file-plan.ts';
import { recordOf } from './observe.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Workspace } from './workspace.ts';

/** Tracked paths with what is recorded of them. */
export type Recorded = ReadonlyMap<RepoPath, HashRecord | undefined>;

/** What the lock and data files of one state say of each output that belongs into the cache. */
export async function recordedOutputs(index: ProjectIndex): Promise<Recorded> {
  const recorded = new Map<RepoPath, HashRecord | undefined>();
  for (const stage of index.stages) {
    const lock = await index.locks.entry(stage);
    if (!lock.ok) throw new FailureError(lock.error);
    for (const output of stage.outputs)
      if (output.cached && output.path !== undefined) recorded.set(output.path, recordOf(output, lock.value));
  }
  return recorded;
}

/** Looks up what states hold. No folder's list is read twice, and none that was just made by looking at the folder. */
export class DataStates {
  readonly #workspace: Workspace;
  readonly #inside: boolean;
  readonly #contents = new Map<string, FolderContent>();

  /** @param options.inside what lies in folders is wanted. */
  constructor(workspace: Workspace, { inside }: { readonly inside: boolean }) {
    this.#workspace = workspace;
    this.#inside = inside;
  }

  /** The workspace at these paths, each hashed as it is recorded. Throws as the digester does. */
  async present(recorded: Recorded): Promise<DataState> {
    const state = new Map<RepoPath, DataItem>();
    for (const [path, record] of recorded) {
      const digested = await this.#workspace.digester.digestAsItIs(
        path,
        record === undefined ? {} : { name: record.name },
      );
      if (digested === undefined) continue;
      const { tree, walked } = digested;
      const item = itemOf(digested.record);
      if (tree === undefined || !this.#inside) {
        state.set(path, item);
        continue;
      }
      const content = { files: tree, folders: () => walked?.folders ?? [] };
      this.#contents.set(keyOf(digested.record), content);
      state.set(path, { ...item, content });
    }
    return state;
  }

  /** What is recorded, with the lists of folders that the cache has. To be asked after {@link present}. */
  async recorded(recorded: Recorded): Promise<DataState> {
    const state = new Map<RepoPath, DataItem>();
    for (const [path, record] of recorded) {
      if (record === undefined) {
        state.set(path, { isDirectory: false });
        continue;
      }
      const content = this.#inside && isDirDigest(record.digest) ? await this.#content(record) : undefined;
      state.set(path, { ...itemOf(record), ...(content === undefined ? {} : { content }) });
    }
    return state;
  }

  /**
   * What the cache does not have. What lies in a folder is told one by one where it is wanted.
   *
   * @param state what is recorded.
   */
  missing(state: DataState, selects: (path: RepoPath) => boolean): readonly DataEntry[] {
    const missing: DataEntry[] = [];
    for (const [path, { hash, isDirectory, content }] of state) {
      if (hash === undefined) continue;
      const objects = this.#workspace.cache.of(hash);
      if (selects(path) && !objects.holds(hash.digest)) missing.push({ path, hash, isDirectory });
      if (content === undefined || objects.isKnownComplete(hash.digest)) continue;
      const absent = objects.absent(content.files());
      if (absent.length === 0) objects.rememberComplete(hash.digest, content.files());
      for (const { relpath, md5 } of absent) {
        const file = `${path}/${relpath}` as RepoPath;
        if (selects(file)) missing.push({ path: file, hash: { ...hash, digest: md5 }, isDirectory: false });
      }
    }
    return missing;
  }

  async #content(record: HashRecord): Promise<FolderContent | undefined> {
    const objects = this.#workspace.cache.of(record);
    const known = this.#contents.get(keyOf(record));
    if (known !== undefined) return objects.holds(record.digest) ? known : undefined;
    const files = await objects.tree(record.digest);
    if (files === undefined) return undefined;
    const content = { files: () => files, folders: () => foldersOf(files.map(({ relpath }) => relpath)) };
    this.#contents.set(keyOf(record), content);
    return content;
  }
}

function itemOf({ name, digest }: HashRecord): DataItem {
  return { hash: { name, digest }, isDirectory: isDirDigest(digest) };
}

function keyOf({ name, digest }: ContentHash): string {
  return `${name}:${digest}`;
}
