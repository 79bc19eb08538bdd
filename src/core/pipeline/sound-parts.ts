import { isMap } from '../../model/value.ts';
import type { ValueMap } from '../../model/value.ts';
import type { Problem } from '../schema/shape.ts';
import type { Definitions } from './definitions.ts';

/**
 * A pipeline file without the sections and stages in which something is wrong, so that the others can be looked at.
 *
 * @returns undefined where nothing can be said without them.
 */
export function soundParts(top: ValueMap, problems: readonly Problem[]): ValueMap | undefined {
  const sections = new Map(top);
  const stages = top.get('stages');
  const sound = new Map(isMap(stages) ? stages : []);
  for (const { path } of problems) {
    const [section, name] = path;
    // Every template that names a value of theirs would seem to be wrong.
    if (section === undefined || section === 'vars') return undefined;
    if (section === 'stages' && name !== undefined) sound.delete(name);
    else sections.delete(section);
  }
  return sections.has('stages') ? sections.set('stages', sound) : sections;
}

/** The definitions without the stages in which something is wrong. */
export function soundStages(definitions: Definitions): Definitions {
  const { problems, stages } = definitions;
  if (problems.length === 0) return definitions;
  const isWrong = (path: Problem['path']): boolean =>
    problems.some(problem => path.every((step, at) => problem.path[at] === step));
  return { ...definitions, stages: stages.filter(({ path }) => !isWrong(path)) };
}
