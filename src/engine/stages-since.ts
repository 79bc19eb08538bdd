import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { assess } from '../core/staleness/assess.ts';
import { FailureError } from '../model/failure.ts';
import type { Reason } from '../model/reason.ts';
import { stageId } from '../model/stage.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { readersOf } from './datasets.ts';
import { LockFiles } from './lock-files.ts';
import { observe } from './observe.ts';
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
  const graph = cutFrozen(index.graph);
  const found: StageSince[] = [];
  for (const id of planOrder(graph, undefined)) {
    const stage = graph.stages.get(id);
    if (stage === undefined || stage.kind === 'data') continue;
    const entry = await entryOf(index.locks, stage);
    const then = await before?.entry(stage);
    const thenEntry = then?.ok === true ? then.value : undefined;
    const stale = assess(stage, entry, await observe(workspace, readers, stage, entry));
    const isStale = entry === undefined || stale.some(({ kind }) => kind !== 'always');
    const since =
      thenEntry === undefined
        ? []
        : assess(stage, thenEntry, await observe(workspace, readers, stage, thenEntry)).filter(isCause);
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
