import { decodeTree, md5OfText } from '../core/digest/tree.ts';
import type { Failure } from '../model/failure.ts';
import { DIR_SUFFIX, isDirDigest, namesObject } from '../model/hash.ts';
import type { HashRecord, TreeEntry, TreeFault } from '../model/hash.ts';
import { CompleteTrees } from './complete-trees.ts';
import type { Project } from './project.ts';

/** Objects of this mode are as they were stored; everything else is hashed before it is believed. */
const TRUSTED_MODE = 0o444;
/** Above this many files of a folder, their objects are looked up by listing instead of one by one. */
const LIST_ABOVE = 512;

/** The cache's objects: each under the digest of its bytes. */
export class ObjectStore {
  readonly directory: string;
  /** Objects of 2.x projects are named by a hash that folds line ends. */
  readonly isLegacy: boolean;
  readonly #project: Project;
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #faults = new Map<string, TreeFault>();
  readonly #complete: CompleteTrees;
  #prefixes = new Map<string, ReadonlySet<string>>();

  /** Objects of 2.x projects lie in the cache's root itself. */
  constructor(project: Project, kind: 'current' | 'legacy' = 'current') {
    this.#project = project;
    this.isLegacy = kind === 'legacy';
    this.directory = kind === 'legacy' ? project.cacheDirectory : `${project.cacheDirectory}/files/md5`;
    this.#complete = new CompleteTrees(project, this.directory);
  }

  pathOf(digest: string): string {
    return `${this.directory}/${digest.slice(0, 2)}/${digest.slice(2)}`;
  }

  /**
   * Is the object there and whole? A damaged one is removed, as nothing may ever be made from it; one that is whole
   * but not protected gets its protection back.
   */
  async has(digest: string): Promise<boolean> {
    if (!namesObject(digest)) return false;
    const { files } = this.#project.context;
    const path = this.pathOf(digest);
    const stat = files.stat(path);
    if (stat?.kind !== 'file') return false;
    if ((stat.mode & 0o7777) === TRUSTED_MODE) return true;
    const [actual] = await this.#project.context.hasher().hash([path], { legacy: this.isLegacy });
    if (actual === undefined) return false;
    if (actual.md5 !== digest.replace(DIR_SUFFIX, '')) {
      this.remove(digest);
      return false;
    }
    files.chmod(path, TRUSTED_MODE);
    return true;
  }

  /** Is there an object of that name? For those who make nothing from it: it is not looked into. */
  holds(digest: string): boolean {
    return namesObject(digest) && this.#project.context.files.stat(this.pathOf(digest)) !== undefined;
  }

  /** Those entries for which there is no object of their name. */
  absent(entries: readonly TreeEntry[]): readonly TreeEntry[] {
    if (entries.length > LIST_ABOVE) return this.#unlisted(entries);
    return entries.filter(({ md5 }) => !this.holds(md5));
  }

  /** Is all of it there: the object, and for a folder every file that it lists? */
  async hasAll(record: HashRecord): Promise<boolean> {
    if (!isDirDigest(record.digest)) return this.has(record.digest);
    if ((await this.has(record.digest)) && this.isKnownComplete(record.digest)) return true;
    const entries = await this.tree(record.digest);
    if (entries === undefined || (await this.missing(entries)).length > 0) return false;
    this.rememberComplete(record.digest, entries);
    return true;
  }

  /** Were all files of a folder seen here before, and has nothing come or gone since? */
  isKnownComplete(digest: string): boolean {
    return this.#complete.has(digest);
  }

  /** To be called when the objects of all files of a folder have just been seen. */
  rememberComplete(digest: string, entries: readonly TreeEntry[]): void {
    if (entries.length > LIST_ABOVE) this.#complete.remember(digest, entries);
  }

