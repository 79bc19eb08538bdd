import type { RepoPath } from '../../model/path.ts';
import type { ValueMap } from '../../model/value.ts';
import { readReportConfig, REPORT_SHAPE } from '../report/config.ts';
import type { Fields, Problem } from '../schema/shape.ts';
import { GATES_SHAPE, readGates } from './read.ts';

/** What is said of the project as a whole, once, in the file at its root. */
export const PROJECT_FIELDS: Fields = {
  gates: GATES_SHAPE,
  report: REPORT_SHAPE,
};

/** Does the file hold any of them? */
export function saysOfProject(top: ValueMap): boolean {
  return Object.keys(PROJECT_FIELDS).some(section => top.has(section));
}

/**
 * What no shape can say of those sections in a pipeline file.
 *
 * @param isRoot does it lie at the root of the project? In files further down they would be read by nobody.
 * @param problems what is known to be wrong with the file.
 */
export function checkProjectSections(
  top: ValueMap,
  isRoot: boolean,
  problems: readonly Problem[],
): readonly Problem[] {
  if (isRoot) return projectContradictions(top, problems);
  return Object.keys(PROJECT_FIELDS)
    .filter(section => top.has(section))
    .map(section => ({
      path: [section],
      at: 'key',
      message: `\`${section}\` is about the project as a whole`,
      hint: "it belongs into the file of this name at the project's root",
    }));
}

/** What contradicts itself, where it has no mistake of shape. */
export function projectContradictions(top: ValueMap, problems: readonly Problem[]): readonly Problem[] {
  const gates = readGates(top.get('gates') ?? null, '' as RepoPath).problems;
  const report = readReportConfig(top.get('report') ?? null).problems;
  return [...within('gates', gates), ...within('report', report)].filter(
    ({ path }) =>
      // A gate is three steps down, what the report says one.
      !problems.some(each => startsAlike(each.path, path, path[0] === 'gates' ? 3 : 2)),
  );
}

function within(section: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(problem => ({ ...problem, path: [section, ...problem.path] }));
}

function startsAlike(one: Problem['path'], other: Problem['path'], steps: number): boolean {
  return one.slice(0, steps).every((step, at) => step === other[at]);
}
