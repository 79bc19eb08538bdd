/** What is done to a project after each mutation: mostly `repro`, now and then what else changes files. */
import type { Dice } from './dice.ts';
import type { Project } from './project.ts';

export function randomCommand(dice: Dice, project: Project): readonly string[] {
  const target = (): string => {
    const pipeline = dice.pick(project.pipelines);
    const { name } = dice.pick(pipeline.stages);
    return pipeline.folder === '' ? name : `${pipeline.folder}dvc.yaml:${name}`;
  };
  const common: readonly (readonly string[])[] = [
    reproduceAll(project),
    reproduceAll(project),
    ['repro'],
    ['repro', target()],
    ['repro', '--force', target()],
    ['repro', '--single-item', target()],
    ['repro', '--downstream', target()],
    ['repro', '--dry'],
    ['repro', '--no-run-cache'],
    ['repro', '--no-commit'],
    ['repro', '--keep-going'],
    ['repro', '--force'],
    ['commit', '--force'],
    ['checkout', '--force'],
    ['checkout'],
  ];
  const adding = project.tracked.map(path => ['add', '--', path]);
  return dice.oneIn(8) && adding.length > 0 ? dice.pick(adding) : dice.pick(common);
}

/** `repro` of every pipeline file: without targets it means the one in the current folder. */
export function reproduceAll(project: Project): readonly string[] {
  const files = project.pipelines.map(({ folder }) => `${folder}dvc.yaml`);
  return files.length === 1 ? ['repro'] : ['repro', ...files];
}
