import { isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { emitYaml } from '../yaml/emit.ts';

/** A stage's entry on the two sides, where both changed it, each in a way of its own; undefined: it is not there. */
export interface Versions {
  readonly ours: Value | undefined;
  readonly theirs: Value | undefined;
}

/** Entries by the name of their stage, in the order of the file. */
export type MergedStages = ReadonlyMap<string, { readonly settled: Value } | Versions>;

/** Everything of a lock file but its stages, and its stages. */
export interface MergedLock<Stages> {
  readonly top: ReadonlyMap<string, Value>;
  readonly stages: Stages;
}

/** What a lock file is written with: text of floats as it was. */
const KEEP = { keepFloatText: true };

/**
 * Merges lock files stage by stage: what only one side changed is taken from it.
 *
 * @returns undefined when the sides differ in anything else than stages.
 */
export function mergeLocks(
  base: ValueMap,
  ours: ValueMap,
  theirs: ValueMap,
): MergedLock<MergedStages> | undefined {
  const top = new Map<string, Value>();
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    if (key === 'stages' || typeof key !== 'string') continue;
    const merged = pick(base.get(key), ours.get(key), theirs.get(key));
    if (merged === 'both') return undefined;
    if (merged.value !== undefined) top.set(key, merged.value);
  }
  const [before, our, their] = [stagesOf(base), stagesOf(ours), stagesOf(theirs)];
  const stages = new Map<string, { settled: Value } | Versions>();
  for (const name of new Set([...our.keys(), ...their.keys()])) {
    const merged = pick(before.get(name), our.get(name), their.get(name));
    if (merged === 'both') stages.set(name, { ours: our.get(name), theirs: their.get(name) });
    else if (merged.value !== undefined) stages.set(name, { settled: merged.value });
  }
  return { top, stages };
}

function stagesOf(lock: ValueMap): ReadonlyMap<string, Value> {
  const stages = lock.get('stages');
  return isMap(stages) ? (stages as ReadonlyMap<string, Value>) : new Map();
}

function pick(
  base: Value | undefined,
  ours: Value | undefined,
  theirs: Value | undefined,
): { readonly value: Value | undefined } | 'both' {
  if (same(ours, theirs) || same(base, theirs)) return { value: ours };
  return same(base, ours) ? { value: theirs } : 'both';
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  return a === undefined || b === undefined ? a === b : valuesEqual(a, b);
}

/** The text of a merged lock file, once it is settled what counts for each stage. */
export function mergedLockText({ top, stages }: MergedLock<ReadonlyMap<string, Value>>): string {
  return emitYaml(new Map(top).set('stages', stages), KEEP);
}
