import type { Value, ValueMap } from '../../model/value.ts';
import { compareCodePoints } from '../python/order.ts';
import type { DataChange } from './compare.ts';
import { entryText } from './state.ts';
import type { ContentHash, DataEntry } from './state.ts';

/** One line of a diff. `path` and `hash` have two parts where both sides are told. */
export interface DiffRow {
  readonly path: string | Pair<string>;
  readonly hash: string | undefined | Pair<string | undefined>;
}

interface Pair<T> {
  readonly old: T;
  readonly new: T;
}

export type DiffState = 'added' | 'deleted' | 'modified' | 'renamed' | 'not in cache';

export type DiffRows = ReadonlyMap<DiffState, readonly DiffRow[]>;

/** Every state with its rows by path, in the order of DVC's JSON; nothing at all when there are none. */
export function diffRows(changes: readonly DataChange[], notInCache: readonly DataEntry[]): DiffRows {
  const rows = new Map<DiffState, DiffRow[]>([
    ['added', []],
    ['deleted', []],
    ['modified', []],
    ['renamed', []],
    ['not in cache', notInCache.map(rowOf)],
  ]);
  for (const change of changes) {
    if (change.kind !== 'unchanged' && change.kind !== 'unknown')
      rows.get(change.kind)?.push(changeRow(change));
  }
  if ([...rows.values()].every(each => each.length === 0)) return new Map();
  for (const each of rows.values()) each.sort((a, b) => compareCodePoints(oldPath(a), oldPath(b)));
  return rows;
}

export function diffJson(rows: DiffRows, { hashes }: { readonly hashes: boolean }): ValueMap {
  return new Map(
    [...rows].map(([state, each]) => [
      state,
      each.map(({ path, hash }) => {
        const entry: [string, Value][] = [['path', sidesJson(path)]];
        if (hashes) entry.push(['hash', sidesJson(hash)]);
        return new Map(entry);
      }),
    ]),
  );
}

/** The path as people read it. */
export function pathText({ path }: DiffRow): string {
  return typeof path === 'string' ? path : `${path.old} -> ${path.new}`;
}

/** Eight digits of a hash, or of both. */
export function hashText({ hash }: DiffRow): string {
  if (hash === undefined || typeof hash === 'string') return short(hash);
  return `${short(hash.old)}..${short(hash.new)}`;
}

function changeRow(change: Exclude<DataChange, { kind: 'unchanged' | 'unknown' }>): DiffRow {
  switch (change.kind) {
    case 'added':
      return rowOf(change.new);
    case 'deleted':
      return rowOf(change.old);
    case 'modified':
      return {
        path: entryText(change.old),
        hash: { old: change.old.hash?.digest, new: change.new.hash?.digest },
      };
    default:
      return { ...rowOf(change.old), path: { old: entryText(change.old), new: entryText(change.new) } };
  }
}

function rowOf(entry: DataEntry): DiffRow {
  return { path: entryText(entry), hash: digestOf(entry.hash) };
}

function digestOf(hash: ContentHash | undefined): string | undefined {
  return hash?.digest;
}

function oldPath({ path }: DiffRow): string {
  return typeof path === 'string' ? path : path.old;
}

function sidesJson(sides: DiffRow['path'] | DiffRow['hash']): Value {
  if (sides === undefined || typeof sides === 'string') return sides ?? null;
  return new Map([
    ['old', sides.old ?? null],
    ['new', sides.new ?? null],
  ]);
}

function short(digest: string | undefined): string {
  return (digest ?? '').slice(0, 8);
}
