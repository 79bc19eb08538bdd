import { isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { nameAnchors } from '../yaml/anchors.ts';
import { emitEntry, emitYaml } from '../yaml/emit.ts';

/** A stage's entry on the two sides, where both changed it, each in a way of its own; undefined: it is not there. */
export interface Versions {
  readonly ours: Value | undefined;
  readonly theirs: Value | undefined;
}

/** Entries by the name of their stage, in the order of the file. */
export type MergedStages = ReadonlyMap<string, { readonly settled: Value } | Versions>;

/** Everything of a lock file but its stages, and its stages. */
export interface MergedLock {
  readonly top: ReadonlyMap<string, Value>;
  readonly stages: MergedStages;
}

/** What a lock file is written with: text of floats as it was. */
const KEEP = { keepFloatText: true };

/**
 * Merges lock files stage by stage: what only one side changed is taken from it.
 *
 * @returns undefined when the sides differ in anything else than stages.
 */
export function mergeLocks(base: ValueMap, ours: ValueMap, theirs: ValueMap): MergedLock | undefined {
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

/** The text of a merged lock file; where a stage is open, both versions stand between git's markers. */
export function mergedLockText({ top, stages }: MergedLock): string {
  const settled = new Map<string, Value>();
  for (const [name, entry] of stages) if ('settled' in entry) settled.set(name, entry.settled);
  const document = new Map(top).set('stages', settled);
  if (settled.size === stages.size && (nameAnchors(document).size > 0 || settled.size === 0))
    return emitYaml(document, KEEP);
  const parts = [...top].map(([key, value]) => emitEntry(key, value, 0, KEEP));
  parts.push('stages:\n');
  for (const [name, entry] of stages) {
    const text = (value: Value | undefined): string =>
      value === undefined ? '' : emitEntry(name, value, 1, KEEP);
    parts.push(
      'settled' in entry
        ? text(entry.settled)
        : `<<<<<<< ours\n${text(entry.ours)}=======\n${text(entry.theirs)}>>>>>>> theirs\n`,
    );
  }
  return parts.join('');
}
