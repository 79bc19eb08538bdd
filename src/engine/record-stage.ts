import { FailureError } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { GitIgnoreFiles } from './git-ignore-files.ts';
import type { NewEntry } from './lock-files.ts';
import type { ProjectIndex } from './project-index.ts';
import type { RunCache } from './run-cache.ts';
import { saveOutputs } from './stage-results.ts';
import type { StageInputs } from './stage-results.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly workspace: Workspace;
  readonly ignore: GitIgnoreFiles;
  readonly runCache: RunCache;
}

interface RecordOptions {
  /** Put the outputs into the cache. */
  readonly commit: boolean;
  /** Keep the run for later ones with the same inputs, where such a run can stand for another one. */
  readonly remember: boolean;
  /** False: stored files stay as they are, whatever the link type. */
  readonly relink?: boolean;
  /** Make plain files of what git keeps. */
  readonly plainUncached?: boolean;
}

/**
 * Records a stage of a pipeline with the outputs that are there now: in the cache and the run cache.
 *
 * @returns what the lock file is to say of it.
 * @throws FailureError when an output is missing or in git's index.
 */
export async function recordStage(
  { workspace, ignore, runCache }: Parts,
  stage: Stage,
  entry: LockEntry | undefined,
  inputs: StageInputs,
  { commit, remember, relink, plainUncached }: RecordOptions,
): Promise<LockEntry> {
  if (stage.command === undefined)
    throw new FailureError({
      code: 'refused',
      message: `stage '${workspace.project.labels.stage(stage)}' has no command`,
      hint: 'Give it one: `cmd` is empty.',
    });
  const remembers = remember && runCache.isEligible(stage, inputs);
  const outputs = await saveOutputs(workspace, ignore, stage, entry, {
    commit,
    commitUncached: remembers,
    ...(relink === undefined ? {} : { relink }),
    ...(plainUncached === undefined ? {} : { plainUncached }),
  });
  const result = { ...inputs, outputs };
  if (remembers) await runCache.save(result);
  return result;
}

/**
 * Writes new entries of stages of one pipeline file into its lock file, and tells of it.
 *
 * @param rankOf the order of new entries among themselves; without it new ones go to the end.
 * @returns the lock file, when it says something else than before.
 * @throws FailureError when the lock file cannot be read.
 */
export async function writeLock(
  { project }: Workspace,
  { locks }: ProjectIndex,
  entries: readonly NewEntry[],
  rankOf?: (stage: Stage) => number,
): Promise<RepoPath | undefined> {
  const [first] = entries;
  if (first === undefined) return undefined;
  const [{ file: pipelineFile }] = first;
  const written = await locks.write(pipelineFile, entries, rankOf);
  if (!written.ok) throw new FailureError(written.error);
  const { created, changed } = written.value;
  const path = locks.pathFor(pipelineFile);
  const file = project.show(path);
  if (created) project.context.emit({ type: 'lock-written', file, created: true });
  if (changed) project.context.emit({ type: 'lock-written', file, created: false });
  return changed ? path : undefined;
}
