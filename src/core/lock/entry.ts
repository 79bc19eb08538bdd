import type { Command, LockedPath, LockEntry } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';
import { lockKeys, readHashRecord } from './hash-record.ts';

/** Reads one stage of a lock file that is known to have the right shape. */
export function readLockEntry(value: ValueMap): LockEntry {
  const params = new Map<string, ReadonlyMap<string, Value>>();
  const declared = value.get('params');
  if (isMap(declared)) {
    for (const [file, keys] of declared) {
      if (typeof file === 'string' && isMap(keys)) params.set(file, keys as ReadonlyMap<string, Value>);
    }
  }
  return {
    command: readCommand(value.get('cmd')),
    dependencies: readPaths(value.get('deps')),
    params,
    outputs: readPaths(value.get('outs')),
  };
}

function readCommand(value: Value | undefined): Command | undefined {
  if (typeof value === 'string') return value;
  return isList(value) ? value.filter(item => typeof item === 'string') : undefined;
}

function readPaths(value: Value | undefined): LockedPath[] {
  if (!isList(value)) return [];
  return value.flatMap(entry => {
    const written = isMap(entry) ? entry.get('path') : undefined;
    if (!isMap(entry) || typeof written !== 'string') return [];
    const dataset = entry.get('dataset');
    return [{ written, record: readHashRecord(entry), ...(isMap(dataset) ? { dataset } : {}) }];
  });
}

/**
 * A stage's entry as the lock file and the run cache hold it, keys in DVC's order: paths sorted, the default
 * parameters file first, keys sorted within a file, empty sections left out.
 */
export function lockEntryValue(entry: LockEntry): ValueMap {
  const value = new Map<string, Value>([['cmd', entry.command ?? null]]);
  if (entry.dependencies.length > 0) value.set('deps', pathsValue(entry.dependencies));
  if (entry.params.size > 0) value.set('params', paramsValue(entry.params));
  if (entry.outputs.length > 0) value.set('outs', pathsValue(entry.outputs));
  return value;
}

function pathsValue(paths: readonly LockedPath[]): Value {
  return [...paths]
    .sort((a, b) => compareCodePoints(a.written, b.written))
    .map(
      ({ written, record, dataset }) =>
        new Map<string, Value>([
          ['path', written],
          ...(dataset === undefined ? lockKeys(record) : ([['dataset', dataset]] as const)),
        ]),
    );
}

function paramsValue(params: LockEntry['params']): Value {
  const files = [...params.keys()].sort(
    (a, b) =>
      Number(b === DEFAULT_PARAMS_FILE) - Number(a === DEFAULT_PARAMS_FILE) || compareCodePoints(a, b),
  );
  return new Map(
    files.map(file => {
      const keys = [...(params.get(file) ?? [])].sort(([a], [b]) => compareCodePoints(a, b));
      return [file, new Map(keys)];
    }),
  );
}
