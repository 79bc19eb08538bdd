import { sameContent } from '../core/lock/hash-record.ts';
import { recordedOf } from '../core/staleness/assess.ts';
import type { RepoPath } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import { stageId } from '../model/stage.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import { recordOf } from './observe.ts';
import type { ProjectIndex } from './project-index.ts';

/**
 * The reasons that are left when data may be missing. A missing dependency counts all the same where the stage that
 * makes it has another content on record than this one has read.
 */
export async function withoutMissing(
  index: ProjectIndex,
  stage: Stage,
  entry: LockEntry | undefined,
  reasons: readonly Reason[],
): Promise<readonly Reason[]> {
  const left: Reason[] = [];
  for (const reason of reasons) {
    if (reason.kind === 'output' && reason.change !== 'modified') continue;
    if (reason.kind === 'params-file' && reason.change === 'deleted') continue;
    if (reason.kind === 'dependency' && reason.change === 'deleted') {
      if (!(await isRemade(index, stage, entry, reason.path))) continue;
      left.push({ ...reason, change: 'modified' });
    } else left.push(reason);
  }
  return left;
}

async function isRemade(
  index: ProjectIndex,
  stage: Stage,
  entry: LockEntry | undefined,
  written: string,
): Promise<boolean> {
  const path: RepoPath | undefined = stage.dependencies.find(each => each.written === written)?.path;
  if (path === undefined) return false;
  for (const id of index.graph.upstream.get(stageId(stage)) ?? []) {
    const maker = index.graph.stages.get(id);
    const output = maker?.outputs.find(each => each.path === path);
    if (maker === undefined || output === undefined) continue;
    const lock = await index.locks.entry(maker);
    const made = recordOf(output, lock.ok ? lock.value : undefined);
    return !sameContent(made, recordedOf(entry?.dependencies, written));
  }
  return false;
}
