import { assess } from '../core/staleness/assess.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import { updateDataFile } from './data-files.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import type { NewEntry } from './lock-files.ts';
import { observe } from './observe.ts';
import { ParamsReader } from './params.ts';
import type { ProjectIndex } from './project-index.ts';
import { recordStage, writeLock } from './record-stage.ts';
import { RunCache } from './run-cache.ts';
import { readInputs, saveOutputs } from './stage-results.ts';
import type { Workspace } from './workspace.ts';

export interface CommitOptions {
  /** Record changes without being asked for each. */
  readonly force: boolean;
  readonly relink: boolean;
}

/** Records stages and tracked data as they are now, and puts their outputs into the cache, without running anything. */
export async function commit(
  workspace: Workspace,
  index: ProjectIndex,
  stages: readonly Stage[],
  options: CommitOptions,
): Promise<Result<readonly Stage[], Failure>> {
  const { project } = workspace;
  const params = new ParamsReader(project, index.snapshot);
  const ignore = new GitIgnoreFiles(project);
  const runCache = new RunCache(project);
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  try {
    for (const ofOneFile of byFile(stages)) {
      const entries: NewEntry[] = [];
      for (const stage of ofOneFile) {
        const lock = await index.locks.entry(stage);
        if (!lock.ok) return lock;
        const entry = lock.value;
        if (!options.force && (await hasChanged(workspace, params, stage, entry))) {
          return err({ code: 'commit-needs-force', stage: project.labels.stage(stage) });
        }
        if (stage.kind === 'data') {
          const how = { commit: true, commitUncached: false, relink: options.relink };
          const outputs = await saveOutputs(workspace, ignore, stage, entry, how);
          await updateDataFile(workspace, index, stage, outputs);
          continue;
        }
        const inputs = await readInputs(workspace, params, stage, entry);
        const result = await recordStage({ workspace, ignore, runCache }, stage, entry, inputs, {
          commit: true,
          remember: options.force,
          relink: options.relink,
        });
        entries.push([stage, result]);
      }
      // As in DVC, a stage that fails leaves the lock of its file as it was.
      await writeLock(workspace, index, entries);
    }
    return ok(stages);
  } finally {
    workspace.save();
    exclusive.release();
  }
}

function byFile(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const groups: Stage[][] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last?.[0]?.file === stage.file) last.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/** Does the workspace differ from what is recorded? Whether the cache has it does not matter: it will, after this. */
async function hasChanged(
  workspace: Workspace,
  params: ParamsReader,
  stage: Stage,
  entry: LockEntry | undefined,
): Promise<boolean> {
  const seen = await observe(workspace, params, stage, entry);
  return assess(stage, entry, { ...seen, notInCache: new Set() }).some(({ kind }) => kind !== 'always');
}
