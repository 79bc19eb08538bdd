import type { Failure } from '../model/failure.ts';

/** @source iterative/dvc dvc/cli/__init__.py; both layouts use the same. */
export const EXIT = {
  success: 0,
  brokenPipe: 141,
  config: 251,
  interrupted: 252,
  noProject: 253,
  usage: 254,
  /** What DVC did not expect, before a command began or in one that catches what it expects too. */
  unexpected: 255,
  /** A bug of ours. */
  internal: 70,
} as const;

/** @param own the command's code for its own failures. */
export function exitCodeOf(failure: Failure, own: number): number {
  switch (failure.code) {
    case 'config-invalid':
      return EXIT.config;
    case 'interrupted':
      return EXIT.interrupted;
    case 'not-a-project':
      return EXIT.noProject;
    case 'usage':
      return EXIT.usage;
    case 'params-unsupported':
    case 'params-unexpected':
    case 'nothing-to-unprotect':
    case 'tracked-nowhere':
    case 'folder-list-lost':
    case 'folder-list-refused':
    case 'tree-and-json':
    case 'ignore-file-inside':
    case 'subdir-without-git':
      return EXIT.unexpected;
    case 'file-invalid':
      return PYTHON_ERRORS.has(failure.raised?.type ?? '') ? EXIT.unexpected : own;
    case 'action-failed':
    case 'files-invalid':
      return exitCodeOf(failure.cause, own);
    case 'refused':
      return failure.isUnexpected === true ? EXIT.unexpected : own;
    default:
      return own;
  }
}

/** Of mistakes in templates that DVC does not expect. */
const PYTHON_ERRORS: ReadonlySet<string> = new Set(['AssertionError', 'TypeError']);
