import { compareCodePoints } from '../core/python/order.ts';
import { FailureError, isCheckoutFailure } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Prepared } from './exclusively.ts';
import { guardTwins, refuseOutside } from './guard.ts';
import { recordOf } from './observe.ts';
import type { ProjectIndex } from './project-index.ts';
import type { RestorePlan } from './restore-plan.ts';
import { writesTo } from './rwlock.ts';
import type { Target } from './targets.ts';
import type { Workspace } from './workspace.ts';

export interface CheckoutOptions {
  readonly force: boolean;
  readonly relink: boolean;
  /** Leave out what the cache does not have instead of failing. */
  readonly allowMissing: boolean;
  /** Take away what was made here for another version and is not tracked any more. */
  readonly removeUnused: boolean;
}

export interface CheckedOut {
  /** Paths as shown, folders with `/` at the end and first. */
  readonly changes: Readonly<Record<'modified' | 'added' | 'deleted', readonly string[]>>;
  /** Files, folders that went, outputs that went. */
  readonly counts: Readonly<Record<'modified' | 'added' | 'deleted', number>>;
  /** What could not be made, after everything else was. */
  readonly failure?: Failure;
}

/** Brings the outputs of stages and data files to what is recorded of them. */
export function checkout(
  workspace: Workspace,
  index: ProjectIndex,
  targets: readonly Target[],
  options: CheckoutOptions,
): Prepared<CheckedOut> {
  return {
    claim: writesTo(workspace.project, targets.flatMap(writtenBy)),
    work: () => carryOut(workspace, index, targets, options),
  };
}

async function carryOut(
  workspace: Workspace,
  index: ProjectIndex,
  targets: readonly Target[],
  options: CheckoutOptions,
): Promise<Result<CheckedOut, Failure>> {
  const { project } = workspace;
  try {
    const gone = options.removeUnused ? await workspace.made.removeUnused(outputPaths(index)) : [];
    const planned = await planAll(workspace, index, targets, options);
    if (!planned.ok) return planned;
    const { plans, failed } = planned.value;
    const twins = guardTwins(
      project,
      plans.map(({ path }) => path),
    );
    if (twins !== undefined) return err(twins);
    if (!options.force && plans.some(({ unsaved }) => unsaved.length > 0))
      return err(workspace.unsaved(plans));

    const changes = {
      modified: [] as string[],
      added: [] as string[],
      deleted: gone.map(path => project.show(path as RepoPath)),
    };
    const counts = { modified: 0, added: 0, deleted: gone.length };
    for (const plan of plans) {
      const change = await unlessFailed(failed, () => workspace.apply(plan));
      if (change === undefined) continue;
      for (const kind of ['modified', 'added', 'deleted'] as const) counts[kind] += change[kind];
      if (change.kind !== 'none') changes[change.kind].push(shownAs(workspace, plan.path));
    }
    for (const paths of Object.values(changes)) paths.sort(foldersFirst);
    const failure = failureOf(options.allowMissing ? { ...failed, paths: [], damaged: [] } : failed);
    if (options.allowMissing && failed.damaged.length > 0)
      project.context.emit({ type: 'objects-damaged', paths: failed.damaged });
    return ok({ changes, counts, ...(failure === undefined ? {} : { failure }) });
  } finally {
    workspace.save();
  }
}

interface Planned {
  readonly plans: readonly RestorePlan[];
  readonly failed: Failed;
}

/** What could not be made; more may join while the plans are carried out. */
interface Failed {
  /** What the cache does not have, as shown. */
  readonly paths: string[];
  readonly damaged: string[];
  /** What is recorded of an output must not be made. */
  readonly refused: Failure[];
}

async function planAll(
  workspace: Workspace,
  index: ProjectIndex,
  targets: readonly Target[],
  { relink }: CheckoutOptions,
): Promise<Result<Planned, Failure>> {
  const { project } = workspace;
  const plans: RestorePlan[] = [];
  const failed: Failed = { paths: [], damaged: [], refused: [] };
  const done = new Set<RepoPath>();
  for (const { stage, output: only, inside } of targets) {
    const lock = await index.locks.entry(stage);
    if (!lock.ok) return lock;
    for (const output of only === undefined ? stage.outputs : [only]) {
      const { path } = output;
      const record = recordOf(output, lock.value);
      if (path === undefined && output.cached && record !== undefined)
        failed.refused.push(refuseOutside(project, stage, output));
      if (!output.cached || path === undefined || done.has(inside ?? path)) continue;
      done.add(inside ?? path);
      if (record === undefined) {
        project.context.emit({
          type: 'warning',
          message: `No file hash info found for '${project.absolute(path)}'. It won't be created.`,
        });
        failed.paths.push(project.show(path));
        continue;
      }
      const plan = await unlessFailed(failed, () =>
        workspace.plan(path, record, { relink, ...(inside === undefined ? {} : { inside }) }),
      );
      if (plan !== undefined) plans.push(plan);
    }
  }
  return ok({ plans, failed });
}

/** Refusals of one output's record. */
const REFUSALS: ReadonlySet<Failure['code']> = new Set(['outside-project', 'folder-list-refused', 'refused']);

/** Content that the cache has lost, or that is refused, fails its own output; all others go on. */
async function unlessFailed<T>(failed: Failed, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isCheckoutFailure(error)) {
      failed.paths.push(...error.failure.paths);
      failed.damaged.push(...(error.failure.damaged ?? []));
    } else if (error instanceof FailureError && REFUSALS.has(error.failure.code))
      failed.refused.push(error.failure);
    else throw error;
    return undefined;
  }
}

function writtenBy({ stage, output, inside }: Target): readonly RepoPath[] {
  if (inside !== undefined) return [inside];
  return (output === undefined ? stage.outputs : [output]).flatMap(({ path }) => path ?? []);
}

function failureOf({ paths, damaged, refused }: Failed): Failure | undefined {
  if (paths.length + refused.length === 0) return undefined;
  return {
    code: 'checkout-failed',
    paths: [...new Set(paths)],
    ...(damaged.length > 0 ? { damaged } : {}),
    ...(refused.length > 0 ? { refused } : {}),
  };
}

function outputPaths(index: ProjectIndex): readonly RepoPath[] {
  return index.stages.flatMap(({ outputs }) => outputs.flatMap(({ path }) => path ?? []));
}

function shownAs({ project }: Workspace, path: RepoPath): string {
  const isFolder = project.context.files.stat(project.absolute(path))?.kind === 'directory';
  return isFolder ? `${project.show(path)}/` : project.show(path);
}

function foldersFirst(a: string, b: string): number {
  return Number(b.endsWith('/')) - Number(a.endsWith('/')) || compareCodePoints(a, b);
}
