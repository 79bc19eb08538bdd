import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { Exclusive } from './exclusive.ts';
import { guardWrite } from './guard.ts';
import { writesTo } from './rwlock.ts';
import { pathFromHere } from './targets.ts';
import type { Workspace } from './workspace.ts';

/**
 * Makes a path of the project safe to write to. Nothing needs to track it. Other than DVC, which changes modes
 * wherever it is told to, this stays inside the project.
 */
export async function unprotect(workspace: Workspace, word: string): Promise<Result<undefined, Failure>> {
  const { project } = workspace;
  const path = pathFromHere(project, word);
  if (path === undefined) return err({ code: 'outside-project', path: word });
  const refusal = guardWrite(project, path);
  if (refusal !== undefined) return err(refusal);
  if (project.context.files.stat(project.absolute(path)) === undefined)
    return err({ code: 'nothing-to-unprotect', path: word });
  const exclusive = new Exclusive(project);
  await exclusive.acquire(writesTo(project, [path]));
  try {
    workspace.unprotect(path);
  } finally {
    exclusive.release();
    workspace.save();
  }
  return ok(undefined);
}
