import type { Failure } from '../../model/failure.ts';
import { join } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Output, Stage } from '../../model/stage.ts';
import type { Labels } from './labels.ts';

/** An output together with the stage that makes it. */
export interface PlacedOutput {
  readonly stage: Stage;
  readonly output: Output;
}

/**
 * The outputs of all stages as a tree of folders, in which a question about a path costs as many steps as
 * the path has parts. Children keep the order in which they were added; no output lies inside another.
 */
export interface OutputIndex {
  readonly made: PlacedOutput | undefined;
  readonly children: ReadonlyMap<string, OutputIndex>;
}

interface Folder extends OutputIndex {
  made: PlacedOutput | undefined;
  readonly children: Map<string, Folder>;
}

/** A path as the way through an {@link OutputIndex}; the first part tells where the rest starts. */
export type Location = readonly string[];

const IN_PROJECT = '.';

/** An output that is in the way of an earlier one: both are one place, or one lies inside the other. */
export interface Clash {
  readonly kind: 'twice' | 'overlap';
  /** Of an overlap the one around. */
  readonly first: PlacedOutput;
  readonly second: PlacedOutput;
}

/**
 * Enters every output in the order of the stages.
 *
 * @returns `output-twice` or `outputs-overlap` for the first output that is in the way of an earlier one.
 */
export function indexOutputs(stages: readonly Stage[], labels: Labels): Result<OutputIndex, Failure> {
  const { index, clashes } = enterOutputs(stages);
  const [first] = clashes;
  if (first === undefined) return ok(index);
  return err((first.kind === 'twice' ? twice : overlap)(first.first, first.second, labels));
}

/**
 * As {@link indexOutputs}, with all clashes; what is in the way is not entered.
 *
 * @param place where an output is entered.
 */
export function enterOutputs(
  stages: readonly Stage[],
  place: typeof locate = locate,
): {
  readonly index: OutputIndex;
  readonly clashes: readonly Clash[];
} {
  const root: Folder = { made: undefined, children: new Map() };
  const clashes: Clash[] = [];
  for (const stage of stages) {
    for (const output of stage.outputs) {
      const location = place(output, stage.workdir);
      if (location !== undefined) clashes.push(...add(root, location, { stage, output }));
    }
  }
  return { index: root, clashes };
}

const NO_CLASH: readonly Clash[] = [];

function add(root: Folder, location: Location, added: PlacedOutput): readonly Clash[] {
  let folder = root;
  for (const part of location) {
    // A folder that is an output itself: nothing else may lie inside.
    if (folder.made !== undefined) return [{ kind: 'overlap', first: folder.made, second: added }];
    let next = folder.children.get(part);
    if (next === undefined) {
      next = { made: undefined, children: new Map() };
      folder.children.set(part, next);
    }
    folder = next;
  }
  if (folder.made !== undefined) return [{ kind: 'twice', first: folder.made, second: added }];
  const inner = folder.children.size === 0 ? [] : outputsBelow(folder);
  if (inner.length > 0) return inner.map(second => ({ kind: 'overlap', first: added, second }));
  folder.made = added;
  return NO_CLASH;
}

function twice(first: PlacedOutput, second: PlacedOutput, labels: Labels): Failure {
  const stages = [...new Set([first.stage, second.stage])].map(stage => labels.stage(stage));
  return { code: 'output-twice', path: labels.output(second.output), stages };
}

function overlap(outer: PlacedOutput, inner: PlacedOutput, labels: Labels): Failure {
  return {
    code: 'outputs-overlap',
    outer: labels.output(outer.output),
    outerStage: labels.stage(outer.stage),
    inner: labels.output(inner.output),
    innerStage: labels.stage(inner.stage),
  };
}

/**
 * All outputs of stages that do not clash, in the order in which DVC finds them: in a tree of the whole machine.
 *
 * @param root of the project.
 */
export function outputsInOrder(stages: readonly Stage[], root: string): readonly PlacedOutput[] {
  const project = ['/', ...partsOf(root)];
  const place: typeof locate = (thing, workdir) =>
    thing.path === undefined ? locate(thing, workdir) : [...project, ...partsOf(thing.path)];
  return outputsBelow(enterOutputs(stages, place).index);
}

/**
 * Where a dependency or output is. Two of them that are no paths of this machine meet only when they are written alike:
 * the same URL, the same way up from the root.
 */
export function locate(
  thing: { readonly path: RepoPath | undefined; readonly written: string; readonly outside?: string },
  workdir: RepoPath,
): Location | undefined {
  if (thing.path !== undefined) return locateInProject(thing.path);
  if (thing.outside !== undefined) return ['/', ...partsOf(thing.outside)];
  const url = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(thing.written);
  if (url !== null) return [url[1] ?? '', ...partsOf(url[2] ?? '')];
  const path = join(workdir, thing.written);
  if (path.startsWith('/')) return ['/', ...partsOf(path)];
  // A path inside this project that is still not one of its own belongs to another repository.
  return path.startsWith('..') ? path.split('/') : undefined;
}

export function locateInProject(path: RepoPath): Location {
  return path === '' ? [IN_PROJECT] : `${IN_PROJECT}/${path}`.split('/');
}

function partsOf(path: string): string[] {
  return path.split('/').filter(part => part !== '');
}

/** The output that is `location` or a folder around it. */
export function outputAround(index: OutputIndex, location: Location): PlacedOutput | undefined {
  let folder: OutputIndex | undefined = index;
  for (const part of location) {
    folder = folder.children.get(part);
    if (folder === undefined) return undefined;
    if (folder.made !== undefined) return folder.made;
  }
  return undefined;
}

/** Every output that is `location`, contains it or lies inside it. */
export function outputsTouching(index: OutputIndex, location: Location): readonly PlacedOutput[] {
  let folder: OutputIndex | undefined = index;
  for (const part of location) {
    folder = folder.children.get(part);
    if (folder === undefined) return [];
    if (folder.made !== undefined) return [folder.made];
  }
  return outputsBelow(folder);
}

/** Every output of a tree; siblings in the order in which their folders were first seen. */
export function outputsBelow(index: OutputIndex): readonly PlacedOutput[] {
  const found: PlacedOutput[] = [];
  const open: OutputIndex[] = [index];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder.made !== undefined) found.push(folder.made);
    if (folder.children.size > 0) open.push(...[...folder.children.values()].reverse());
  }
  return found;
}
