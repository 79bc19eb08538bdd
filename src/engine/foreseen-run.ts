import { FailureError } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Stage } from '../model/stage.ts';
import { readersOf } from './datasets.ts';
import { Digester } from './digester.ts';
import type { Digested, DigestRequest } from './digester.ts';
import { EarlierRuns } from './earlier-runs.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { RunCache } from './run-cache.ts';
import { readInputs } from './stage-results.ts';
import { Workspace } from './workspace.ts';

/** What paths hold, or would hold. */
export type KnownRecords = ReadonlyMap<RepoPath, HashRecord>;

/**
 * Finds out what stages would make, one after the other, where earlier runs tell all of it. So nothing has to be brought
 * out of the cache only to see that nothing has to run.
 *
 * @param stages in the order in which they would run.
 * @param known what is made by none of them, and is not in the project's folder.
 * @returns what they make; undefined where one of them has to run, or where that cannot be told.
 */
export async function foresee(
  project: Project,
  index: ProjectIndex,
  stages: readonly Stage[],
  known: KnownRecords,
): Promise<KnownRecords | undefined> {
  const records = new Map(known);
  const workspace = new Workspace(project, new KnowingDigester(project, records));
  const readers = readersOf(project, index);
  const runCache = new RunCache(project);
  const earlier = new EarlierRuns(workspace, runCache);
  try {
    for (const stage of stages) {
      if (stage.outputs.every(({ path }) => path !== undefined && records.has(path))) continue;
      const entry = await index.locks.entry(stage);
      if (!entry.ok || !stage.dependencies.every(({ path }) => isWhole(path, records))) return undefined;
      const inputs = await readInputs(workspace, readers, stage, entry.value);
      if (!runCache.isEligible(stage, inputs)) return undefined;
      const run = await earlier.find(stage, entry.value, inputs, inputs);
      if (run === undefined) return undefined;
      for (const { path, written } of stage.outputs) {
        const record = run.outputs.find(output => output.written === written)?.record;
        if (path === undefined || record === undefined) return undefined;
        records.set(path, record);
      }
    }
  } catch (error) {
    // What is missing may be made by a run.
    if (error instanceof FailureError && error.failure.code !== 'interrupted') return undefined;
    throw error;
  }
  return records;
}

/** Is it known as a whole, or not at all? A part of something, or something with parts, would have to be put together. */
function isWhole(path: RepoPath | undefined, records: KnownRecords): boolean {
  if (path === undefined || records.has(path)) return true;
  return ![...records.keys()].some(known => isInside(path, known) || isInside(known, path));
}

/** Hashes what is there, and knows more. */
class KnowingDigester extends Digester {
  readonly #records: KnownRecords;

  constructor(project: Project, records: KnownRecords) {
    super(project);
    this.#records = records;
  }

  override digest(path: RepoPath, request: DigestRequest = {}): Promise<Digested | undefined> {
    const record = this.#records.get(path);
    if (record === undefined) return super.digest(path, request);
    return Promise.resolve(record.name === (request.name ?? 'md5') ? { record } : undefined);
  }
}
