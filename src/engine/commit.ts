import { assess } from '../core/staleness/assess.ts';
import type { Failure } from '../model/failure.ts';
import type { Reason } from '../model/reason.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { isWithinReach } from '../model/stage.ts';
import type { LockEntry, Output, Stage } from '../model/stage.ts';
import { updateDataFile } from './data-files.ts';
import type { Prepared } from './exclusively.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import type { NewEntry } from './lock-files.ts';
import { observe } from './observe.ts';
import { readersOf } from './datasets.ts';
import type { Readers } from './datasets.ts';
import type { ProjectIndex } from './project-index.ts';
import { recordStage, writeLock } from './record-stage.ts';
import { RunCache } from './run-cache.ts';
import { claimOf } from './rwlock.ts';
import { readInputs, saveOutputs } from './stage-results.ts';
import { TwinOutputs } from './twins.ts';
import type { Workspace } from './workspace.ts';

export interface CommitOptions {
  /** Record all that has changed, or what is said yes to. */
  readonly confirm: 'all' | ((changed: ChangedStage) => Promise<boolean>);
  readonly relink: boolean;
}

/** What of a stage differs from what is recorded, as users call it; no path where only its command does. */
export interface ChangedStage {
  readonly stage: string;
  readonly isData: boolean;
  /** With parameters files. */
  readonly dependencies: readonly string[];
  readonly outputs: readonly string[];
}

/** Records stages and tracked data as they are now, and puts their outputs into the cache, without running anything. */
export function commit(
  workspace: Workspace,
  index: ProjectIndex,
  stages: readonly Stage[],
  options: CommitOptions,
): Prepared<readonly Stage[]> {
  return {
    claim: claimOf(workspace.project, stages),
    work: () => carryOut(workspace, index, stages, options),
  };
}

async function carryOut(
  workspace: Workspace,
  index: ProjectIndex,
  stages: readonly Stage[],
  { confirm, relink }: CommitOptions,
): Promise<Result<readonly Stage[], Failure>> {
  const { project } = workspace;
  const readers = readersOf(project, index);
  const ignore = new GitIgnoreFiles(project);
  const runCache = new RunCache(project);
  const twins = new TwinOutputs(project, index.stages);
  try {
    for (const ofOneFile of byFile(stages)) {
      const entries: NewEntry[] = [];
      for (const stage of ofOneFile) {
        const lock = await index.locks.entry(stage);
        if (!lock.ok) return lock;
        const entry = lock.value;
        const changed = confirm === 'all' ? undefined : await changedIn(workspace, readers, stage, entry);
        if (changed !== undefined && confirm !== 'all' && !(await confirm(changed)))
          return err({ code: 'commit-needs-force', stage: changed.stage });
        // What cannot be looked at cannot be recorded anew, and need not be.
        if (confirm !== 'all' && changed === undefined && !isInView(stage)) continue;
        twins.heed(stage, entry);
        if (stage.kind === 'data') {
          const how = { commit: true, commitUncached: false, relink };
          const outputs = await saveOutputs(workspace, ignore, stage, entry, how);
          await updateDataFile(workspace, index, stage, outputs);
          continue;
        }
        const inputs = await readInputs(workspace, readers, stage, entry);
        const result = await recordStage({ workspace, ignore, runCache }, stage, entry, inputs, {
          commit: true,
          remember: confirm === 'all' || changed !== undefined,
          relink,
          plainUncached: true,
        });
        entries.push([stage, result]);
      }
      // As in DVC, a stage that fails leaves the lock of its file as it was.
      await writeLock(workspace, index, entries);
    }
    return ok(stages);
  } finally {
    workspace.save();
  }
}

/** Can all be found out about that its entry says? */
function isInView({ dependencies, outputs, kind }: Stage): boolean {
  return kind === 'data' || [...dependencies, ...outputs].every(isWithinReach);
}

type Declared = Pick<Output, 'written' | 'path'>;

function byFile(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const groups: Stage[][] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last?.[0]?.file === stage.file) last.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/** How the workspace differs from what is recorded. Whether the cache has it does not matter: it will, after this. */
async function changedIn(
  workspace: Workspace,
  readers: Readers,
  stage: Stage,
  entry: LockEntry | undefined,
): Promise<ChangedStage | undefined> {
  const { project } = workspace;
  const seen = await observe(workspace, readers, stage, entry);
  const reasons = assess(stage, entry, { ...seen, notInCache: new Set() }).filter(
    ({ kind }) => kind !== 'always',
  );
  if (reasons.length === 0) return undefined;
  const pathsOf = (...kinds: readonly Reason['kind'][]): ReadonlySet<string> =>
    new Set(
      reasons.flatMap(reason => (kinds.includes(reason.kind) && 'path' in reason ? [reason.path] : [])),
    );
  const shown = (declared: readonly Declared[], changed: ReadonlySet<string>): readonly string[] =>
    declared.flatMap(({ written, path }) =>
      changed.has(written) ? [path === undefined ? written : project.show(path)] : [],
    );
  return {
    stage: project.labels.stage(stage),
    isData: stage.kind === 'data',
    dependencies: [
      ...shown(stage.dependencies, pathsOf('dependency', 'dataset')),
      ...shown(stage.params, pathsOf('param', 'params-file')),
    ],
    outputs: shown(stage.outputs, pathsOf('output')),
  };
}
