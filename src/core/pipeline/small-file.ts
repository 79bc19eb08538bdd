import { isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { projectContradictions, PROJECT_FIELDS } from '../gates/project-sections.ts';
import { check, record } from '../schema/shape.ts';
import type { Problem, Shape } from '../schema/shape.ts';
import { PIPELINE_SHAPE } from './shapes.ts';

const SMALL_SHAPE: Shape = record(PROJECT_FIELDS);

/**
 * Every mistake in a file that holds sections about the project and nothing else: ours beside pipeline files of DVC,
 * which have no room for them.
 *
 * @param pipelineFile the name of the project's pipeline files.
 */
export function checkSmallFile(content: Value, pipelineFile: string): readonly Problem[] {
  const top = content ?? new Map<string, Value>();
  const problems = check(top, SMALL_SHAPE).map(problem =>
    isPipelineSection(problem.path)
      ? { ...problem, hint: `\`${problem.path[0]}\` belongs into ${pipelineFile}` }
      : problem,
  );
  return [...problems, ...(isMap(top) ? projectContradictions(top, problems) : [])];
}

function isPipelineSection([section, ...below]: Problem['path']): boolean {
  return (
    below.length === 0 &&
    PIPELINE_SHAPE.is === 'record' &&
    section !== undefined &&
    Object.hasOwn(PIPELINE_SHAPE.fields, section)
  );
}
