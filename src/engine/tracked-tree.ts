import { FailureError } from '../model/failure.ts';
import { isDirDigest } from '../model/hash.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { basename, dirname, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Recorded } from './data-states.ts';
import { Cache } from './objects.ts';
import type { Project } from './project.ts';

/** What is recorded of one path. */
export interface Tracked {
  readonly isDirectory: boolean;
  /** An output, or inside one; false for a folder that outputs lie in. */
  readonly isOutput: boolean;
  /** Absent for folders in tracked folders and for what was never made. */
  readonly digest?: string;
  readonly size?: number;
}

const FOLDER_IN_OUTPUT: Tracked = { isDirectory: true, isOutput: true };
const FOLDER_OF_OUTPUTS: Tracked = { isDirectory: true, isOutput: false };

type Children = Map<string, Tracked>;

/** All that one state records, as a tree: outputs, what lies in them, the folders they lie in. */
export class TrackedTree {
  readonly #project: Project;
  readonly #recorded: Recorded;
  readonly #cache: Cache;
  /** Folders above outputs. */
  readonly #folders = new Map<string, Children>([[ROOT, new Map()]]);
  /** By output and folder below it. */
  readonly #inside = new Map<RepoPath, ReadonlyMap<string, Children>>();

  constructor(project: Project, recorded: Recorded) {
    this.#project = project;
    this.#recorded = recorded;
    this.#cache = new Cache(project);
    for (const [path, record] of recorded) addTo(this.#folders, path, trackedOf(record), FOLDER_OF_OUTPUTS);
  }

  async at(path: RepoPath): Promise<Tracked | undefined> {
    if (path === ROOT) return FOLDER_OF_OUTPUTS;
    return (await this.children(dirname(path) as RepoPath)).get(basename(path));
  }

  /** Throws `folder-list-lost` and `folder-list-refused`. */
  async children(folder: RepoPath): Promise<ReadonlyMap<string, Tracked>> {
    const output = this.#outputAround(folder);
    if (output === undefined) return this.#folders.get(folder) ?? new Map<string, Tracked>();
    const inside = await this.#contentOf(output);
    return inside.get(folder === output ? '' : folder.slice(output.length + 1)) ?? new Map<string, Tracked>();
  }

  #outputAround(path: RepoPath): RepoPath | undefined {
    for (let at: string = path; at !== ''; at = dirname(at))
      if (this.#recorded.has(at as RepoPath)) return at as RepoPath;
    return undefined;
  }

  async #contentOf(output: RepoPath): Promise<ReadonlyMap<string, Children>> {
    const known = this.#inside.get(output);
    if (known !== undefined) return known;
    const folders = new Map<string, Children>([['', new Map()]]);
    const record = this.#recorded.get(output);
    if (record !== undefined && isDirDigest(record.digest)) {
      for (const { relpath, md5 } of await this.#filesOf(output, record))
        addTo(folders, relpath, { isDirectory: false, isOutput: true, digest: md5 }, FOLDER_IN_OUTPUT);
    }
    this.#inside.set(output, folders);
    return folders;
  }

  async #filesOf(output: RepoPath, record: HashRecord): Promise<readonly TreeEntry[]> {
    const objects = this.#cache.of(record);
    const files = await objects.tree(record.digest);
    if (files !== undefined) return files;
    const folder = this.#project.show(output);
    throw new FailureError(objects.refusal(record.digest, folder) ?? { code: 'folder-list-lost', folder });
  }
}

/** Puts an entry into its folder, and each folder above it into its own. */
function addTo(folders: Map<string, Children>, path: string, entry: Tracked, folder: Tracked): void {
  const parent = dirname(path);
  let children = folders.get(parent);
  if (children === undefined) {
    children = new Map();
    folders.set(parent, children);
    addTo(folders, parent, folder, folder);
  }
  children.set(basename(path), entry);
}

function trackedOf(record: HashRecord | undefined): Tracked {
  if (record === undefined) return { isDirectory: false, isOutput: true, size: 0 };
  const { digest, size } = record;
  return {
    isDirectory: isDirDigest(digest),
    isOutput: true,
    digest,
    ...(size === undefined ? {} : { size: Number(size) }),
  };
}