  /** Those entries whose object is not there. */
  async missing(entries: readonly TreeEntry[]): Promise<readonly TreeEntry[]> {
    if (entries.length > LIST_ABOVE) return this.#unlisted(entries);
    const missing: TreeEntry[] = [];
    for (const entry of entries) if (!(await this.has(entry.md5))) missing.push(entry);
    return missing;
  }

  /** The files of a stored folder; undefined when its object is missing, no such list, or damaged and removed for that. */
  async tree(digest: string): Promise<readonly TreeEntry[] | undefined> {
    const known = this.#trees.get(digest);
    if (known !== undefined) return known;
    if (!(await this.has(digest))) return undefined;
    const text = this.#project.context.files.readText(this.pathOf(digest));
    if (text === undefined) return undefined;
    if (md5OfText(text) + DIR_SUFFIX !== digest) {
      this.remove(digest);
      return undefined;
    }
    const entries = this.#decode(digest, text);
    if (entries !== undefined) this.#trees.set(digest, entries);
    return entries;
  }

  /**
   * Why there is an object of that name and yet no {@link tree}: what it lists is refused. To be asked after it.
   *
   * @param folder what the user calls the folder.
   */
  refusal(digest: string, folder: string): Failure | undefined {
    const fault = this.#faults.get(digest);
    return fault === undefined ? undefined : { code: 'folder-list-refused', folder, digest, fault };
  }

  #decode(digest: string, text: string): readonly TreeEntry[] | undefined {
    const decoded = decodeTree(text);
    if (decoded.ok) return decoded.value;
    this.#faults.set(digest, decoded.error);
    return undefined;
  }

  /** As {@link tree}, for those who only look: a damaged listing is left where it is, and no list. */
  lookAtTree(digest: string): readonly TreeEntry[] | undefined {
    if (!namesObject(digest)) return undefined;
    const text = this.#project.context.files.readText(this.pathOf(digest));
    if (text === undefined || md5OfText(text) + DIR_SUFFIX !== digest) return undefined;
    return this.#decode(digest, text);
  }

  putTree(digest: string, bytes: string, entries: readonly TreeEntry[]): void {
    const { files } = this.#project.context;
    const path = this.pathOf(digest);
    this.#trees.set(digest, entries);
    const present = files.readText(path);
    if (present !== undefined && md5OfText(present) + DIR_SUFFIX === digest) {
      files.chmod(path, TRUSTED_MODE);
      return;
    }
    files.makeDirectory(path.slice(0, path.lastIndexOf('/')));
    files.writeAtomic(path, bytes, 0o666 & ~files.umask);
    // Last of all: an object that is read-only under its own name is believed to be whole.
    files.chmod(path, TRUSTED_MODE);
  }

  /** Takes a damaged object away. */
  remove(digest: string): void {
    this.#project.context.files.remove(this.pathOf(digest));
    this.#trees.delete(digest);
    this.forgetListings();
  }

  /** To be called when objects were added: listings made before are out of date. */
  forgetListings(): void {
    this.#prefixes = new Map();
  }

  #unlisted(entries: readonly TreeEntry[]): readonly TreeEntry[] {
    return entries.filter(({ md5 }) => !this.#prefix(md5.slice(0, 2)).has(md5.slice(2)));
  }

  #prefix(prefix: string): ReadonlySet<string> {
    let names = this.#prefixes.get(prefix);
    if (names === undefined) {
      names = new Set(
        this.#project.context.files.list(`${this.directory}/${prefix}`)?.map(entry => entry.name),
      );
      this.#prefixes.set(prefix, names);
    }
    return names;
  }
}

/** The two places in which objects lie, by the kind of their digest. */
export class Cache {
  readonly current: ObjectStore;
  readonly legacy: ObjectStore;

  constructor(project: Project) {
    this.current = new ObjectStore(project);
    this.legacy = new ObjectStore(project, 'legacy');
  }

  of(record: Pick<HashRecord, 'name' | 'digest'>): ObjectStore {
    return record.name === 'md5-dos2unix' ? this.legacy : this.current;
  }
}
