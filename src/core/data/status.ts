import type { Value, ValueMap } from '../../model/value.ts';
import type { DataChange } from './compare.ts';
import { entryText } from './state.ts';

/** What `data status` found, as it is shown: paths as texts. */
export interface StatusPaths {
  readonly notInCache: readonly string[];
  readonly committed: ChangedPaths;
  readonly uncommitted: ChangedPaths;
  readonly untracked: readonly string[];
  readonly unchanged: readonly string[];
}

export type ChangedPaths = ReadonlyMap<string, readonly (string | Renamed)[]>;

export interface Renamed {
  readonly old: string;
  readonly new: string;
}

/** Changes by their kind, kinds in the order in which they first come; what is unchanged left out. */
export function changedPaths(changes: readonly DataChange[]): ChangedPaths {
  const groups = new Map<string, (string | Renamed)[]>();
  for (const change of changes) {
    if (change.kind === 'unchanged') continue;
    const shown = shownAs(change);
    const group = groups.get(change.kind);
    if (group === undefined) groups.set(change.kind, [shown]);
    else group.push(shown);
  }
  return groups;
}

/** What is unchanged in every one of the comparisons. */
export function unchangedPaths(...all: readonly (readonly DataChange[])[]): readonly string[] {
  const [first = new Set<string>(), ...others] = all.map(
    changes =>
      new Set(changes.flatMap(change => (change.kind === 'unchanged' ? [entryText(change.new)] : []))),
  );
  return [...first].filter(path => others.every(other => other.has(path)));
}

function shownAs(change: Exclude<DataChange, { kind: 'unchanged' }>): string | Renamed {
  if (change.kind === 'renamed') return { old: entryText(change.old), new: entryText(change.new) };
  return entryText(change.kind === 'deleted' ? change.old : change.new);
}

/** As `--json` shows it: groups in DVC's order, empty ones left out. */
export function statusJson(paths: StatusPaths): ValueMap {
  const groups: readonly (readonly [string, Value])[] = [
    ['not_in_cache', paths.notInCache],
    ['committed', changesJson(paths.committed)],
    ['uncommitted', changesJson(paths.uncommitted)],
    ['untracked', paths.untracked],
    ['unchanged', paths.unchanged],
  ];
  return new Map(
    groups.filter(([, group]) =>
      group instanceof Map ? group.size > 0 : (group as readonly Value[]).length > 0,
    ),
  );
}

function changesJson(changes: ChangedPaths): ValueMap {
  return new Map(
    [...changes].map(([kind, paths]) => [
      kind,
      paths.map(path =>
        typeof path === 'string'
          ? path
          : new Map([
              ['old', path.old],
              ['new', path.new],
            ]),
      ),
    ]),
  );
}
