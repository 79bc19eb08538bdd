import { diffValues } from '../core/metrics/diff.ts';
import type { Changes } from '../core/metrics/diff.ts';
import type { FileMetrics } from '../core/metrics/revisions.ts';
import { openAt, openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { findState, hasCommits, HEAD, WORKSPACE } from '../engine/revisions.ts';
import type { Block, Doc } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import { within } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Context } from '../ports/context.ts';
import type { Snapshot } from '../ports/snapshot.ts';
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
  // All at once: while git starts to look up a commit, the workspace is read.
  const [any, ...sides] = await Promise.all([
    hasCommits(project),
    readSide(project, oldLabel, read),
    readSide(project, newLabel, read),
  ]);
  if (project.git === undefined) return err({ code: 'needs-git' });
  if (!any) return ok(nothing);
  const [old, new_] = sides;
  if (!old.ok) return old;
  if (!new_.ok) return new_;
  if (old.value.commit === new_.value.commit) return ok(nothing);
  const troubled: string[] = [];
  for (const { label, values } of [old.value, new_.value]) {
    if (!values.ok)
      project.context.emit({
        type: 'revision-unreadable',
        kind: options.kind,
        revision: label,
        failure: values.error,
      });
    const hasTrouble = warnOfFiles(project, label, filesOf(values));
    if (!values.ok || hasTrouble) troubled.push(label);
  }
  if (troubled.length > 0)
    project.context.emit({ type: 'revisions-troubled', what: 'metrics', revisions: troubled });
  const pair = { old: valuesOf(old.value.values), new: valuesOf(new_.value.values) };
  return ok({ ...nothing, changes: diffValues(pair, { unchanged: options.unchanged }) });
}

type Files = ReadonlyMap<string, FileMetrics>;
type Values = Result<{ readonly data: Files }, Failure>;

interface Side {
  readonly label: string;
  readonly commit: string | undefined;
  readonly values: Values;
}

async function readSide(project: Project, name: string, read: Read): Promise<Result<Side, Failure>> {
  const state = await findState(project, name);
  if (!state.ok) return state;
  const { snapshot, commit } = state.value;
  return ok({ label: snapshot.label, commit, values: await read(project, snapshot) });
}

function filesOf(values: Values): Files {
  return values.ok ? values.value.data : new Map<string, FileMetrics>();
}

/** Files that cannot be read count as empty. */
function valuesOf(values: Values): ReadonlyMap<string, Value> {
  return new Map(
    [...filesOf(values)].map(([file, found]) => [file, 'data' in found ? found.data : new Map()]),
  );
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
    const { diagnostics = [] } = values.error;
    context.emit({ type: 'values-unreadable', file, revision, why, diagnostics });
  }
  return any;
}

/** What changed, or the word that nothing did. */
export function comparisonDoc(
  { changes, oldLabel, newLabel }: Comparison,
  table: Block,
  kind: 'metrics' | 'params',
): Doc {
  const what = kind === 'metrics' ? 'metrics' : 'parameters';
  if (changes.size > 0) return [table];
  return [table, { kind: 'remark', text: `No ${what} differ between ${oldLabel} and ${newLabel}.` }];
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
