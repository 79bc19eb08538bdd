import { FailureError } from '../model/failure.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Workspace } from './workspace.ts';

/** Puts an earlier run's outputs into the workspace. What git keeps is always a copy, never a link into the cache. */
export async function restoreRun(workspace: Workspace, stage: Stage, run: LockEntry): Promise<void> {
  for (const { written, record } of run.outputs) {
    const output = stage.outputs.find(each => each.written === written);
    if (output?.path === undefined || record === undefined)
      throw new FailureError({ code: 'output-missing', path: written });
    await workspace.restore(output.path, record, {
      force: true,
      ...(output.cached ? {} : { links: ['copy'] }),
    });
  }
}
