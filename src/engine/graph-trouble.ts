import { graphMistakes } from '../core/graph/mistakes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure } from '../model/failure.ts';
import type { Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { DeclaringFiles } from './declaring-files.ts';
import type { Project } from './project.ts';

/** Tells all mistakes of stages that make no graph, with their places. @param cause the first of them. */
export async function graphTrouble(
  project: Project,
  snapshot: Snapshot,
  stages: readonly Stage[],
  cause: Failure,
): Promise<Failure> {
  const files = new DeclaringFiles(project, snapshot);
  const diagnostics: Diagnostic[] = [];
  for (const remark of graphMistakes(stages, project.labels)) diagnostics.push(...(await files.show(remark)));
  return { code: 'graph-invalid', cause, diagnostics };
}
