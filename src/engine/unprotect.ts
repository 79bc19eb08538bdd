import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Prepared } from './exclusively.ts';
import { guardWrite } from './guard.ts';
import { writesTo } from './rwlock.ts';
import { pathFromHere } from './targets.ts';
import type { Workspace } from './workspace.ts';

/**
 * Makes a path of the project safe to write to. Nothing needs to track it. Other than DVC, which changes modes
 * wherever it is told to, this stays inside the project.
 */
export function unprotect(workspace: Workspace, word: string): Result<Prepared<undefined>, Failure> {
  const { project } = workspace;
  const path = pathFromHere(project, word);
  if (path === undefined) return err({ code: 'outside-project', path: word });
  const refusal = guardWrite(project, path);
  if (refusal !== undefined) return err(refusal);
  if (project.context.files.stat(project.absolute(path)) === undefined)
    return err({ code: 'nothing-to-unprotect', path: word });
  const work: Prepared<undefined>['work'] = () => {
    try {
      workspace.unprotect(path);
    } finally {
      workspace.save();
    }
    return Promise.resolve(ok(undefined));
  };
  return ok({ claim: writesTo(project, [path]), work });
}
