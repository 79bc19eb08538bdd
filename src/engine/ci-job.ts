import { ciJob } from '../core/ci/job.ts';
import type { CiJob } from '../model/ci.ts';
import type { Context } from '../ports/context.ts';
import { FileTrouble } from '../ports/files.ts';

/** GitHub's own limit of what it sends. */
const MOST_EVENT_BYTES = 25 * 1024 * 1024;

/** The CI job that this process runs in; undefined on a person's machine. */
export function currentJob({ env, files }: Context): CiJob | undefined {
  const path = env['GITHUB_EVENT_PATH'];
  return ciJob(env, path === undefined || path === '' ? undefined : eventAt(files, path));
}

/** What cannot be read tells nothing: the variables are left. */
function eventAt(files: Context['files'], path: string): unknown {
  try {
    if ((files.stat(path)?.size ?? Infinity) > MOST_EVENT_BYTES) return undefined;
    return JSON.parse(files.readText(path) ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof FileTrouble) return undefined;
    throw error;
  }
}
