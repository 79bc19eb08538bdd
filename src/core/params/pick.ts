import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { findParams } from './find.ts';
import type { Found, ParamProblem } from './find.ts';
import type { ParamKeys } from './select.ts';

type MutableMap = Map<Scalar, Value>;

/**
 * Cuts a parameters file down to the declared keys and keeps its nesting: the shape in which parameters are compared.
 *
 * A pattern may match many places here, and what is missing is left out. Lists keep their length up to the last
 * picked item, with null for the items before it that nobody picked. Two keys into one list put its items one behind
 * the other, nulls included.
 *
 * @returns a problem for a bad pattern, or for a top-level key that is no string.
 * @source dvc/dependency/param.py read_param_file, with dpath's search and its additive merge.
 */
export function pickParams(data: Value, keys: ParamKeys): Result<Value, ParamProblem> {
  if (keys === 'whole' || keys.length === 0) return ok(data);
  const picked: MutableMap = new Map();
  for (const key of new Set(keys)) {
    const found = findParams(data, key);
    if (!found.ok) return found;
    const part: MutableMap = new Map();
    for (const each of found.value) {
      if (typeof each.path[0] !== 'string') {
        return err({ key, message: `the key '${key}' leads to a top-level key that is not a string` });
      }
      plant(part, data, each);
    }
    merge(picked, part);
  }
  return ok(picked);
}

/** Puts a found value at its place in `into`, making the maps and lists that lead there as they are in `source`. */
function plant(into: MutableMap, source: Value, { path, value }: Found): void {
  let target: MutableMap | Value[] = into;
  let original: Value | undefined = source;
  for (const key of path.slice(0, -1)) {
    original = childOf(original, key);
    const there = childOf(target, key);
    // A parent that was picked itself is here already, with all that is below it.
    if (there !== undefined && there === original) return;
    const next = isOwn(there) ? there : isList(original) ? [] : new Map<Scalar, Value>();
    put(target, key, next);
    target = next;
  }
  const last = path.at(-1);
  if (last !== undefined) put(target, last, value);
}

function childOf(node: Value | undefined, key: Scalar): Value | undefined {
  if (isMap(node)) return node.get(key);
  return isList(node) && typeof key === 'number' ? node[key] : undefined;
}

function isOwn(value: Value | undefined): value is MutableMap | Value[] {
  return isMap(value) || isList(value);
}

function put(target: MutableMap | Value[], key: Scalar, value: Value): void {
  if (target instanceof Map) target.set(key, value);
  else if (typeof key === 'number') {
    while (target.length < key) target.push(null);
    target[key] = value;
  }
}

/** Adds `part` to `target`: maps key by key, lists one behind the other, everything else replaced. */
function merge(target: MutableMap, part: ReadonlyMap<Scalar, Value>): void {
  for (const [key, value] of part) {
    const there = target.get(key);
    if (isMap(there) && isMap(value)) {
      const inner = new Map(there);
      merge(inner, value);
      target.set(key, inner);
    } else if (isList(there) && isList(value)) target.set(key, [...there, ...value]);
    else target.set(key, value);
  }
}
