import type { Dependency, Output, OutputRole, ParamsDependency } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import type { Problem } from '../schema/shape.ts';
import { DEFAULT_PARAMS_FILE } from '../params/default-file.ts';

type Place = Pick<Problem, 'path' | 'at'>;

const LISTS: Readonly<Record<OutputRole, string>> = { data: 'outs', metric: 'metrics', plot: 'plots' };

/** Where an output stands in the definition of its stage. */
export function outputPlace(definition: ValueMap, { role, written }: Output): Place {
  return entryPlace(definition, LISTS[role], written);
}

/** Where a dependency or a file of parameters stands in the definition of its stage. */
export function inputPlace(definition: ValueMap, input: Dependency | ParamsDependency): Place {
  if (!('keys' in input)) return entryPlace(definition, 'deps', input.written);
  const named = entryPlace(definition, 'params', input.written);
  if (named.path.length > 1 || input.written !== DEFAULT_PARAMS_FILE) return named;
  // Bare keys belong to the default file.
  const first = listOf(definition, 'params').findIndex(item => typeof item === 'string');
  return { path: first < 0 ? ['params'] : ['params', first], at: 'value' };
}

/** The item that is the text, or the key of a map with properties. The list itself where it is written otherwise. */
function entryPlace(definition: ValueMap, key: string, written: string): Place {
  const entries = listOf(definition, key);
  const index = entries.findIndex(entry => entry === written || (isMap(entry) && entry.has(written)));
  if (index < 0) return { path: [key], at: 'key' };
  return isMap(entries[index] ?? null)
    ? { path: [key, index, written], at: 'key' }
    : { path: [key, index], at: 'value' };
}

function listOf(definition: ValueMap, key: string): readonly Value[] {
  const value = definition.get(key) ?? null;
  return isList(value) ? value : [];
}
