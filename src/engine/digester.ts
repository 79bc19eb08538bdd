import { digestAt, putDigest, STATS_PER_FILE } from '../core/digest/memo.ts';
import type { MemoTable } from '../core/digest/memo.ts';
import { encodeTree } from '../core/digest/tree.ts';
import { isIgnored } from '../core/ignore/rules.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import { FailureError } from '../model/failure.ts';
import type { HashName, HashRecord, TreeEntry } from '../model/hash.ts';
import { dirname } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { FileStat, WalkedFiles } from '../ports/files.ts';
import type { DigestedFile, HashOptions } from '../ports/hasher.ts';
import { Ignored } from './ignored.ts';
import { Listings } from './listings.ts';
import { Memo } from './memo.ts';
import type { Project } from './project.ts';
import { showing } from './showing.ts';

/** What a path holds now. */
export interface Digested {
  readonly record: HashRecord;
  /** Every file of a folder; made on demand, since an unchanged folder needs only its digest. */
  readonly tree?: () => readonly TreeEntry[];
  /** Every file of the folder was put into the object folder in this very pass. */
  readonly allStored?: boolean;
  /** The text of the object that stands for the folder, where hashing has made it. */
  readonly encodedTree?: string;
  /** What a folder looked like when it was hashed. */
  readonly walked?: WalkedFiles;
}

export interface DigestRequest {
  /** `md5` unless the record to compare with is a legacy one. */
  readonly name?: HashName;
  /** Files that have to be read are put into this object folder in the same pass. */
  readonly storeInto?: string;
}

/** After so many files of a new folder the hasher hears that there are many. */
const SOME_FILES = 1024;

interface HashedFolder {
  readonly table: MemoTable;
  readonly entries: readonly TreeEntry[];
  readonly encodedTree: string;
  /** No file's hash was known from before. */
  readonly readAll: boolean;
}

/** Hashes files and folders of the workspace, reading only what changed since it was hashed last. */
export class Digester {
  readonly #project: Project;
  readonly #memo: Memo;
  readonly #listings: Listings;
  readonly ignored: Ignored;

  constructor(project: Project) {
    this.#project = project;
    this.#memo = new Memo(project);
    this.#listings = new Listings(project);
    this.ignored = new Ignored(project);
  }

