import { GitTrouble } from '../ports/git.ts';
import { errnoOf } from './errno.ts';

/** What went wrong, in git's own words where it said something. */
export function toGitTrouble(stderr: string, command: string, cause: unknown): GitTrouble {
  const said = stderr.trim();
  if (said !== '') return new GitTrouble(said, cause);
  if (errnoOf(cause) === 'ENOENT') return new GitTrouble('git is not installed, or not on the PATH', cause);
  return new GitTrouble(`git ${command} failed`, cause);
}
