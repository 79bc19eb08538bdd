import { encodeTree } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import { isDirDigest } from '../model/hash.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import type { RepoPath } from '../model/path.ts';
import { dirname } from '../model/path.ts';
import type { RestoreJob } from '../ports.ts';
import { Digester } from './digester.ts';
import type { Digested, DigestRequest } from './digester.ts';
import { guardWrite } from './guard.ts';
import { Cache } from './objects.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';

/** What materialising one path did. Counts are files. */
export interface Change {
  readonly kind: 'added' | 'modified' | 'deleted' | 'none';
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
}

const NO_CHANGE: Change = { kind: 'none', added: 0, modified: 0, deleted: 0 };

export interface RestoreOptions {
  /** Overwrite and remove files whose content is not in the cache. */
  readonly force: boolean;
  /** Link types to try, instead of those of the config. */
  readonly links?: readonly LinkType[];
  /** Make every file anew with the current link type. */
  readonly relink?: boolean;
}

/** Moves content between the workspace and the cache, in both directions. */
export class Workspace {
  readonly project: Project;
  readonly digester: Digester;
  readonly cache: Cache;

  constructor(project: Project) {
    this.project = project;
    this.digester = new Digester(project);
    this.cache = new Cache(project);
  }

  /** Hashes a path and puts its content into the cache. Undefined when there is nothing at the path. */
  async store(path: RepoPath, options: { readonly relink?: boolean } = {}): Promise<Digested | undefined> {
    const objects = this.cache.current;
    const request: DigestRequest = { storeInto: objects.directory };
    let digested = await this.digester.digest(path, request);
    if (digested === undefined) return undefined;
    objects.forgetListings();
    if (digested.tree === undefined) {
      if (!(await objects.has(digested.record.digest)))
        digested = await this.#storeAgain(path, [{ relpath: '', md5: digested.record.digest }], digested);
    } else {
      const missing = digested.allStored === true ? [] : await objects.missing(digested.tree());
      if (missing.length > 0) digested = await this.#storeAgain(path, missing, digested);
      const entries = digested.tree?.() ?? [];
      objects.putTree(digested.record.digest, digested.encodedTree ?? encodeTree(entries).bytes, entries);
    }
    if (options.relink !== false) await this.#relinkStored(path, digested);
    return digested;
  }

