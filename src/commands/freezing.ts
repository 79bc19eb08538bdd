import { setFrozen } from '../engine/freeze.ts';
import { openProject } from '../engine/project.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { positionals } from './command.ts';
import type { ArgumentSpec, Args, Outcome } from './command.ts';

export const FROZEN_TARGETS: ArgumentSpec = {
  name: 'targets',
  description: 'stages or data files',
  variadic: true,
  isStage: true,
};

/** Freezes every target, or unfreezes it: one that fails does not hold up the others. */
export async function freezeAll(
  context: Context,
  args: Args,
  frozen: boolean,
): Promise<Result<Outcome, Failure>> {
  const project = openProject(context);
  if (!project.ok) return project;
  let exitCode = 0;
  for (const target of positionals(args, 'targets')) {
    const done = await setFrozen(project.value, target, frozen);
    if (done.ok) continue;
    // DVC does not expect this one, and gives up.
    if (done.error.code === 'params-unsupported') throw new FailureError(done.error);
    const what = `failed to ${frozen ? 'freeze' : 'unfreeze'} '${target}'`;
    context.emit({ type: 'target-failed', failure: { code: 'action-failed', what, cause: done.error } });
    exitCode = 1;
  }
  return ok({ doc: [], exitCode });
}
