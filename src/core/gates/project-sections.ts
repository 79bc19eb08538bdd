import type { RepoPath } from '../../model/path.ts';
import type { ValueMap } from '../../model/value.ts';
import { about, anything } from '../schema/shape.ts';
import type { Fields, Problem } from '../schema/shape.ts';
import { GATES_SHAPE, readGates } from './read.ts';

/** What is said of the project as a whole, once, in the file at its root. */
export const PROJECT_FIELDS: Fields = {
  gates: GATES_SHAPE,
  report: about('What a report shows, and how', { is: 'map', of: anything, anyKey: true }),
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
  if (isRoot) return gateContradictions(top, problems);
  return Object.keys(PROJECT_FIELDS)
    .filter(section => top.has(section))
    .map(section => ({
      path: [section],
      at: 'key',
      message: `\`${section}\` is about the project as a whole`,
      hint: "it belongs into the file of this name at the project's root",
    }));
}

/** What contradicts itself, in gates that have no mistake of shape. */
export function gateContradictions(top: ValueMap, problems: readonly Problem[]): readonly Problem[] {
  const wrong = problems.filter(({ path }) => path[0] === 'gates');
  const isWrong = (path: Problem['path']): boolean =>
    wrong.some(each => each.path.slice(0, 3).every((step, at) => step === path[at]));
  return readGates(top.get('gates') ?? null, '' as RepoPath)
    .problems.map(problem => ({ ...problem, path: ['gates', ...problem.path] }))
    .filter(({ path }) => !isWrong(path));
}
