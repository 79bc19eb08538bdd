import { FileTrouble } from '../ports/files.ts';

/** The errno name of a failed system call, or undefined for errors of another kind. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Nothing is there: no such name, a parent that is no folder, or a link that only names itself. */
export function isMissing(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

/** The error as the ports speak of it. A bug (anything without an errno) stays what it is. */
export function toFileTrouble(error: unknown, action: string, path: string): unknown {
  if (error instanceof FileTrouble) return error;
  const code = errnoOf(error);
  return code === undefined ? error : new FileTrouble(code, path, action, error);
}

/** Runs one system call and translates its failure. For hot loops write the try/catch out: closures cost. */
export function attempt<T>(action: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toFileTrouble(error, action, path);
  }
}

/** As {@link attempt}, but what is missing answers undefined. */
export function attemptOnPresent<T>(action: string, path: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFileTrouble(error, action, path);
  }
}
