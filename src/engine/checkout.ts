import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { RepoPath } from '../model/path.ts';
import { compareCodePoints } from '../core/python/order.ts';
import { Exclusive } from './exclusive.ts';
import { recordOf } from './observe.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Target } from './targets.ts';
import type { Workspace } from './workspace.ts';

export interface CheckoutOptions {
  readonly force: boolean;
  readonly relink: boolean;
  /** Leave out what the cache does not have instead of failing. */
  readonly allowMissing: boolean;
}

export interface CheckedOut {
  /** Paths as shown, folders with `/` at the end and first. */
  readonly changes: Readonly<Record<'modified' | 'added' | 'deleted', readonly string[]>>;
  /** Files. */
  readonly counts: Readonly<Record<'modified' | 'added' | 'deleted', number>>;
  /** What could not be made, after everything else was. */
  readonly failure?: Failure;
}

/** Brings the outputs of stages and data files to what is recorded of them. */
export async function checkout(
  workspace: Workspace,
  index: ProjectIndex,
  targets: readonly Target[],
  options: CheckoutOptions,
): Promise<Result<CheckedOut, Failure>> {
  const { project } = workspace;
  const exclusive = new Exclusive(project);
  const changes = { modified: [] as string[], added: [] as string[], deleted: [] as string[] };
  const counts = { modified: 0, added: 0, deleted: 0 };
  const failed: string[] = [];
  const done = new Set<RepoPath>();
  await exclusive.acquire();
  try {
    for (const { stage, output: only } of targets) {
      const lock = await index.locks.entry(stage);
      if (!lock.ok) return lock;
      for (const output of only === undefined ? stage.outputs : [only]) {
        const { path } = output;
        if (!output.cached || path === undefined || done.has(path)) continue;
        done.add(path);
        const record = recordOf(output, lock.value);
        if (record === undefined) {
          project.context.emit({
            type: 'warning',
            message: `No file hash info found for '${project.absolute(path)}'. It won't be created.`,
          });
          failed.push(project.show(path));
          continue;
        }
        try {
          const change = await workspace.restore(path, record, {
            force: options.force,
            relink: options.relink,
          });
          for (const kind of ['modified', 'added', 'deleted'] as const) counts[kind] += change[kind];
          if (change.kind !== 'none') changes[change.kind].push(shownAs(workspace, path));
        } catch (error) {
          if (!(error instanceof FailureError) || error.failure.code !== 'checkout-failed') throw error;
          failed.push(...error.failure.paths);
        }
      }
    }
  } finally {
    exclusive.release();
    workspace.save();
  }
  for (const paths of Object.values(changes)) paths.sort(foldersFirst);
  const failure: Failure | undefined =
    failed.length === 0 || options.allowMissing ? undefined : { code: 'checkout-failed', paths: failed };
  return ok({ changes, counts, ...(failure === undefined ? {} : { failure }) });
}

function shownAs({ project }: Workspace, path: RepoPath): string {
  const isFolder = project.context.files.stat(project.absolute(path))?.kind === 'directory';
  return isFolder ? `${project.show(path)}/` : project.show(path);
}

function foldersFirst(a: string, b: string): number {
  return Number(b.endsWith('/')) - Number(a.endsWith('/')) || compareCodePoints(a, b);
}
