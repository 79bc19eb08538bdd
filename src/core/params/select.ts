import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { findParams } from './find.ts';
import type { ParamProblem } from './find.ts';

/** Dotted keys of one parameters file, or `'whole'` for the file with all its top-level keys. */
export type ParamKeys = readonly string[] | 'whole';

/** What a stage reads of one parameters file. */
interface ParamSelection {
  /** Key as declared → value, in declared order; of a whole file its top-level keys in file order. */
  readonly values: ReadonlyMap<string, Value>;
  /** The declared keys that the file does not have. */
  readonly missing: readonly string[];
}

/**
 * Looks up what a stage declares of a parameters file: the values that the lock file keeps.
 *
 * @returns a problem when a pattern names more than one place, or when a file tracked as a whole is not a map.
 */
export function selectParams(data: Value, keys: ParamKeys): Result<ParamSelection, ParamProblem> {
  if (keys === 'whole') return selectWhole(data);
  const values = new Map<string, Value>();
  const missing: string[] = [];
  for (const key of new Set(keys)) {
    const found = findParams(data, key);
    if (!found.ok) return found;
    const [first, second] = found.value;
    if (second !== undefined)
      return err({ key, message: `the key '${key}' matches more than one parameter` });
    if (first === undefined) missing.push(key);
    else values.set(key, first.value);
  }
  return ok({ values, missing });
}

function selectWhole(data: Value): Result<ParamSelection, ParamProblem> {
  if (!isMap(data))
    return err({ message: 'a parameters file that is tracked as a whole must hold a mapping' });
  const values = new Map([...data].map(([key, value]) => [pyStr(key), value]));
  return ok({ values, missing: [] });
}

/**
 * Merges what several places declare of the same files: keys are joined in order, each once, and whoever wants the
 * whole file wins. An empty list of keys means the whole file too.
 *
 * @returns files in the order of their first mention.
 */
export function mergeParams<File extends string>(
  declarations: Iterable<readonly [file: File, keys: ParamKeys]>,
): ReadonlyMap<File, ParamKeys> {
  const merged = new Map<File, ParamKeys>();
  for (const [file, keys] of declarations) {
    const known = merged.get(file) ?? [];
    const whole = known === 'whole' || keys === 'whole' || keys.length === 0;
    merged.set(file, whole ? 'whole' : [...new Set([...known, ...keys])]);
  }
  return merged;
}