  /** Stores files that were known by their hash, but whose objects are gone. */
  async #storeAgain(path: RepoPath, entries: readonly TreeEntry[], digested: Digested): Promise<Digested> {
    const base = this.project.absolute(path);
    const sources = entries.map(({ relpath }) => (relpath === '' ? base : `${base}/${relpath}`));
    const stored = await this.#showing('storing', entries.length, onProgress =>
      this.project.context.hasher().store(sources, this.cache.current.directory, { onProgress }),
    );
    this.cache.current.forgetListings();
    entries.forEach(({ md5 }, index) => {
      if (stored[index]?.md5 !== md5) {
        throw new FailureError({ code: 'changed-meanwhile', path: this.project.show(path) });
      }
    });
    return digested;
  }

  /** With links configured, what was stored becomes a link into the cache; with copies it stays as it is. */
  async #relinkStored(path: RepoPath, { record }: Digested): Promise<void> {
    const [first] = this.project.settings.linkTypes;
    const { files } = this.project.context;
    if (first !== 'reflink' && first !== 'copy') {
      await this.restore(path, record, { force: true, relink: true });
      if (record.isexec === true) files.chmod(this.project.absolute(path), 0o544);
    } else if (record.isexec === true) {
      files.chmod(this.project.absolute(path), (0o666 & ~files.umask) | 0o100);
    }
  }

  /**
   * Makes the workspace hold what a record says, from the cache.
   *
   * @throws FailureError `checkout-failed` when an object is missing or damaged, `unsaved-changes` when content would
   *         be lost that the cache does not have. Nothing is removed before everything needed is known to be there.
   */
  async restore(path: RepoPath, record: HashRecord, options: RestoreOptions): Promise<Change> {
    const refusal = guardWrite(this.project, path);
    if (refusal !== undefined) throw new FailureError(refusal);
    const now = await this.digester.digest(path, { name: record.name });
    if (now?.record.digest === record.digest && options.relink !== true) return NO_CHANGE;
    const objects = this.cache.of(record);
    const wanted = await this.#entries(record, objects);
    if (wanted === undefined || !(await objects.hasAll(record))) {
      throw new FailureError({ code: 'checkout-failed', paths: [this.project.show(path)] });
    }
    const present = now === undefined ? [] : (now.tree?.() ?? [{ relpath: '', md5: now.record.digest }]);
    const plan = planChanges(wanted, present, options.relink === true);
    if (!options.force) await this.#refuseLoss(path, plan, objects);
    await this.#apply(path, record, plan, objects, options.links ?? this.project.settings.linkTypes);
    return {
      kind: now === undefined ? 'added' : options.relink === true ? 'none' : 'modified',
      added: plan.added.length,
      modified: plan.modified.length,
      deleted: plan.deleted.length,
    };
  }

  /** Removes an output from the workspace. Its parent folders stay. */
  remove(path: RepoPath): void {
    const refusal = guardWrite(this.project, path);
    if (refusal !== undefined) throw new FailureError(refusal);
    this.project.context.files.remove(this.project.absolute(path));
  }

  /** Turns links into the cache into files of their own, so that writing to them cannot damage the cache. */
  unprotect(path: RepoPath): void {
    const { files } = this.project.context;
    const base = this.project.absolute(path);
    const stat = files.stat(base);
    if (stat === undefined) return;
    const all =
      stat.kind === 'directory'
        ? (files.walk(base, () => false)?.names ?? []).map(name => `${base}/${name}`)
        : [base];
    for (const file of all) {
      const link = files.lstat(file);
      if (link?.kind === 'symlink' || (link?.links ?? 1) > 1) {
        const bytes = files.readBytes(file);
        if (bytes !== undefined) {
          files.remove(file);
          files.writeAtomic(file, bytes, 0o666 & ~files.umask);
        }
      }
    }
  }

  save(): void {
    this.digester.save();
  }

  async #entries(record: HashRecord, objects: ObjectStore): Promise<readonly TreeEntry[] | undefined> {
    return isDirDigest(record.digest) ? objects.tree(record.digest) : [{ relpath: '', md5: record.digest }];
  }

  /** Content that is about to go and that the cache does not have is never lost without being asked for. */
  async #refuseLoss(path: RepoPath, plan: FilePlan, objects: ObjectStore): Promise<void> {
    const going = [...plan.deleted, ...plan.modified.map(({ before }) => before)];
    const unsaved: string[] = [];
    for (const entry of going) {
      if (entry.md5 !== '' && !(await objects.has(entry.md5))) {
        unsaved.push(
          this.project.show((entry.relpath === '' ? path : `${path}/${entry.relpath}`) as RepoPath),
        );
      }
    }
    if (unsaved.length > 0) throw new FailureError({ code: 'unsaved-changes', paths: unsaved });
  }

  async #apply(
    path: RepoPath,
    record: HashRecord,
    plan: FilePlan,
    objects: ObjectStore,
    links: readonly LinkType[],
  ): Promise<void> {
    const { files } = this.project.context;
    const base = this.project.absolute(path);
    const at = (relpath: string): string => (relpath === '' ? base : `${base}/${relpath}`);
    const isFolder = isDirDigest(record.digest);
    if (isFolder !== (files.lstat(base)?.kind === 'directory')) files.remove(base);
    for (const { relpath } of plan.deleted) if (relpath !== '') files.remove(at(relpath));
    if (isFolder) files.makeDirectory(base);
    const made = new Set<string>();
    const todo = [...plan.added, ...plan.modified.map(({ after }) => after)];
    for (const { relpath } of todo) {
      const parent = dirname(at(relpath));
      if (made.has(parent)) continue;
      made.add(parent);
      // A file may stand where a folder is wanted now.
      if (isFolder && files.lstat(parent)?.kind === 'file') files.remove(parent);
      files.makeDirectory(parent);
    }
    await this.#make(path, todo, at, record, objects, links);
    if (isFolder) removeEmptied(this.project, base, plan.deleted);
  }

  async #make(
    path: RepoPath,
    entries: readonly TreeEntry[],
    at: (relpath: string) => string,
    record: HashRecord,
    objects: ObjectStore,
    links: readonly LinkType[],
  ): Promise<void> {
    const { context } = this.project;
    const mode = (0o666 & ~context.files.umask) | (record.isexec === true ? 0o100 : 0);
    const copies: RestoreJob[] = [];
    const damaged = (md5: string): FailureError => {
      context.files.remove(objects.pathOf(md5));
      return new FailureError({ code: 'checkout-failed', paths: [this.project.show(path)] });
    };
    const linkType = links.find(type => type !== 'copy' && type !== 'reflink');
    const firstLink = links[0] === linkType ? linkType : undefined;
    for (const { relpath, md5 } of entries) {
      const to = at(relpath);
      const object = objects.pathOf(md5);
      const isCopied =
        firstLink === undefined || (firstLink === 'hardlink' && context.files.stat(object)?.size === 0);
      if (isCopied) {
        copies.push({ object, md5, to, mode });
        continue;
      }
      const [actual] = await context.hasher().hash([object], { legacy: objects.isLegacy });
      if (actual?.md5 !== md5) throw damaged(md5);
      context.files.remove(to);
      if (!links.some(type => type !== 'copy' && context.files.link(type, object, to)))
        copies.push({ object, md5, to, mode });
    }
    const done = await this.#showing('checking out', copies.length, onProgress =>
      context.hasher().restore(copies, { legacy: objects.isLegacy, onProgress }),
    );
    for (const [index, whole] of done.entries()) {
      const job = copies[index];
      if (!whole && job !== undefined) throw damaged(job.md5);
    }
  }

  /** Lets people see how far work on many files is. */
  async #showing<T>(
    task: string,
    total: number,
    work: (onProgress: (files: number) => void) => Promise<T>,
  ): Promise<T> {
    const { context } = this.project;
    try {
      return await work(done => context.emit({ type: 'progress', task, done, total, unit: 'files' }));
    } finally {
      context.emit({ type: 'progress-ended' });
    }
  }
}

