import { enterOutputs, locate, outputsTouching } from '../core/graph/output-index.ts';
import type { OutputIndex } from '../core/graph/output-index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure } from '../model/failure.ts';
import type { Dependency, ParamsDependency, Stage } from '../model/stage.ts';
import { DeclaringFiles } from './declaring-files.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/**
 * A failure of a run together with everything else that its stages read, that is not there and that no stage makes.
 * As in DVC, what is missing ends a run where it is first needed.
 *
 * @param stages all that were to run.
 */
export async function withMissingInputs(
  project: Project,
  index: ProjectIndex,
  stages: readonly Stage[],
  failure: Failure,
): Promise<Failure> {
  if (failure.code === 'repro-failed' && failure.cause !== undefined)
    return { ...failure, cause: await withMissingInputs(project, index, stages, failure.cause) };
  if (failure.code !== 'dependency-missing' && failure.code !== 'params-missing') return failure;
  const { index: outputs } = enterOutputs(index.stages);
  const files = new DeclaringFiles(project, index.snapshot);
  const diagnostics: Diagnostic[] = [];
  for (const stage of stages) {
    if (stage.frozen) continue;
    for (const entry of [...stage.dependencies, ...stage.params]) {
      if (isThere(project, entry) || isMade(outputs, stage, entry)) continue;
      const message = `there is no '${entry.written}', and no stage that makes it`;
      diagnostics.push(...(await files.show({ stage, entry, message })));
    }
  }
  return { ...failure, diagnostics };
}

function isThere(project: Project, entry: Dependency | ParamsDependency): boolean {
  const outside = 'outside' in entry ? entry.outside : undefined;
  const path = entry.path === undefined ? outside : project.absolute(entry.path);
  // Of what lies on other machines nothing is known here.
  return path === undefined || project.context.files.stat(path) !== undefined;
}

/** Does any stage make what this one reads? */
export function isMade(outputs: OutputIndex, stage: Stage, entry: Dependency | ParamsDependency): boolean {
  const location = locate(entry, stage.workdir);
  return location !== undefined && outputsTouching(outputs, location).length > 0;
}
