import { assess, recordedOf } from '../core/staleness/assess.ts';
import { FailureError } from '../model/failure.ts';
import type { LockedPath, LockEntry, Stage } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { RunCache } from './run-cache.ts';
import type { StageInputs } from './stage-results.ts';
import type { Workspace } from './workspace.ts';

/** Runs that need not be done again: the one that the lock describes, and those of the run cache. */
export class EarlierRuns {
  readonly #workspace: Workspace;
  readonly #runCache: RunCache | undefined;

  /** @param runCache undefined: only the lock's own run counts. */
  constructor(workspace: Workspace, runCache: RunCache | undefined) {
    this.#workspace = workspace;
    this.#runCache = runCache;
  }

  /**
   * An earlier run of an eligible stage whose outputs are all in the cache: the lock's own when it describes these very
   * inputs, or the newest of the run cache.
   *
   * @param wanted what a run of the run cache must have read; undefined: none can be meant.
   */
  async find(
    stage: Stage,
    entry: LockEntry | undefined,
    inputs: StageInputs,
    wanted: StageInputs | undefined,
  ): Promise<LockEntry | undefined> {
    const run = lockedRun(stage, inputs, entry) ?? (await this.#newest(stage, wanted));
    for (const { record } of run?.outputs ?? []) {
      if (record === undefined || !(await this.#workspace.cache.of(record).hasAll(record))) return undefined;
    }
    return run;
  }

  async #newest(stage: Stage, inputs: StageInputs | undefined): Promise<LockEntry | undefined> {
    if (inputs === undefined) return undefined;
    const outputs = stage.outputs.map(({ written }) => ({ written, record: undefined }));
    return this.#runCache?.newest({ ...inputs, outputs });
  }

  /** Puts a run's outputs into the workspace. What git keeps is always a copy, never a link into the cache. */
  async restore(stage: Stage, run: LockEntry): Promise<void> {
    for (const { written, record } of run.outputs) {
      const output = stage.outputs.find(each => each.written === written);
      if (output?.path === undefined || record === undefined)
        throw new FailureError({ code: 'output-missing', path: written });
      await this.#workspace.restore(output.path, record, {
        force: true,
        ...(output.cached ? {} : { links: ['copy'] }),
      });
    }
  }
}

/**
 * What the lock says a stage read, with the command of today.
 *
 * @returns undefined where the lock lacks a dependency or all of a wholly read file: no earlier run is known by that.
 */
export function lockedInputs(stage: Stage, entry: LockEntry | undefined): StageInputs | undefined {
  const dependencies: LockedPath[] = [];
  for (const { written } of stage.dependencies) {
    const record = recordedOf(entry?.dependencies, written);
    if (record === undefined) return undefined;
    dependencies.push({ written, record });
  }
  const params = new Map<string, ReadonlyMap<string, Value>>();
  for (const { written, keys } of stage.params) {
    const locked = entry?.params.get(written);
    if (locked === undefined && keys === 'whole') return undefined;
    const declared = [...(locked ?? [])].filter(([key]) => keys === 'whole' || keys.includes(key));
    if (declared.length > 0) params.set(written, new Map(declared));
  }
  return { command: stage.command, dependencies, params };
}

/** The run that the lock describes, when its inputs are exactly these. Its outputs may be gone. */
function lockedRun(stage: Stage, inputs: StageInputs, entry: LockEntry | undefined): LockEntry | undefined {
  if (entry === undefined) return undefined;
  const outputs = entry.outputs.filter(
    ({ written, record }) => record !== undefined && stage.outputs.some(out => out.written === written),
  );
  const seen = {
    dependencies: new Map(inputs.dependencies.map(({ written, record }) => [written, record])),
    datasets: new Map(inputs.dependencies.map(({ written, dataset }) => [written, dataset])),
    outputs: new Map(outputs.map(({ written, record }) => [written, record])),
    notInCache: new Set<string>(),
    params: inputs.params,
  };
  const isThis = assess(stage, entry, seen).length === 0 && outputs.length === stage.outputs.length;
  return isThis ? { ...entry, outputs } : undefined;
}
