import type { HashRecord } from '../../model/hash.ts';
import type { Reason } from '../../model/reason.ts';
import { isWithinReach } from '../../model/stage.ts';
import type { Command, LockedPath, LockEntry, ParamsDependency, Stage } from '../../model/stage.ts';
import type { Value } from '../../model/value.ts';
import type { ValueMap } from '../../model/value.ts';
import { isList, Tuple } from '../../model/value.ts';
import { readDataset, sameDataset } from '../datasets/record.ts';
import { sameContent } from '../lock/hash-record.ts';
import { itemsEqual, valuesEqual } from '../python/equal.ts';

/** What is there now, as far as one stage is concerned. Paths are as written. */
export interface Observation {
  /** Undefined for what is missing. The record's kind of hash is that of the lock, so that the two compare. */
  readonly dependencies: ReadonlyMap<string, HashRecord | undefined>;
  /** What is recorded of datasets; undefined for what is not, or not as declared. */
  readonly datasets: ReadonlyMap<string, ValueMap | undefined>;
  readonly outputs: ReadonlyMap<string, HashRecord | undefined>;
  /** Outputs in the cache whose recorded object, or part of it, is missing there. */
  readonly notInCache: ReadonlySet<string>;
  /** Parameters file → its values by key; undefined for a missing file. */
  readonly params: ReadonlyMap<string, ReadonlyMap<string, Value> | undefined>;
}

/** The reasons of a stage that runs whatever its state. */
export const FORCED: readonly Reason[] = [{ kind: 'forced' }];

/**
 * Why a stage is stale: every reason, in the order in which `status` lists them. Empty: the stage is fresh.
 *
 * Without a lock entry every dependency that exists is modified, as DVC has it. What the lock holds beyond the
 * declaration does not count, and the order of things never does.
 */
export function assess(stage: Stage, entry: LockEntry | undefined, seen: Observation): readonly Reason[] {
  return [
    ...(stage.frozen ? [] : [...dependencyReasons(stage, entry, seen), ...paramReasons(stage, entry, seen)]),
    ...outputReasons(stage, entry, seen),
    ...(stage.alwaysChanged || isCallback(stage) ? [{ kind: 'always' } as const] : []),
    ...commandReasons(stage, entry),
  ];
}

/** A command with neither dependencies nor outputs runs every time. */
export function isCallback(stage: Stage): boolean {
  return (
    stage.command !== undefined &&
    stage.dependencies.length === 0 &&
    stage.params.length === 0 &&
    stage.outputs.length === 0
  );
}

/** What the lock (or the data file itself) records of a path. */
export function recordedOf(
  paths: readonly LockedPath[] | undefined,
  written: string,
): HashRecord | undefined {
  return paths?.find(path => path.written === written)?.record;
}

function dependencyReasons(stage: Stage, entry: LockEntry | undefined, seen: Observation): Reason[] {
  const reasons: Reason[] = [];
  for (const dependency of stage.dependencies) {
    if (dependency.dataset !== undefined) {
      reasons.push(...datasetReasons(dependency.written, entry, seen));
      continue;
    }
    if (!isWithinReach(dependency)) continue;
    const before = dependency.recorded ?? recordedOf(entry?.dependencies, dependency.written);
    const after = seen.dependencies.get(dependency.written);
    if (after === undefined) {
      reasons.push({
        kind: 'dependency',
        path: dependency.written,
        change: 'deleted',
        ...has('before', before),
      });
    } else if (!sameContent(before, after)) {
      reasons.push({
        kind: 'dependency',
        path: dependency.written,
        change: 'modified',
        ...has('before', before),
        after,
      });
    }
  }
  return reasons;
}

function datasetReasons(path: string, entry: LockEntry | undefined, seen: Observation): Reason[] {
  const before = readDataset(entry?.dependencies.find(({ written }) => written === path)?.dataset);
  const after = seen.datasets.get(path);
  if (after === undefined)
    return [{ kind: 'dataset', path, change: 'not in sync', ...has('before', before) }];
  if (before === undefined) return [{ kind: 'dataset', path, change: 'new', after }];
  return sameDataset(before, after) ? [] : [{ kind: 'dataset', path, change: 'modified', before, after }];
}

function paramReasons(stage: Stage, entry: LockEntry | undefined, seen: Observation): Reason[] {
  return stage.params.flatMap(declared => paramsFileReasons(declared, entry, seen));
}

function paramsFileReasons(
  declared: ParamsDependency,
  entry: LockEntry | undefined,
  seen: Observation,
): Reason[] {
  const path = declared.written;
  const now = seen.params.get(path);
  if (now === undefined) return [{ kind: 'params-file', path, change: 'deleted' }];
  const locked = entry?.params.get(path);
  if (locked === undefined) return [{ kind: 'params-file', path, change: 'new' }];
  const keys = declared.keys === 'whole' ? new Set([...now.keys(), ...locked.keys()]) : declared.keys;
  const reasons: Reason[] = [];
  for (const key of keys) {
    const before = locked.get(key);
    const after = now.get(key);
    if (after === undefined)
      reasons.push({ kind: 'param', path, key, change: 'deleted', ...has('before', before) });
    else if (before === undefined) reasons.push({ kind: 'param', path, key, change: 'new', after });
    else if (!valuesEqual(before, after) && !isLockedTuple(before, after))
      reasons.push({ kind: 'param', path, key, change: 'modified', before, after });
  }
  return reasons;
}

/**
 * A lock file holds a tuple as a list. DVC sees through that where the parameter is one itself; a tuple inside of a
 * parameter differs from its list, and its stage is stale for ever.
 */
function isLockedTuple(before: Value, after: Value): boolean {
  return after instanceof Tuple && isList(before) && itemsEqual(before, after);
}

function outputReasons(stage: Stage, entry: LockEntry | undefined, seen: Observation): Reason[] {
  const reasons: Reason[] = [];
  for (const output of stage.outputs) {
    const path = output.written;
    const before = output.recorded ?? recordedOf(entry?.outputs, path);
    const after = seen.outputs.get(path);
    if (before !== undefined && output.path === undefined && output.outside === undefined) continue;
    if (before !== undefined && output.cached && seen.notInCache.has(path)) {
      reasons.push({ kind: 'output', path, change: 'not in cache', before, ...has('after', after) });
    } else if (after === undefined) {
      reasons.push({ kind: 'output', path, change: 'deleted', ...has('before', before) });
    } else if (!sameContent(before, after)) {
      reasons.push({ kind: 'output', path, change: 'modified', ...has('before', before), after });
    }
  }
  return reasons;
}

function commandReasons(stage: Stage, entry: LockEntry | undefined): Reason[] {
  const after = stage.command;
  if (entry?.command === undefined || after === undefined || sameCommand(entry.command, after)) return [];
  return [{ kind: 'command', before: entry.command, after }];
}

/** As written: a list of one is not the same as that one line. */
function sameCommand(a: Command, b: Command): boolean {
  return valuesEqual(isList(a) ? [...a] : a, isList(b) ? [...b] : b);
}

function has<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