  /** Undefined when there is nothing at the path. Links are followed; throws for what is neither file nor folder. */
  async digest(path: RepoPath, request: DigestRequest = {}): Promise<Digested | undefined> {
    const stat = this.#project.context.files.stat(this.#project.absolute(path));
    if (stat === undefined) return undefined;
    if (stat.kind === 'file') return this.#file(path, stat, request);
    if (stat.kind === 'directory') return this.#folder(path, request);
    throw new FailureError({ code: 'not-file-or-folder', path: this.#project.show(path) });
  }

  /**
   * As {@link digest}, but an ignore file in a folder, where there should be none, is no reason to throw: it is a file
   * of the folder, and its rules hold for what is below it. Nothing of that is remembered, as it cannot be recorded.
   */
  async digestAsItIs(path: RepoPath, request: DigestRequest = {}): Promise<Digested | undefined> {
    try {
      return await this.digest(path, request);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'ignore-file-inside') throw error;
    }
    const legacy = request.name === 'md5-dos2unix';
    const walked = await this.#walkWithInnerRules(path);
    if (walked === undefined) return undefined;
    const hashed = await this.#hashFolder(path, walked, this.#memo.folder(memoPathOf(path, legacy)), request);
    return hashed === undefined ? undefined : this.#known(hashed.table, walked, legacy);
  }

  /** As {@link digest}, of an absolute path outside the project, where its ignore rules do not hold. */
  async digestOutside(path: string, request: DigestRequest = {}): Promise<Digested | undefined> {
    const { files } = this.#project.context;
    const stat = files.stat(path);
    if (stat === undefined) return undefined;
    // Absolute, so that it cannot be taken for a path of the project, in the memo neither.
    const place = path as RepoPath;
    if (stat.kind === 'file') return this.#file(place, stat, request);
    if (stat.kind !== 'directory') throw new FailureError({ code: 'not-file-or-folder', path });
    const legacy = request.name === 'md5-dos2unix';
    const memoPath = memoPathOf(place, legacy);
    const walked = files.walk(path, () => false);
    const [broken] = walked?.broken ?? [];
    if (broken !== undefined) throw new FailureError({ code: 'broken-link', path: `${path}/${broken}` });
    const hashedAt = this.#project.context.clock.now();
    const hashed = walked && (await this.#hashFolder(place, walked, this.#memo.folder(memoPath), request));
    if (walked === undefined || hashed === undefined) return undefined;
    this.#memo.rememberFolder(memoPath, hashed.table, hashedAt);
    return this.#known(hashed.table, walked, legacy);
  }

  /** Is there something at the path that the project's ignore rules do not hide? */
  async exists(path: RepoPath): Promise<boolean> {
    const stat = this.#project.context.files.stat(this.#project.absolute(path));
    return stat !== undefined && !(await this.ignored.hides(path, stat.kind === 'directory'));
  }

  save(): void {
    this.#memo.save();
  }

  async #file(path: RepoPath, stat: FileStat, request: DigestRequest): Promise<Digested | undefined> {
    const legacy = request.name === 'md5-dos2unix';
    const key = memoPathOf(path, legacy);
    const isexec = (stat.mode & 0o111) !== 0;
    const record = (md5: string, size: number): Digested => ({
      record: { name: legacy ? 'md5-dos2unix' : 'md5', digest: md5, size, ...(isexec ? { isexec } : {}) },
    });
    const known = this.#memo.file(key, stat);
    if (known !== undefined) return record(known, stat.size);

    const hashedAt = this.#project.context.clock.now();
    const [digested] = await this.#read([path], stat.size, request);
    if (digested === undefined) return undefined;
    this.#memo.rememberFile(key, stat, digested.md5, hashedAt);
    return record(digested.md5, digested.size);
  }

  async #folder(path: RepoPath, request: DigestRequest): Promise<Digested | undefined> {
    const legacy = request.name === 'md5-dos2unix';
    const memoPath = memoPathOf(path, legacy);
    const known = this.#memo.folder(memoPath);
    const rules = await this.ignored.rulesIn(path);
    const same = known === undefined ? undefined : this.#listings.walkAgain(path, known, rules);
    const walkedAt = this.#project.context.clock.now();
    const walked = same ?? (await this.walk(path, known === undefined));
    if (walked === undefined) return undefined;
    if (known !== undefined && isUnchanged(known, walked)) {
      if (same === undefined) this.#listings.remember(path, known, walked, rules, walkedAt);
      return this.#known(known, walked, legacy);
    }

    const hashedAt = this.#project.context.clock.now();
    const hashed = await this.#hashFolder(path, walked, known, request);
    if (hashed === undefined) return undefined;
    const { table, entries, encodedTree, readAll } = hashed;
    this.#memo.rememberFolder(memoPath, table, hashedAt);
    this.#listings.remember(path, table, walked, rules, walkedAt);
    const allStored = readAll && request.storeInto !== undefined;
    return {
      ...this.#known(table, walked, legacy),
      tree: () => entries,
      encodedTree,
      allStored,
    };
  }

