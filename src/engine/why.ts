import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { assess } from '../core/staleness/assess.ts';
import { compareTrees } from '../core/staleness/detail.ts';
import type { TreeChange } from '../core/staleness/detail.ts';
import type { Graph } from '../model/graph.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { isDirDigest } from '../model/hash.ts';
import { join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import type { LockEntry, Stage, StageId } from '../model/stage.ts';
import { FailureError } from '../model/failure.ts';
import type { LinesChanged } from '../ports/git.ts';
import { KnownTrees } from './known-trees.ts';
import { observe } from './observe.ts';
import { readersOf } from './datasets.ts';
import type { ProjectIndex } from './project-index.ts';
import { RunRecords } from './run-records.ts';
import type { RunRecord } from './run-records.ts';
import type { Workspace } from './workspace.ts';

/** Why a stage would run, or why not. */
export interface Explanation {
  readonly stage: Stage;
  /** `waits`: it runs only if a stage before it makes something else than last time. */
  readonly state: 'fresh' | 'stale' | 'waits' | 'frozen';
  /** It has no entry in the lock. */
  readonly isNew: boolean;
  readonly reasons: readonly DetailedReason[];
  /** Stages that it reads from directly and that would run. */
  readonly upstream: readonly Stage[];
  /** Stages before it that ran later than this one did, and made the same as before. */
  readonly cutOff: readonly Stage[];
  /** Its last run that came to an end, if only by way of the run cache. */
  readonly last: RunRecord | undefined;
  /** The last time its command ran to the end. */
  readonly took: RunRecord | undefined;
}

/** A reason, with a look at what changed inside. */
export interface DetailedReason {
  readonly reason: Reason;
  /** Of a folder: what differs from the recorded state, as far as that is still known. */
  readonly files?: TreeChange;
  /** Of a text that git knows: lines changed since the commit that changed the lock last. */
  readonly lines?: { readonly commit: string; readonly added: number; readonly deleted: number };
}

/**
 * Explains stages, and what a `repro` of them would find before them.
 *
 * @param targets undefined: every stage of the project.
 * @returns in the order in which they would run.
 * @throws FailureError when a lock or a parameters file cannot be read.
 */
export async function explainStages(
  workspace: Workspace,
  index: ProjectIndex,
  targets: readonly StageId[] | undefined,
): Promise<readonly Explanation[]> {
  const graph = cutFrozen(index.graph);
  const steps = planOrder(graph, targets);
  try {
    return await explainSteps(workspace, index, graph, steps);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { withUnreadableParams } = await import('./unreadable-params.ts');
    const stages = steps.flatMap(id => graph.stages.get(id) ?? []);
    throw new FailureError(
      await withUnreadableParams(workspace.project, index, stages, error.failure, 'locked'),
    );
  }
}

async function explainSteps(
  workspace: Workspace,
  index: ProjectIndex,
  graph: Graph,
  steps: readonly StageId[],
): Promise<readonly Explanation[]> {
  const { project } = workspace;
  const readers = readersOf(project, index);
  const records = new RunRecords(project);
  const explained = new Map<StageId, Explanation>();
  for (const id of steps) {
    const stage = graph.stages.get(id);
    if (stage === undefined) continue;
    const lock = await index.locks.entry(stage);
    if (!lock.ok) throw new FailureError(lock.error);
    const found = assess(stage, lock.value, await observe(workspace, readers, stage, lock.value));
    const reasons = stage.frozen ? found.filter(({ kind }) => kind !== 'always') : found;
    const makers = (graph.upstream.get(id) ?? []).flatMap(maker => explained.get(maker) ?? []);
    const upstream = makers.filter(mayRun).map(maker => maker.stage);
    const runs = records.of(id);
    const last = runs.findLast(({ outcome }) => outcome !== 'failed');
    const isStale = reasons.length > 0;
    explained.set(id, {
      stage,
      state: isStale ? 'stale' : upstream.length > 0 ? 'waits' : stage.frozen ? 'frozen' : 'fresh',
      isNew: stage.kind === 'pipeline' && lock.value === undefined,
      reasons: await detailed(workspace, index, stage, lock.value, reasons),
      upstream,
      // What came of an earlier run of a stage that will run again is beside the point.
      cutOff: isStale
        ? []
        : makers.filter(maker => !mayRun(maker) && ranAfter(maker.last, last)).map(maker => maker.stage),
      last,
      took: runs.findLast(({ outcome }) => outcome === 'ran'),
    });
  }
  return [...explained.values()];
}

function mayRun({ state }: Explanation): boolean {
  return state === 'stale' || state === 'waits';
}

function ranAfter(maker: RunRecord | undefined, reader: RunRecord | undefined): boolean {
  return maker !== undefined && reader !== undefined && maker.startedAt > reader.startedAt;
}

async function detailed(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  entry: LockEntry | undefined,
  reasons: readonly Reason[],
): Promise<readonly DetailedReason[]> {
  const lines = entry === undefined ? undefined : await linesOf(workspace, index, stage, reasons);
  const details: DetailedReason[] = [];
  for (const reason of reasons) {
    const files = await filesOf(workspace, stage, reason);
    const path = absolutePath(workspace, stage, reason);
    const numbers = path === undefined ? undefined : lines?.files.get(path);
    details.push({
      reason,
      ...(files === undefined ? {} : { files }),
      ...(lines === undefined || numbers === undefined
        ? {}
        : { lines: { commit: lines.commit, ...numbers } }),
    });
  }
  return details;
}

/** What git says of all changed dependencies at once. */
function linesOf(
  workspace: Workspace,
  { locks }: ProjectIndex,
  stage: Stage,
  reasons: readonly Reason[],
): Promise<LinesChanged | undefined> | undefined {
  const { project } = workspace;
  const paths = reasons.flatMap(reason =>
    reason.kind === 'dependency' && reason.change === 'modified' && reason.before !== undefined
      ? (absolutePath(workspace, stage, reason) ?? [])
      : [],
  );
  const reference = stage.kind === 'data' ? stage.file : locks.pathFor(stage.file);
  return paths.length === 0 ? undefined : project.git?.linesChangedSince(project.absolute(reference), paths);
}

function absolutePath({ project }: Workspace, stage: Stage, reason: Reason): string | undefined {
  if (reason.kind !== 'dependency') return undefined;
  return project.absolute(join(stage.workdir, reason.path) as RepoPath);
}

async function filesOf(workspace: Workspace, stage: Stage, reason: Reason): Promise<TreeChange | undefined> {
  if (reason.kind !== 'dependency' && reason.kind !== 'output') return undefined;
  const { before, after } = reason;
  if (before === undefined || after === undefined || !isDirDigest(before.digest)) return undefined;
  const path = join(stage.workdir, reason.path) as RepoPath;
  const then = await new KnownTrees(workspace).find(before);
  const now = await treeNow(workspace, path, after);
  return then === undefined || now === undefined ? undefined : compareTrees(then, now);
}

async function treeNow(
  workspace: Workspace,
  path: RepoPath,
  record: HashRecord,
): Promise<readonly TreeEntry[] | undefined> {
  if (!isDirDigest(record.digest)) return undefined;
  return (await workspace.digester.digest(path, { name: record.name }))?.tree?.();
}
