import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import type { Problem } from '../schema/shape.ts';

/** One stage with nothing left to resolve. */
export interface Definition {
  readonly name: string;
  readonly definition: ValueMap;
  /** Where in the file it is written: several stages share the body of a group. */
  readonly path: Problem['path'];
  /** The group (`foreach`, `matrix`) that it was made from. */
  readonly group?: string;
  readonly isTemplated: boolean;
  /** What templates took from parameters files: file → dotted key → value. */
  readonly used: ReadonlyMap<string, ReadonlyMap<string, Value>>;
}

/** A pipeline file with nothing left to resolve. */
export interface Definitions {
  readonly stages: readonly Definition[];
  /** `metrics`, `params`, `plots`, `artifacts`, `datasets`, as far as they are there. */
  readonly sections: ReadonlyMap<string, Value>;
  readonly problems: readonly Problem[];
  /** What DVC raises over the first mistake in a template. */
  readonly raised?: { readonly type: string; readonly message: string };
  readonly warnings: readonly string[];
}

/** Is there anything to resolve or to load? Most files say all in plain words, and need no machinery. */
export function needsExpansion(top: ValueMap): boolean {
  if (top.has('vars')) return true;
  const stages = top.get('stages');
  if (isMap(stages)) {
    for (const stage of stages.values()) {
      if (isMap(stage) && (stage.has('vars') || stage.has('foreach') || stage.has('matrix'))) return true;
    }
  }
  return mentionsTemplates(top);
}

/** Escaped ones too: they have to be unescaped. */
function mentionsTemplates(value: Value): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (isList(value)) return value.some(mentionsTemplates);
  if (!isMap(value)) return false;
  for (const [key, item] of value) if (mentionsTemplates(key) || mentionsTemplates(item)) return true;
  return false;
}

/** The stages of a file that {@link needsExpansion} says is in plain words. */
export function plainDefinitions(top: ValueMap): Definitions {
  const declared = top.get('stages');
  const stages: Definition[] = [];
  for (const [name, definition] of isMap(declared) ? declared : NONE) {
    if (typeof name === 'string' && isMap(definition))
      stages.push({ name, definition, path: ['stages', name], isTemplated: false, used: NONE });
  }
  return { stages, sections: top as ReadonlyMap<string, Value>, problems: [], warnings: [] };
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();
