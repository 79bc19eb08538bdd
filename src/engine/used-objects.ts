import { isDirDigest } from '../model/hash.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { FailureError, withOthers } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import { isList, isMap } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { collect } from './collect.ts';
import type { Collected } from './collect.ts';
import { LockFiles } from './lock-files.ts';
import { Cache } from './objects.ts';
import type { Project } from './project.ts';
import { below } from './restore-plan.ts';
import { ParsedTexts } from './source-file.ts';

export type StoreName = 'repo' | 'legacy';

/** Where content is kept and what it is called there, with the path of an output that it belongs to. */
export type Visit = (store: StoreName, digest: string, path: RepoPath) => void;

export interface CollectOptions {
  /** Go on without the files of folders whose listing is lost; otherwise that is a failure. */
  readonly force: boolean;
  /** Visit a lost listing as well, which nobody else needs to hear of. */
  readonly visitsLost?: boolean;
}

export interface Visiting {
  /** The files of a folder, from one who has read them already. */
  readonly treeOf?: (store: StoreName, digest: string) => readonly TreeEntry[] | undefined;
  /** Visit a folder's files in each state that has it, not only in the first. */
  readonly inEachState?: boolean;
}

/** Goes through everything that states of one project keep in the cache. Each distinct file is parsed once. */
export class UsedObjects {
  readonly #project: Project;
  readonly #cache: Cache;
  readonly #texts = new ParsedTexts();
  readonly #seenTrees = new Set<string>();
  readonly #visit: Visit;
  readonly #how: Visiting;

  constructor(project: Project, visit: Visit, how: Visiting = {}) {
    this.#project = project;
    this.#cache = new Cache(project);
    this.#visit = visit;
    this.#how = how;
  }

  /** Visits all that a state uses. Where a file of it cannot be read nobody can tell what that is, and it fails. */
  async add(snapshot: Snapshot, options: CollectOptions): Promise<Result<undefined, Failure>> {
    const collected = await collect(this.#project, snapshot, this.#texts);
    const [failed, ...others] = collected.failures.map(({ failure }) => failure);
    if (failed !== undefined) return err(withOthers(failed, others));
    const locks = new LockFiles(this.#project, snapshot, this.#texts);
    const imports = importsOfRepositories(collected);
    for (const stage of collected.stages) {
      const entry = await locks.entry(stage);
      if (!entry.ok) return entry;
      if (imports.has(stage)) continue;
      for (const output of stage.outputs) {
        if (!output.cached) continue;
        const locked = entry.value?.outputs.find(({ written }) => written === output.written);
        const record = stage.kind === 'data' ? output.recorded : locked?.record;
        if (record === undefined) {
          if (snapshot.revision === undefined) this.#warnOfNoRecord(stage, output);
          continue;
        }
        const added = this.#record(record, output, options);
        if (!added.ok) return added;
      }
    }
    return ok(undefined);
  }

  #record(
    record: HashRecord,
    { path = ROOT, written }: Output,
    { force, visitsLost = false }: CollectOptions,
  ): Result<undefined, Failure> {
    const { name, digest } = record;
    if (name !== 'md5' && name !== 'md5-dos2unix') return ok(undefined);
    const store = name === 'md5' ? 'repo' : 'legacy';
    if (!isDirDigest(digest)) this.#visit(store, digest, path);
    if (!isDirDigest(digest) || this.#seenTrees.has(`${store} ${digest}`)) return ok(undefined);
    const { treeOf, inEachState = false } = this.#how;
    const entries = treeOf === undefined ? this.#cache.of(record).lookAtTree(digest) : treeOf(store, digest);
    if (entries === undefined) {
      if (visitsLost) this.#visit(store, digest, path);
      if (force) return ok(undefined);
      return err(
        this.#cache.of(record).refusal(digest, written) ?? {
          code: 'refused',
          message: `unable to fully collect used cache without cache for directory '${written}'`,
          hint: 'With `--force` the cache of the files inside goes as well.',
        },
      );
    }
    if (!inEachState) this.#seenTrees.add(`${store} ${digest}`);
    this.#visit(store, digest, path);
    for (const { relpath, md5 } of entries) this.#visit(store, md5, below(path, relpath));
    return ok(undefined);
  }

  #warnOfNoRecord(stage: Stage, { written, path }: Output): void {
    const { context, labels, layout } = this.#project;
    const label = labels.stage(stage);
    const named = `stage: '${label}'`;
    const isThere = path !== undefined && context.files.lstat(this.#project.absolute(path)) !== undefined;
    context.emit({
      type: 'warning',
      message: `Output '${written}'(${named}) is missing version info. Cache for it will not be collected. Use \`${layout.program} repro\` to get your pipeline up to date.`,
      ...(isThere
        ? {
            hint: `You can also use \`${context.program} commit ${label}\` to associate existing '${written}' with ${named}.`,
          }
        : {}),
    });
  }
}

/** What comes from another repository is kept there: DVC does not count it. */
function importsOfRepositories({ dataFiles }: Collected): ReadonlySet<Stage> {
  return new Set(
    dataFiles.flatMap(({ stage, content }) => {
      const deps = content.get('deps');
      const first = isList(deps) ? deps[0] : undefined;
      return stage.isImport && isMap(first) && first.has('repo') ? [stage] : [];
    }),
  );
}

/** Old revisions have nothing to say that matters now. */
export function quietly(project: Project): Project {
  return { ...project, context: { ...project.context, emit: () => undefined } };
}

/** Trouble with one state is its own. */
export async function attempt(
  work: () => Promise<Result<undefined, Failure>>,
): Promise<Result<undefined, Failure>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError && error.failure.code !== 'interrupted') return err(error.failure);
    throw error;
  }
}
