/** What is done to a project after each mutation: mostly `repro`, now and then what else changes files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Dice } from './dice.ts';
import type { Project } from './project.ts';

/** @param root where the project lies, to see what it is ready for. */
export function randomCommand(dice: Dice, project: Project, root: string): readonly string[] {
  const command = throwCommand(dice, project);
  return command[0] !== 'checkout' || isLocked(project, root) ? command : reproduceAll(project);
}

/**
 * Has every stage run before? Of an output without a recorded hash DVC removes what is there, or refuses the whole
 * checkout, and mltrack leaves it: a known difference.
 */
function isLocked(project: Project, root: string): boolean {
  return project.pipelines.every(({ folder, stages, templating }) => {
    const file = join(root, `${folder}dvc.lock`);
    if (!existsSync(file)) return false;
    const lock = parse(readFileSync(file, 'utf8')) as { readonly stages?: Readonly<Record<string, unknown>> };
    const names = [...stages.map(({ name }) => name), ...(templating?.members ?? [])];
    return names.every(name => lock.stages?.[name] !== undefined);
  });
}

function throwCommand(dice: Dice, project: Project): readonly string[] {
  const target = (): string => {
    const pipeline = dice.pick(project.pipelines);
    const { groups = {}, members = [] } = pipeline.templating ?? {};
    // For the name of a group that makes no stage DVC runs all there are.
    const whole = Object.keys(groups).filter(name => members.some(member => member.startsWith(`${name}@`)));
    const generated = [...whole, ...members];
    const useGroup = generated.length > 0 && dice.oneIn(2);
    const name = useGroup ? dice.pick(generated) : dice.pick(pipeline.stages).name;
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
