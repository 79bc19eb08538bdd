import { diffValues } from '../core/metrics/diff.ts';
import type { Changes } from '../core/metrics/diff.ts';
import { isAbsent } from '../core/gates/values.ts';
import type { FileMetrics } from '../core/metrics/revisions.ts';
import { valuesEqual } from '../core/python/equal.ts';
import { sameData } from '../core/same-data.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import type { ParamRow } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { refusingLinks } from './leads-out.ts';
import type { MeasurementOptions } from './measurements.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/** One side of a report. */
export interface ReportSide {
  readonly snapshot: Snapshot;
  readonly index: Result<ProjectIndex, Failure>;
}

export type ReadValues = (
  project: Project,
  snapshot: Snapshot,
  options: MeasurementOptions,
) => Promise<Result<{ readonly data: ReadonlyMap<string, FileMetrics> }, Failure>>;

export interface ComparedValues {
  /** With what did not change. */
  readonly changes: Changes;
  /** Files that cannot be read on one side. */
  readonly unread: ReadonlySet<string>;
  /** Why, a sentence each. */
  readonly troubles: readonly string[];
}

/** Files of stages whose last try went wrong, and of those that have to run: it is no wonder that they are missing. */
export interface Unfinished {
  readonly failed: ReadonlySet<string>;
  readonly stale: ReadonlySet<string>;
}

/**
 * Values of both sides. Files that cannot be read are named, and count as empty.
 *
 * @param unfinished whose files say nothing of what is there now.
 */
export async function compareValues(
  read: ReadValues,
  project: Project,
  { head, base }: { readonly head: ReportSide; readonly base: ReportSide | undefined },
  unfinished: Unfinished,
): Promise<ComparedValues> {
  const unread = new Set<string>();
  const troubles: string[] = [];
  const valuesOf = async (side: ReportSide | undefined): Promise<ReadonlyMap<string, Value>> => {
    if (side === undefined) return new Map();
    const { snapshot, index } = side;
    const refuse = refusingLinks(project, snapshot);
    const found = await read(project, snapshot, { targets: [], index, refuse });
    if (!found.ok) return new Map();
    const values = new Map<string, Value>();
    for (const [file, each] of found.value.data) {
      if (side === head && (await isUnmade(file, snapshot, unfinished))) unread.add(file);
      else if ('data' in each) values.set(file, each.data);
      // A base may well do without; what the workspace declares it should have.
      else if (side === head || !isAbsent(each.error)) {
        if (!isAbsent(each.error)) unread.add(file);
        troubles.push(`${file} at ${snapshot.label}: ${each.error.detail ?? each.error.message}`);
      }
    }
    return values;
  };
  const sides = { old: await valuesOf(base), new: await valuesOf(head) };
  return { changes: diffValues(sides, { unchanged: true }), unread, troubles };
}

/** What a stage had made before it failed is not what it makes. */
async function isUnmade(file: string, snapshot: Snapshot, { failed, stale }: Unfinished): Promise<boolean> {
  if (failed.has(file)) return true;
  // What is not on disk would be read from the cache, as it was before.
  return stale.has(file) && (await snapshot.look(file as RepoPath)) === undefined;
}

export function changedParams(changes: Changes): readonly ParamRow[] {
  return [...changes].flatMap(([file, values]) =>
    [...values].flatMap(([name, { old, new: now }]) =>
      // As for metrics: what is no number on both sides has not changed.
      valuesEqual(old, now) || sameData(old, now) ? [] : [{ file, name, old, new: now }],
    ),
  );
}