interface FilePlan {
  readonly added: readonly TreeEntry[];
  readonly modified: readonly { readonly before: TreeEntry; readonly after: TreeEntry }[];
  readonly deleted: readonly TreeEntry[];
}

function planChanges(wanted: readonly TreeEntry[], present: readonly TreeEntry[], relink: boolean): FilePlan {
  const before = new Map(present.map(entry => [entry.relpath, entry]));
  const added: TreeEntry[] = [];
  const modified: { before: TreeEntry; after: TreeEntry }[] = [];
  for (const after of wanted) {
    const old = before.get(after.relpath);
    before.delete(after.relpath);
    if (old === undefined) added.push(after);
    else if (old.md5 !== after.md5 || relink) modified.push({ before: old, after });
  }
  return { added, modified, deleted: [...before.values()] };
}

/** Folders that held only what was deleted go too, deepest first. */
function removeEmptied(project: Project, base: string, deleted: readonly TreeEntry[]): void {
  const folders = new Set<string>();
  for (const { relpath } of deleted) {
    for (let folder = dirname(relpath); folder !== ''; folder = dirname(folder)) folders.add(folder);
  }
  for (const folder of [...folders].sort((a, b) => b.length - a.length))
    project.context.files.removeEmptyDirectory(`${base}/${folder}`);
}
