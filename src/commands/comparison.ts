import { diffValues } from '../core/metrics/diff.ts';
import type { Changes } from '../core/metrics/diff.ts';
import type { FileMetrics } from '../core/metrics/revisions.ts';
import { openAt, openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { findState, hasCommits, HEAD, WORKSPACE } from '../engine/revisions.ts';
import type { State } from '../engine/revisions.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import { within } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Context, Snapshot } from '../ports.ts';
import type { ArgumentSpec } from './command.ts';

export const REVISIONS: readonly ArgumentSpec[] = [
  { name: 'a_rev', description: 'the old side: a commit, branch or tag (default: HEAD)', optional: true },
  { name: 'b_rev', description: 'the new side (default: the workspace)', optional: true },
];

type Read = (
  project: Project,
  snapshot: Snapshot,
) => Promise<Result<{ readonly data: ReadonlyMap<string, FileMetrics> }, Failure>>;

export interface Comparison {
  readonly changes: Changes;
  readonly oldLabel: string;
  readonly newLabel: string;
}

/**
 * Compares values of two states. Files and states that cannot be read count as empty and are warned about, as one
 * broken commit must not hide the other side.
 *
 * @param kind what is compared, for the warnings.
 */
export async function compare(
  project: Project,
  revisions: readonly [old: string | undefined, new_: string | undefined],
  read: Read,
  options: { readonly unchanged: boolean; readonly kind: 'metrics' | 'params' },
): Promise<Result<Comparison, Failure>> {
  const oldLabel = revisions[0] ?? HEAD;
  const newLabel = revisions[1] ?? WORKSPACE;
  const nothing: Comparison = { changes: new Map(), oldLabel, newLabel };
  if (!(await hasCommits(project))) return ok(nothing);
  const states = await bothStates(project, oldLabel, newLabel);
  if (!states.ok) return states;
  const [old, new_] = states.value;
  if (old.commit === new_.commit) return ok(nothing);
  const values: ReadonlyMap<string, Value>[] = [];
  const troubled: string[] = [];
  for (const { snapshot } of [old, new_]) {
    const state = await read(project, snapshot);
    if (!state.ok)
      project.context.emit({
        type: 'revision-unreadable',
        kind: options.kind,
        revision: snapshot.label,
        failure: state.error,
      });
    const files = state.ok ? state.value.data : new Map<string, FileMetrics>();
    const hasTrouble = warnOfFiles(project, snapshot.label, files);
    if (!state.ok || hasTrouble) troubled.push(snapshot.label);
    values.push(
      new Map([...files].map(([file, metrics]) => [file, 'data' in metrics ? metrics.data : new Map()])),
    );
  }
  if (troubled.length > 0) project.context.emit({ type: 'revisions-troubled', revisions: troubled });
  const [oldValues = new Map<string, Value>(), newValues = new Map<string, Value>()] = values;
  return ok({
    ...nothing,
    changes: diffValues({ old: oldValues, new: newValues }, { unchanged: options.unchanged }),
  });
}

/** Says what is wrong with each file that cannot be read. @returns whether there is one. */
export function warnOfFiles(
  { context }: Project,
  revision: string,
  files: ReadonlyMap<string, FileMetrics>,
): boolean {
  let any = false;
  for (const [file, values] of files) {
    if ('data' in values) continue;
    any = true;
    const why = values.error.detail ?? values.error.message;
    context.emit({ type: 'values-unreadable', file, revision, why });
  }
  return any;
}

async function bothStates(
  project: Project,
  old: string,
  new_: string,
): Promise<Result<readonly [State, State], Failure>> {
  const first = await findState(project, old);
  if (!first.ok) return first;
  const second = await findState(project, new_);
  return second.ok ? ok([first.value, second.value]) : second;
}

/** The project around the current folder, or a bare repository or folder taken for one: numbers can be compared anywhere. */
export function openAnywhere(context: Context): Result<Project, Failure> {
  const project = openProject(context);
  if (project.ok || project.error.code !== 'not-a-project') return project;
  return openAt(context, context.git.open(context.cwd)?.root ?? context.cwd, LAYOUTS.mltrack);
}

/** Paths that the user named, from the current folder. */
export function namedPaths(project: Project, words: readonly string[]): Result<readonly RepoPath[], Failure> {
  const paths: RepoPath[] = [];
  for (const word of words) {
    const path = word.startsWith(`${project.root}/`)
      ? within('' as RepoPath, word.slice(project.root.length + 1))
      : within(project.here, word);
    if (path === undefined) return err({ code: 'outside-project', path: word });
    paths.push(path);
  }
  return ok(paths);
}
