import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { assess, recordedOf } from '../core/staleness/assess.ts';
import type { Observation } from '../core/staleness/assess.ts';
import { FailureError } from '../model/failure.ts';
import { isInside } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import { stageId } from '../model/stage.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { recordedOutputs } from './data-states.ts';
import type { Recorded } from './data-states.ts';
import { readersOf } from './datasets.ts';
import { LockFiles } from './lock-files.ts';
import { observe, recordOf } from './observe.ts';
import type { ProjectIndex } from './project-index.ts';
import { RunRecords } from './run-records.ts';
import type { RunRecord } from './run-records.ts';
import type { Workspace } from './workspace.ts';

/** What became of a stage since a base. */
export interface StageSince {
  readonly stage: Stage;
  /**
   * - `new`: the base does not have it, or never ran it.
   * - `changed`: what it reads or does is not what it was; it has run since.
   * - `same`: it would not have had to run.
   * - `stale`: it has to run, or never did.
   * - `failed`: the last try to run it went wrong.
   */
  readonly state: 'new' | 'changed' | 'same' | 'stale' | 'failed';
  /** Since the base: what it reads and does; of a stale stage, why it has to run. */
  readonly reasons: readonly Reason[];
  /** Its last run on this machine. */
  readonly last: RunRecord | undefined;
}

/**
 * Compares the stages of the workspace with what the locks of a base say of them.
 *
 * @param base absent where there is nothing to compare with: every stage is new then.
 * @throws FailureError when a lock or a parameters file of the workspace cannot be read. A lock of the base that cannot
 *         be read says nothing.
 */
export async function stagesSince(
  workspace: Workspace,
  index: ProjectIndex,
  base: Snapshot | undefined,
): Promise<readonly StageSince[]> {
  const { project } = workspace;
  const readers = readersOf(project, index);
  const records = new RunRecords(project);
  const before = base === undefined ? undefined : new LockFiles(project, base);
  const recorded = await recordedOutputs(index);
  const graph = cutFrozen(index.graph);
  const found: StageSince[] = [];
  for (const id of planOrder(graph, undefined)) {
    const stage = graph.stages.get(id);
    if (stage === undefined || stage.kind === 'data') continue;
    const entry = await entryOf(index.locks, stage);
    const then = await before?.entry(stage);
    const thenEntry = then?.ok === true ? then.value : undefined;
    const look = async (compared: LockEntry | undefined): Promise<Observation> =>
      believing(await observe(workspace, readers, stage, compared), stage, entry, recorded);
    const stale = assess(stage, entry, await look(entry));
    const isStale = entry === undefined || stale.some(({ kind }) => kind !== 'always');
    const since =
      thenEntry === undefined ? [] : assess(stage, thenEntry, await look(thenEntry)).filter(isCause);
    const last = records.of(stageId(stage)).at(-1);
    found.push({
      stage,
      state: stateOf({ isStale, last, isNew: thenEntry === undefined, hasChanged: since.length > 0 }),
      reasons: isStale ? stale : since,
      last,
    });
  }
  return found;
}

/**
 * What is tracked and not here is taken for what is recorded of it: a report is made in clones that hold no data as well,
 * and there nothing has changed by that.
 */
function believing(
  seen: Observation,
  stage: Stage,
  entry: LockEntry | undefined,
  recorded: Recorded,
): Observation {
  const dependencies = new Map(seen.dependencies);
  for (const { written, path } of stage.dependencies) {
    if (path === undefined || !dependencies.has(written) || dependencies.get(written) !== undefined) continue;
    // Of a part of what is tracked only the stage's own record says anything.
    const isPart = [...recorded.keys()].some(each => isInside(path, each) || isInside(each, path));
    dependencies.set(
      written,
      recorded.get(path) ?? (isPart ? recordedOf(entry?.dependencies, written) : undefined),
    );
  }
  const outputs = new Map(seen.outputs);
  for (const output of stage.outputs) {
    const record = recordOf(output, entry);
    if (output.cached && record !== undefined)
      outputs.set(output.written, outputs.get(output.written) ?? record);
  }
  return { ...seen, dependencies, outputs, notInCache: new Set() };
}

/** What a stage makes follows from what it reads, and says nothing of why it ran. */
function isCause({ kind }: Reason): boolean {
  return kind !== 'output' && kind !== 'always' && kind !== 'forced';
}

function stateOf(of: {
  readonly isStale: boolean;
  readonly last: RunRecord | undefined;
  readonly isNew: boolean;
  readonly hasChanged: boolean;
}): StageSince['state'] {
  if (of.isStale) return of.last?.outcome === 'failed' ? 'failed' : 'stale';
  if (of.isNew) return 'new';
  return of.hasChanged ? 'changed' : 'same';
}

async function entryOf(locks: LockFiles, stage: Stage): Promise<LockEntry | undefined> {
  const read = await locks.entry(stage);
  if (!read.ok) throw new FailureError(read.error);
  return read.value;
}
