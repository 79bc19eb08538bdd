import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { FileTrouble } from '../ports/files.ts';
import { GitTrouble } from '../ports/git.ts';

/** What was thrown, as the failure that users get to read; undefined for what nobody has foreseen. */
export function expected(error: unknown): Failure | undefined {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof FileTrouble)
    return { code: 'file-trouble', action: error.action, path: error.path, errno: error.code };
  if (error instanceof GitTrouble) return { code: 'refused', message: error.message };
  return undefined;
}
