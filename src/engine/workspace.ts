import { encodeTree } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import type { RepoPath } from '../model/path.ts';
import { Digester } from './digester.ts';
import type { Digested } from './digester.ts';
import { guardFile, guardWrite } from './guard.ts';
import { MadeOutputs } from './made-outputs.ts';
import { makeFiles } from './make-files.ts';
import { Cache } from './objects.ts';
import type { Project } from './project.ts';
import { filesToRelink } from './relink.ts';
import { applyRestore } from './restore-apply.ts';
import type { Change } from './restore-apply.ts';
import { planRestore } from './restore-plan.ts';
import type { PlanOptions, RestorePlan } from './restore-plan.ts';
import { showing } from './showing.ts';

export interface RestoreOptions {
  /** Overwrite and remove files whose content is not in the cache. */
  readonly force: boolean;
  /** Link types to try, instead of those of the config: for what git keeps, which must not become a link. */
  readonly links?: readonly LinkType[];
}

/** Moves content between the workspace and the cache, in both directions. */
export class Workspace {
  readonly project: Project;
  readonly digester: Digester;
  readonly cache: Cache;
  readonly made: MadeOutputs;

  constructor(project: Project, digester = new Digester(project)) {
    this.project = project;
    this.digester = digester;
    this.cache = new Cache(project);
    this.made = new MadeOutputs(project, this.digester, this.cache);
  }

  /**
   * Hashes a path and puts its content into the cache. Undefined when there is nothing at the path.
   *
   * @param options `relink: false` leaves the files as they are, whatever kind of link the config asks for.
   */
  async store(path: RepoPath, options: { readonly relink?: boolean } = {}): Promise<Digested | undefined> {
    const objects = this.cache.current;
    let digested = await this.digester.digest(path, { storeInto: objects.directory });
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
    if (options.relink !== false) await this.relink(path, digested);
    return digested;
  }

  /** Stores files that were known by their hash, but whose objects are gone. */
  async #storeAgain(path: RepoPath, entries: readonly TreeEntry[], digested: Digested): Promise<Digested> {
    const base = this.project.absolute(path);
    const sources = entries.map(({ relpath }) => (relpath === '' ? base : `${base}/${relpath}`));
    const { context } = this.project;
    const stored = await showing(context, 'storing', { files: entries.length }, onProgress =>
      context.hasher().store(sources, this.cache.current.directory, { onProgress }),
    );
    this.cache.current.forgetListings();
    entries.forEach(({ md5 }, index) => {
      if (stored[index]?.md5 !== md5) {
        throw new FailureError({ code: 'changed-meanwhile', path: this.project.show(path) });
      }
    });
    return digested;
  }

  /**
   * Turns what was just stored into links to the cache where the config asks for links; with copies it stays what it
   * is, and links to anything else become files of their own.
   */
  async relink(path: RepoPath, digested: Digested): Promise<void> {
    if (this.#leadsOut(path, digested)) return;
    const { record } = digested;
    const objects = this.cache.current;
    const entries = filesToRelink(this.project, path, digested, objects);
    const links = this.project.settings.linkTypes;
    if (entries.length > 0) {
      await makeFiles(this.project, path, entries, objects, { links, isexec: record.isexec === true });
      this.made.remember(path, record);
      return;
    }
    const isCopy = links[0] === 'reflink' || links[0] === 'copy';
    if (record.isexec === true && isCopy) this.#chmodAsNew(path, true);
    this.made.remember(path, record);
  }

  /**
   * Turns links in what git keeps into files of their own; a single file gets the mode of a new one. That is how DVC
   * leaves it behind a `commit`. The content must be in the cache.
   */
  async makePlain(path: RepoPath, digested: Digested): Promise<void> {
    if (this.#leadsOut(path, digested)) return;
    const { project } = this;
    const objects = this.cache.current;
    const links: readonly LinkType[] = ['copy'];
    const isexec = digested.record.isexec === true;
    const entries = filesToRelink(project, path, digested, objects, links);
    if (entries.length > 0) await makeFiles(project, path, entries, objects, { links, isexec });
    else if (digested.tree === undefined) this.#chmodAsNew(path, isexec);
  }

  /** A linked folder's files lie elsewhere; of a linked file it is the link that is replaced. */
  #leadsOut(path: RepoPath, { tree }: Digested): boolean {
    return tree !== undefined && guardFile(this.project, path) !== undefined;
  }

  #chmodAsNew(path: RepoPath, isexec: boolean): void {
    const { files } = this.project.context;
    files.chmod(this.project.absolute(path), (0o666 & ~files.umask) | (isexec ? 0o100 : 0));
  }

  /** How a path comes to hold what a record says; changes nothing. Throws as {@link planRestore}. */
  plan(path: RepoPath, record: HashRecord, options: PlanOptions = {}): Promise<RestorePlan> {
    return planRestore(this, path, record, options);
  }

  /** Carries a plan out, whatever is lost by it. Throws as {@link applyRestore}. */
  async apply(plan: RestorePlan, links?: readonly LinkType[]): Promise<Change> {
    const objects = this.cache.of(plan.record);
    const change = await applyRestore(this.project, plan, objects, links ?? this.project.settings.linkTypes);
    const isMade = change.kind !== 'none' || plan.files.relinked.length > 0;
    if (isMade && links === undefined) this.made.remember(plan.path, plan.record);
    return change;
  }

  /**
   * Makes a path hold what a record says, from the cache.
   *
   * @throws FailureError `checkout-failed` when an object is missing or damaged, `unsaved-changes` when content would
   *         be lost that the cache does not have. Nothing is removed before everything needed is known to be there.
   */
  async restore(path: RepoPath, record: HashRecord, { force, links }: RestoreOptions): Promise<Change> {
    const plan = await this.plan(path, record);
    if (!force && plan.unsaved.length > 0) throw new FailureError(this.unsaved([plan]));
    return this.apply(plan, links);
  }

  /** What users read when plans would lose content. */
  unsaved(plans: readonly RestorePlan[]): Failure {
    const paths = plans.flatMap(({ unsaved }) => unsaved.map(path => this.project.show(path)));
    return { code: 'unsaved-changes', paths };
  }

  /** Removes an output from the workspace. Its parent folders stay. */
  remove(path: RepoPath): void {
    const refusal = guardWrite(this.project, path);
    if (refusal !== undefined) throw new FailureError(refusal);
    this.project.context.files.remove(this.project.absolute(path));
  }

  /**
   * Turns links into the cache into files of their own, so that writing to them cannot damage the cache. Modes become
   * those of new files, as in DVC. What a link to a folder leads to is left alone.
   */
  unprotect(path: RepoPath): void {
    const { files } = this.project.context;
    const base = this.project.absolute(path);
    const stat = files.stat(base);
    if (stat === undefined || guardWrite(this.project, path) !== undefined) return;
    if (stat.kind === 'directory' && files.lstat(base)?.kind === 'symlink') return;
    const all =
      stat.kind === 'directory'
        ? (files.walk(base, () => false)?.names ?? []).map(name => `${base}/${name}`)
        : [base];
    const mode = 0o666 & ~files.umask;
    for (const file of all) {
      const link = files.lstat(file);
      const bytes = link?.kind === 'symlink' || (link?.links ?? 1) > 1 ? files.readBytes(file) : undefined;
      if (bytes === undefined) {
        files.chmod(file, mode);
        continue;
      }
      files.remove(file);
      files.writeAtomic(file, bytes, mode);
    }
  }

  save(): void {
    this.digester.save();
    this.made.save();
  }
}