  /**
   * The files of a folder that count: undefined when there is no such folder.
   *
   * @param isNew all of them will have to be read.
   */
  async walk(path: RepoPath, isNew = false): Promise<WalkedFiles | undefined> {
    const { context } = this.#project;
    const { files } = context;
    const { ignoreFile } = this.#project.layout;
    const rules = await this.ignored.rulesIn(path);
    if (files.lstat(`${this.#project.absolute(path)}/${ignoreFile}`) !== undefined) {
      throw new FailureError({ code: 'ignore-file-inside', folder: this.#project.show(path) });
    }
    const prefix = `${path}/`;
    const inside: string[] = [];
    let found = 0;
    const walked = files.walk(this.#project.absolute(path), (relpath, isDirectory) => {
      if (isNew && ++found % SOME_FILES === 0) context.hasher().expect(found);
      if (!isDirectory && relpath.endsWith(`/${ignoreFile}`)) inside.push(relpath);
      return isIgnored(rules, (prefix + relpath) as RepoPath, isDirectory);
    });
    if (inside.length > 0)
      throw new FailureError({ code: 'ignore-file-inside', folder: this.#project.show(path) });
    this.#refuseBroken(path, walked);
    return walked;
  }

  async #walkWithInnerRules(path: RepoPath): Promise<WalkedFiles | undefined> {
    const { files } = this.#project.context;
    const base = this.#project.absolute(path);
    const rules = new Map<string, IgnoreRules>([[path, await this.ignored.rulesIn(path)]]);
    // In which folders there are any is known only when all have been seen.
    for (const folder of files.walk(base, () => false)?.folders ?? []) {
      const inside = `${path}/${folder}` as RepoPath;
      rules.set(inside, await this.ignored.rulesIn(inside));
    }
    const walked = files.walk(base, (relpath, isDirectory) => {
      const inside = `${path}/${relpath}` as RepoPath;
      const holding = rules.get(dirname(inside));
      return holding !== undefined && isIgnored(holding, inside, isDirectory);
    });
    this.#refuseBroken(path, walked);
    return walked;
  }

  #refuseBroken(path: RepoPath, walked: WalkedFiles | undefined): void {
    const [broken] = walked?.broken ?? [];
    if (broken === undefined) return;
    throw new FailureError({
      code: 'broken-link',
      path: this.#project.show(`${path}/${broken}` as RepoPath),
    });
  }

  async #hashFolder(
    path: RepoPath,
    walked: WalkedFiles,
    known: MemoTable | undefined,
    request: DigestRequest,
  ): Promise<HashedFolder | undefined> {
    const digests = new Uint8Array(walked.names.length * 16);
    const knownAt = new Map(known?.names.map((name, index) => [name, index]));
    const unknown: number[] = [];
    walked.names.forEach((name, index) => {
      const at = knownAt.get(name);
      if (known !== undefined && at !== undefined && sameStats(known.stats, at, walked.stats, index)) {
        digests.set(known.digests.subarray(at * 16, at * 16 + 16), index * 16);
      } else unknown.push(index);
    });
    const answers = await this.#read(
      unknown.map(index => `${path}/${walked.names[index] ?? ''}` as RepoPath),
      unknown.reduce((sum, index) => sum + (walked.stats[index * STATS_PER_FILE + 2] ?? 0), 0),
      request,
    );
    for (const [at, index] of unknown.entries()) {
      const digested = answers[at];
      // A file that vanished while the folder was read: what remains would be neither the old state nor the new.
      if (digested === undefined) return undefined;
      putDigest(digests, index, digested.md5);
      walked.stats[index * STATS_PER_FILE + 2] = digested.size;
    }
    const files = { names: walked.names, stats: walked.stats, digests };
    const entries = entriesOf(files);
    const { digest: treeDigest, bytes: encodedTree } = encodeTree(entries);
    const table = { ...files, treeDigest };
    return { table, entries, encodedTree, readAll: unknown.length === walked.names.length };
  }

  /** @param totalBytes of all of them, as far as it is known before they are read. */
  async #read(
    paths: readonly RepoPath[],
    totalBytes: number,
    request: DigestRequest,
  ): Promise<readonly (DigestedFile | undefined)[]> {
    if (paths.length === 0) return [];
    const { context } = this.#project;
    const absolute = paths.map(path => (path.startsWith('/') ? path : this.#project.absolute(path)));
    return showing(context, 'hashing', { files: paths.length, bytes: totalBytes }, onProgress => {
      const options: HashOptions = { legacy: request.name === 'md5-dos2unix', onProgress };
      return request.storeInto === undefined
        ? context.hasher().hash(absolute, options)
        : context.hasher().store(absolute, request.storeInto, options);
    });
  }

  #known(table: MemoTable, walked: WalkedFiles, legacy: boolean): Digested {
    const { stats } = walked;
    let size = 0;
    for (let i = 2; i < stats.length; i += STATS_PER_FILE) size += stats[i] ?? 0;
    let entries: readonly TreeEntry[] | undefined;
    return {
      record: {
        name: legacy ? 'md5-dos2unix' : 'md5',
        digest: table.treeDigest,
        size,
        nfiles: table.names.length,
      },
      tree: () => (entries ??= entriesOf(table)),
      walked,
    };
  }
}

/** Both kinds of hashes of a path are remembered. */
function memoPathOf(path: RepoPath, legacy: boolean): RepoPath {
  return (legacy ? `${path}\u0001legacy` : path) as RepoPath;
}

/** The workspace's own folder-order is by folder; equal names in equal order with equal stats mean: nothing changed. */
function isUnchanged(known: MemoTable, walked: WalkedFiles): boolean {
  if (known.names.length !== walked.names.length) return false;
  for (let i = 0; i < walked.stats.length; i++) if (known.stats[i] !== walked.stats[i]) return false;
  for (let i = 0; i < walked.names.length; i++) if (known.names[i] !== walked.names[i]) return false;
  return true;
}

function sameStats(a: Float64Array, i: number, b: Float64Array, j: number): boolean {
  for (let k = 0; k < STATS_PER_FILE; k++)
    if (a[i * STATS_PER_FILE + k] !== b[j * STATS_PER_FILE + k]) return false;
  return true;
}

function entriesOf(table: Pick<MemoTable, 'names' | 'digests'>): TreeEntry[] {
  return table.names.map((relpath, index) => ({ relpath, md5: digestAt(table, index) }));
}
