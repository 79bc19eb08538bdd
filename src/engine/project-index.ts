import { buildGraph } from '../core/graph/build.ts';
import { withOthers } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { Graph } from '../model/graph.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Pipeline, Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { collect } from './collect.ts';
import type { Collected } from './collect.ts';
import { LockFiles } from './lock-files.ts';
import type { Project } from './project.ts';

/** One state of the project as a whole: what it declares, how that hangs together, what the locks say. */
export interface ProjectIndex extends Pick<Collected, 'isGitIgnored'> {
  readonly collected: Collected;
  readonly stages: readonly Stage[];
  readonly pipelines: readonly Pipeline[];
  readonly locks: LockFiles;
  readonly graph: Graph;
  readonly snapshot: Snapshot;
}

/** For those who look at each stage alone: stages that make no graph still have a state. */
const NO_GRAPH: Graph = { stages: new Map(), upstream: new Map(), downstream: new Map() };

/** Reads the whole state; any mistake in any file fails it. */
export async function loadIndex(
  project: Project,
  snapshot: Snapshot,
  { anyGraph = false }: { readonly anyGraph?: boolean } = {},
): Promise<Result<ProjectIndex, Failure>> {
  const collected = await collect(project, snapshot);
  const [failed, ...others] = collected.failures.map(({ failure }) => failure);
  if (failed !== undefined) return err(withOthers(failed, others));
  const graph = buildGraph(collected.stages, project.labels);
  if (!graph.ok && !anyGraph) {
    const { graphTrouble } = await import('./graph-trouble.ts');
    return err(await graphTrouble(project, snapshot, collected.stages, graph.error));
  }
  return ok({
    collected,
    isGitIgnored: path => collected.isGitIgnored(path),
    stages: collected.stages,
    pipelines: collected.pipelines,
    locks: new LockFiles(project, snapshot),
    graph: graph.ok ? graph.value : NO_GRAPH,
    snapshot,
  });
}

/** As {@link loadIndex}, with every lock file read: for commands that DVC refuses when a lock is broken. */
export async function loadLockedIndex(
  project: Project,
  snapshot: Snapshot,
  options: { readonly anyGraph?: boolean } = {},
): Promise<Result<ProjectIndex, Failure>> {
  const index = await loadIndex(project, snapshot, options);
  if (!index.ok) return index;
  const failures: Failure[] = [];
  for (const { file } of index.value.pipelines) {
    const document = await index.value.locks.document(file);
    if (!document.ok) failures.push(document.error);
  }
  const [failed, ...others] = failures;
  return failed === undefined ? index : err(withOthers(failed, others));
}
