import { isList, isMap } from '../../model/value.ts';
import type { Command } from '../../model/stage.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity, valuesEqual } from '../python/equal.ts';
import { quoteDouble } from '../yaml/fold.ts';
import { inlineYaml } from '../yaml/inline.ts';

/** The first place inside of two values at which they differ. */
export interface Difference {
  /** Behind the name of the whole, such as `.layers[3].size`; empty where the whole differs. */
  readonly at: string;
  /** Undefined: it is new there. */
  readonly before: Value | undefined;
  /** Undefined: it is gone. */
  readonly after: Value | undefined;
  /** How many other places differ. */
  readonly others: number;
}

type Place = Omit<Difference, 'others'>;

/** @param before what differs from `after` as a whole. */
export function firstDifference(before: Value, after: Value): Difference {
  let first: Place | undefined;
  let count = 0;
  for (const place of placesOf('', before, after)) {
    first ??= place;
    count++;
  }
  return { ...(first ?? { at: '', before, after }), others: Math.max(0, count - 1) };
}

/** In the order of the newer value; what is gone stands behind it. */
function* placesOf(at: string, before: Value | undefined, after: Value | undefined): Iterable<Place> {
  if (isMap(before) && isMap(after)) yield* placesInMaps(at, before, after);
  else if (isList(before) && isList(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++)
      yield* placesOf(`${at}[${i}]`, before[i], after[i]);
  } else if (before === undefined || after === undefined || !valuesEqual(before, after))
    yield { at, before, after };
}

function* placesInMaps(at: string, before: ValueMap, after: ValueMap): Iterable<Place> {
  const old = new Map([...before].map(([key, value]) => [keyIdentity(key), { key, value }]));
  const inside = (key: Scalar): string => `${at}.${inlineYaml(key)}`;
  for (const [key, value] of after) {
    const identity = keyIdentity(key);
    yield* placesOf(inside(key), old.get(identity)?.value, value);
    old.delete(identity);
  }
  for (const { key, value } of old.values()) yield { at: inside(key), before: value, after: undefined };
}

/** A value, or a part of one, takes so many characters at most. */
const LONGEST = 40;
/** So much of what is the same is shown before the place at which two texts part. */
const LEAD = 12;

/** A value on one line, cut where it is long. */
export function shortText(value: Value): string {
  const letters = Array.from(inlineYaml(value));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
}

/** Such as `0.1 → 0.01`; of what is long the part in which it differs. */
export function pairText(before: Value, after: Value): string {
  if (typeof before === 'string' && typeof after === 'string' && isLong(before, after))
    // One of the two may need quotes and the other not, which is no difference.
    return partText(quoteDouble(before).slice(1, -1), quoteDouble(after).slice(1, -1));
  return partText(inlineYaml(before), inlineYaml(after));
}

function isLong(...texts: readonly string[]): boolean {
  return texts.some(text => Array.from(text).length > LONGEST);
}

/** As {@link pairText}, of texts as they are. */
export function partText(before: string, after: string): string {
  if (!isLong(before, after)) return `${before} → ${after}`;
  const old = Array.from(before);
  const now = Array.from(after);
  let same = 0;
  while (same < old.length && old[same] === now[same]) same++;
  const start = same <= LEAD + 1 ? 0 : same - LEAD;
  return `${windowOf(old, start)} → ${windowOf(now, start)}`;
}

function windowOf(letters: readonly string[], start: number): string {
  const end = start + LONGEST;
  const cut = end < letters.length - 1;
  const part = letters.slice(start, cut ? end : undefined).join('');
  return `${start > 0 ? '…' : ''}${part}${cut ? '…' : ''}`;
}

/** What differs between two commands, which may be lists of lines. */
export function commandDifference(before: Command, after: Command): string {
  if (typeof before !== 'string' && typeof after !== 'string') {
    const { at, before: old, after: now, others } = firstDifference([...before], [...after]);
    const line = Number(at.slice(1, -1)) + 1;
    const more = others === 0 ? '' : ` (${othersText(others)})`;
    if (typeof old !== 'string') return `line ${line} is new: ${textOf(now)}${more}`;
    if (typeof now !== 'string') return `line ${line} is gone: ${textOf(old)}${more}`;
    return `line ${line}: ${partText(old, now)}${more}`;
  }
  const [old, now] = [oneLine(before), oneLine(after)];
  return old === now
    ? `the same, written as ${typeof after === 'string' ? 'one text' : 'a list'}`
    : partText(old, now);
}

export function oneLine(command: Command): string {
  return typeof command === 'string' ? command.trimEnd().replaceAll('\n', '; ') : command.join('; ');
}

export function othersText(others: number): string {
  return `and ${others} more ${others === 1 ? 'difference' : 'differences'}`;
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
