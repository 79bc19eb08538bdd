import { readDataset, sameDataset } from '../core/datasets/record.ts';
import { encodeTree, md5OfText } from '../core/digest/tree.ts';
import { LockDocument } from '../core/lock/document.ts';
import { readLockEntry } from '../core/lock/entry.ts';
import { sameContent } from '../core/lock/hash-record.ts';
import { mergedLockText, mergeLocks } from '../core/lock/merge.ts';
import type { Versions } from '../core/lock/merge.ts';
import { assess, recordedOf } from '../core/staleness/assess.ts';
import { FailureError } from '../model/failure.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Dependency, LockEntry, Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { collect } from './collect.ts';
import { mergedTree } from './merged-tree.ts';
import type { Sides } from './merged-tree.ts';
import { ParamsReader } from './params.ts';
import type { Project } from './project.ts';
import { parseSource } from './source-file.ts';

export interface LockMergeResult {
  readonly text: string;
  /** Stages of which neither side is known to be right: our entry is kept. */
  readonly kept: readonly string[];
}

/**
 * Merges three versions of a lock file. Where both sides changed a stage, that one counts whose command, parameters
 * and dependencies are those of the merged files: its outputs are what the merged stage would make. Where that is said of
 * neither (one changed one input, the other another), ours counts. It tells truly of a run that took place, only not on
 * what the merged files say, so that the next `repro` finds the stage stale and runs it.
 *
 * @returns undefined for what is no lock file, or where more than stages differs.
 */
