import { isList, isMap, Tuple } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { dumpJson } from '../python/json.ts';
import { sha256OfText } from './tree.ts';

/**
 * Names of a run-cache entry: `key` stands for what went in (and which outputs are wanted), `value` for the whole
 * entry with what came out. The file is `<key[:2]>/<key>/<value>`.
 *
 * @param entry the stage's lock entry in the lock file's own form.
 * @source iterative/dvc dvc/stage/cache.py, dvc/utils: sha256 of Python's default JSON with sorted keys; keys named
 *         `size` and `nfiles` are left out at every depth, parameters of that name included, but not in tuples.
 */
export function runKey(entry: ValueMap): string {
  const outs = entry.get('outs');
  const paths = isList(outs) ? outs.map(out => (isMap(out) ? (out.get('path') ?? null) : null)) : [];
  return digest(new Map<string, Value>([...(entry as ReadonlyMap<string, Value>), ['outs', paths]]));
}

export function runValue(entry: ValueMap): string {
  return digest(entry);
}

function digest(entry: Value): string {
  return sha256OfText(dumpJson(withoutSizes(entry), { sortKeys: true }));
}

function withoutSizes(value: Value): Value {
  if (isList(value)) return value instanceof Tuple ? value : value.map(withoutSizes);
  if (!isMap(value)) return value;
  return new Map(
    [...value]
      .filter(([key]) => key !== 'size' && key !== 'nfiles')
      .map(([key, item]) => [key, withoutSizes(item)]),
  );
}