export async function mergeLockTexts(
  project: Project,
  lockPath: RepoPath,
  texts: Sides<string>,
): Promise<LockMergeResult | undefined> {
  const [base, ours, theirs] = [
    await lockIn(texts.base),
    await lockIn(texts.ours),
    await lockIn(texts.theirs),
  ];
  if (base === undefined || ours === undefined || theirs === undefined) return undefined;
  const merged = mergeLocks(base, ours, theirs);
  if (merged === undefined) return undefined;
  const stages = new Map<string, Value | undefined>();
  const open = new Map<string, Versions>();
  for (const [name, entry] of merged.stages) {
    // Each keeps its place.
    stages.set(name, 'settled' in entry ? entry.settled : undefined);
    if (!('settled' in entry)) open.set(name, entry);
  }
  const kept = open.size === 0 ? [] : await settle(project, lockPath, texts, stages, open);
  const settled = new Map(
    [...stages].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { text: mergedLockText({ top: merged.top, stages: settled }), kept };
}

/** Moves what is open to what is settled. @returns names of stages of which neither side is known to be right. */
async function settle(
  project: Project,
  lockPath: RepoPath,
  texts: Sides<string>,
  stages: Map<string, Value | undefined>,
  open: Map<string, Versions>,
): Promise<readonly string[]> {
  const tree = await mergedTree(project, lockPath, texts);
  const entries = new Map<string, LockEntry>();
  for (const [name, value] of stages) if (isMap(value)) entries.set(name, readLockEntry(value));
  const decision = tree === undefined ? undefined : await Decision.on(project, tree, lockPath, entries, open);
  const kept: string[] = [];
  while (open.size > 0) {
    await decideAll(decision, stages, open);
    const name = decision?.mostUpstream() ?? [...open.keys()][0];
    const versions = name === undefined ? undefined : open.get(name);
    if (name === undefined || versions === undefined) break;
    const value = versions.ours ?? versions.theirs;
    open.delete(name);
    stages.set(name, value);
    if (isMap(value)) entries.set(name, readLockEntry(value));
    kept.push(name);
  }
  return kept;
}

/** What is decided of one stage may decide another that reads from it. */
async function decideAll(
  decision: Decision | undefined,
  stages: Map<string, Value | undefined>,
  open: Map<string, Versions>,
): Promise<void> {
  for (let isMoving = decision !== undefined; isMoving; ) {
    isMoving = false;
    for (const [name, versions] of [...open]) {
      const decided = await decision?.on(name, versions);
      if (decided === undefined) continue;
      open.delete(name);
      stages.set(name, decided.settled);
      isMoving = true;
    }
  }
}

/** Nothing counts as an empty lock, as git tells of a file that is not there. */
async function lockIn(text: string): Promise<ValueMap | undefined> {
  if (text.trim() === '') return new Map();
  const content = await parseSource({ path: 'lock' as RepoPath, shown: 'lock', text });
  if (!content.ok || !isMap(content.value)) return undefined;
  return LockDocument.read(content.value) instanceof LockDocument ? content.value : undefined;
}

/** Decides by the merged files which side of a stage is right. */
class Decision {
  readonly #tree: Snapshot;
  readonly #lockPath: RepoPath;
  readonly #stages: readonly Stage[];
  readonly #params: ParamsReader;
  /** What is settled, by the name of the stage. */
  readonly #entries: Map<string, LockEntry>;
  readonly #open: ReadonlyMap<string, Versions>;
  readonly #producers = new Map<RepoPath, Stage>();

  private constructor(
    project: Project,
    tree: Snapshot,
    lockPath: RepoPath,
    stages: readonly Stage[],
    entries: Map<string, LockEntry>,
    open: ReadonlyMap<string, Versions>,
  ) {
    this.#tree = tree;
    this.#lockPath = lockPath;
    this.#stages = stages;
    this.#entries = entries;
    this.#open = open;
    this.#params = new ParamsReader(project, tree);
    for (const stage of stages)
      for (const { path } of stage.outputs) if (path !== undefined) this.#producers.set(path, stage);
  }

  static async on(
    project: Project,
    tree: Snapshot,
    lockPath: RepoPath,
    entries: Map<string, LockEntry>,
    open: ReadonlyMap<string, Versions>,
  ): Promise<Decision> {
    const { stages } = await collect(project, tree);
    return new Decision(project, tree, lockPath, stages, entries, open);
  }

  /** The entry that counts, none when the merged pipeline has no such stage. Undefined where that is not known. */
  async on(
    name: string,
    { ours, theirs }: Versions,
  ): Promise<{ readonly settled: Value | undefined } | undefined> {
    const stage = this.#stages.find(each => each.name === name && this.#isLockedHere(each));
    if (stage === undefined) return this.#hasPipeline() ? { settled: undefined } : undefined;
    const [our, their] = [entryOf(ours), entryOf(theirs)];
    for (const [value, entry] of [
      [ours, our],
      [theirs, their],
    ] as const) {
      if (value === undefined || entry === undefined) continue;
      if (!(await this.#isOfMerged(stage, entry, entry === our ? their : our))) continue;
      this.#entries.set(name, entry);
      return { settled: value };
    }
    return undefined;
  }

  /** An open stage that reads from no other open one, if there is any. */
  mostUpstream(): string | undefined {
    return this.#stages.find(
      stage =>
        this.#isOpen(stage) &&
        !stage.dependencies.some(({ path }) => {
          const producer = path === undefined ? undefined : this.#producers.get(path);
          return producer !== undefined && this.#isOpen(producer);
        }),
    )?.name;
  }

  #isOpen(stage: Stage): boolean {
    return this.#isLockedHere(stage) && this.#open.has(stage.name);
  }

  /** A pipeline file that cannot be read declares nothing that could be relied on. */
  #hasPipeline(): boolean {
    return this.#stages.some(each => this.#isLockedHere(each));
  }

  #isLockedHere({ kind, file }: Stage): boolean {
    return kind === 'pipeline' && dirname(file) === dirname(this.#lockPath);
  }

  async #isOfMerged(stage: Stage, entry: LockEntry, other: LockEntry | undefined): Promise<boolean> {
    const dependencies = new Map<string, HashRecord | undefined>();
    const datasets = new Map<string, ValueMap>();
    for (const dependency of stage.dependencies) {
      const { written, dataset } = dependency;
      if (dataset !== undefined) {
        const [recorded, others] = [datasetOf(entry, written), datasetOf(other, written)];
        if (recorded !== undefined && others !== undefined && sameDataset(recorded, others))
          datasets.set(written, recorded);
        continue;
      }
      const recorded = recordedOf(entry.dependencies, written);
      // What both sides have read alike is not what they differ in.
      const agreed = sameContent(recorded, recordedOf(other?.dependencies, written));
      dependencies.set(written, agreed ? recorded : await this.#recordOf(dependency));
    }
    const params = new Map<string, ReadonlyMap<string, Value> | undefined>();
    try {
      for (const declared of stage.params) params.set(declared.written, await this.#params.values(declared));
    } catch (error) {
      if (error instanceof FailureError) return false;
      throw error;
    }
    const outputs = new Map(
      stage.outputs.map(({ written }) => [written, recordedOf(entry.outputs, written)]),
    );
    const reasons = assess(stage, entry, { dependencies, datasets, params, outputs, notInCache: new Set() });
    return reasons.every(({ kind }) => kind === 'always');
  }

  /** What a dependency holds in the merged files; undefined when that is not known (yet). */
  async #recordOf({ path }: Dependency): Promise<HashRecord | undefined> {
    if (path === undefined) return undefined;
    const producer = this.#producers.get(path);
    if (producer !== undefined) {
      const output = producer.outputs.find(each => each.path === path);
      if (output?.recorded !== undefined) return output.recorded;
      const isHere = this.#isLockedHere(producer) && !this.#open.has(producer.name);
      const isDecided = this.#isLockedHere(producer) && this.#entries.has(producer.name);
      return isHere || isDecided
        ? recordedOf(this.#entries.get(producer.name)?.outputs, output?.written ?? '')
        : undefined;
    }
    const md5 = await this.#md5(path);
    if (md5 !== undefined) return { name: 'md5', digest: md5 };
    const entries = await this.#filesBelow(path, '');
    return entries === undefined ? undefined : { name: 'md5', digest: encodeTree(entries).digest };
  }

  /** Of a text; other bytes cannot be read exactly. */
  async #md5(path: RepoPath): Promise<string | undefined> {
    const text = await this.#tree.readText(path);
    return text === undefined || (text.includes('\ufffd') && !(await this.#tree.isUtf8(path)))
      ? undefined
      : md5OfText(text);
  }

  async #filesBelow(path: RepoPath, prefix: string): Promise<TreeEntry[] | undefined> {
    const all = await this.#tree.list(path);
    if (all === undefined) return undefined;
    const found: TreeEntry[] = [];
    for (const { name, kind } of all) {
      const below = join(path, name) as RepoPath;
      const relpath = prefix + name;
      const md5 = kind === 'directory' ? undefined : await this.#md5(below);
      const inside = md5 === undefined ? await this.#filesBelow(below, `${relpath}/`) : [{ relpath, md5 }];
      if (inside === undefined) return undefined;
      found.push(...inside);
    }
    return found;
  }
}

function datasetOf(entry: LockEntry | undefined, written: string): ValueMap | undefined {
  return readDataset(entry?.dependencies.find(each => each.written === written)?.dataset);
}

function entryOf(value: Value | undefined): LockEntry | undefined {
  return isMap(value) ? readLockEntry(value) : undefined;
}
