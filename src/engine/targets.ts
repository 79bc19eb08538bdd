import { ancestors } from '../core/graph/order.ts';
import { compileGlob } from '../core/params/glob.ts';
import { closest } from '../core/schema/closest.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import { basename, dirname, isInside, join, within } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { Collected } from './collect.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Project } from './project.ts';

type Declared = Pick<Collected, 'stages' | 'pipelines' | 'isGitIgnored'>;

/** A stage that a target means, with the part of its outputs that is meant. */
export interface Target {
  readonly stage: Stage;
  /** Only this output (or a path inside it); absent: all of the stage. */
  readonly output?: Output;
  readonly inside?: RepoPath;
}

/**
 * Finds what a word on the command line means: `stage`, `path/pipeline-file:stage`, a pipeline or data file,
 * an output's path.
 */
export function findTarget(
  project: Project,
  index: Declared,
  word: string,
): Result<readonly Target[], Failure> {
  const { layout } = project;
  const [file, name] = splitAddress(word);
  if (name !== undefined) return inFile(project, index, file, name);
  const path = pathFromHere(project, word);
  if (path !== undefined && (word.endsWith(layout.pipelineFile) || word.endsWith(layout.dataSuffix))) {
    const stages = index.stages.filter(stage => stage.file === path);
    if (stages.length > 0 || index.pipelines.some(pipeline => pipeline.file === path))
      return ok(stages.map(stage => ({ stage })));
    return err(withoutFile(project, index, path, word));
  }
  const here = pathFromHere(project, layout.pipelineFile);
  const named = byName(index.stages, here, word);
  if (named.length > 0) return ok(named);
  if (path !== undefined) {
    const made = ofOutput(index, path);
    if (made.length > 0) return ok(made);
  }
  const hidden = hiddenFile(project, index, here);
  if (hidden !== undefined) return err(hidden);
  const names = index.stages.filter(stage => stage.file === here).map(stage => stage.name);
  const outputs = index.stages.flatMap(stage =>
    stage.outputs.flatMap(out => (out.path === undefined ? [] : project.show(out.path))),
  );
  const files = new Set(index.stages.map(stage => project.show(stage.file)));
  const similar = closest(word, [...names, ...outputs, ...files]);
  return err({
    code: 'target-not-found',
    target: word,
    file: layout.pipelineFile,
    ...(similar === undefined ? {} : { similar }),
  });
}

/** The stages of the pipeline file in the current folder: what `repro` means without a target. */
export function stagesHere(project: Project, index: Declared): Result<readonly Target[], Failure> {
  const file = join(project.here, project.layout.pipelineFile) as RepoPath;
  if (!index.pipelines.some(pipeline => pipeline.file === file)) {
    const hidden = hiddenFile(project, index, file);
    if (hidden !== undefined) return err(hidden);
    const others = index.pipelines.length === 0 ? 'none' : 'some';
    return err({ ...pipelineFileMissing(project, project.layout.pipelineFile), others });
  }
  return ok(index.stages.filter(stage => stage.file === file).map(stage => ({ stage })));
}

export interface TargetOptions {
  /** Names of stages may hold wildcards: `train-*`, `sub/pipeline-file:tr*`. */
  readonly glob?: boolean;
  /** A folder means all stages declared below it. */
  readonly recursive?: boolean;
}

/** All targets of a command line in order, each stage once. */
export function findTargets(
  project: Project,
  index: Declared,
  words: readonly string[],
  { glob = false, recursive = false }: TargetOptions = {},
): Result<readonly Target[], Failure> {
  const targets: Target[] = [];
  for (const word of words) {
    const found =
      (recursive ? declaredBelow(project, index, word) : undefined) ??
      (glob ? matching(project, index, word) : findTarget(project, index, word));
    if (!found.ok) return found;
    targets.push(
      ...found.value.filter(
        ({ stage, inside }) => !targets.some(known => known.stage === stage && known.inside === inside),
      ),
    );
  }
  return ok(targets);
}

/** What the words of a command line mean, everything where there are none; `withUpstream`: and all before it. */
export function chosenTargets(
  project: Project,
  index: Declared & Pick<ProjectIndex, 'graph'>,
  words: readonly string[],
  { withUpstream, recursive }: { readonly withUpstream: boolean; readonly recursive: boolean },
): Result<readonly Target[], Failure> {
  if (words.length === 0) return ok(index.stages.map(stage => ({ stage })));
  const found = findTargets(project, index, words, { recursive });
  if (!found.ok || !withUpstream) return found;
  const targets = [...found.value];
  // As in DVC, a folder stands for what is below it and nothing else.
  const single = findTargets(project, index, recursive ? notFolders(project, words) : words);
  for (const { stage } of single.ok ? single.value : []) {
    for (const id of ancestors(index.graph, stageId(stage))) {
      const upstream = index.graph.stages.get(id);
      if (upstream !== undefined && !targets.some(target => target.stage === upstream))
        targets.push({ stage: upstream });
    }
  }
  return ok(targets);
}

/** Those words that `recursive` leaves what they are. */
export function notFolders(project: Project, words: readonly string[]): readonly string[] {
  return words.filter(word => folderOf(project, word) === undefined);
}

function folderOf(project: Project, word: string): RepoPath | undefined {
  const folder = pathFromHere(project, word);
  if (folder === undefined) return undefined;
  return project.context.files.stat(project.absolute(folder))?.kind === 'directory' ? folder : undefined;
}

/** Why nothing is known of a file: it is not there, or git's rules hide it. */
function withoutFile(
  project: Project,
  index: Declared,
  path: RepoPath | undefined,
  written: string,
): Failure {
  return hiddenFile(project, index, path) ?? pipelineFileMissing(project, written);
}

function hiddenFile(project: Project, index: Declared, path: RepoPath | undefined): Failure | undefined {
  if (path === undefined || !index.isGitIgnored(path)) return undefined;
  const isThere = project.context.files.stat(project.absolute(path)) !== undefined;
  return isThere ? { code: 'pipeline-file-ignored', file: project.show(path) } : undefined;
}

/** Undefined for what is no folder. */
function declaredBelow(
  project: Project,
  index: Declared,
  word: string,
): Result<readonly Target[], Failure> | undefined {
  const folder = folderOf(project, word);
  if (folder === undefined) return undefined;
  return ok(index.stages.filter(({ file }) => isInside(file, folder)).map(stage => ({ stage })));
}

/** `pattern` in the pipeline file of this folder, or `file:pattern`; a file alone means all of its stages. */
function matching(project: Project, index: Declared, word: string): Result<readonly Target[], Failure> {
  const cut = word.lastIndexOf(':');
  const written = cut < 0 ? '' : word.slice(0, cut);
  const path = pathFromHere(project, written === '' ? project.layout.pipelineFile : written);
  if (path === undefined || !index.pipelines.some(pipeline => pipeline.file === path))
    return err(withoutFile(project, index, path, written === '' ? project.layout.pipelineFile : written));
  const inside = index.stages.filter(stage => stage.file === path);
  const pattern = word.slice(cut + 1);
  const group = byName(inside, path, pattern);
  if (group.length > 0) return ok(group);
  const matches = pattern === '' ? () => true : compileGlob(pattern);
  return ok(inside.filter(({ name }) => matches(name)).map(stage => ({ stage })));
}

function inFile(
  project: Project,
  index: Declared,
  file: string,
  name: string,
): Result<readonly Target[], Failure> {
  const path = pathFromHere(project, file === '' ? project.layout.pipelineFile : file);
  if (path === undefined || !index.pipelines.some(pipeline => pipeline.file === path)) {
    return err(withoutFile(project, index, path, file));
  }
  const named = byName(index.stages, path, name);
  if (named.length > 0) return ok(named);
  const names = index.stages.filter(stage => stage.file === path).map(stage => stage.name);
  const similar = closest(name, names);
  return err({
    code: 'stage-not-found',
    name,
    file: project.show(path),
    ...(similar === undefined ? {} : { similar }),
  });
}

/** The stage of that name, or all that were made from the group of that name. */
function byName(stages: readonly Stage[], file: RepoPath | undefined, name: string): Target[] {
  const inside = stages.filter(stage => stage.kind === 'pipeline' && stage.file === file);
  const stage = inside.find(each => each.name === name);
  return (stage === undefined ? inside.filter(each => each.group === name) : [stage]).map(each => ({
    stage: each,
  }));
}

function ofOutput(index: Declared, path: RepoPath): Target[] {
  const targets: Target[] = [];
  for (const stage of index.stages) {
    for (const output of stage.outputs) {
      if (output.path === undefined) continue;
      if (isInside(path, output.path)) targets.push({ stage, output, inside: path });
    }
  }
  return targets;
}

/**
 * `file:name`. A name holds no slash: a colon before one belongs to a folder. What stands behind an `@` is the key of a
 * generated stage, and may hold anything.
 */
function splitAddress(word: string): readonly [file: string, name: string | undefined] {
  const [group = ''] = word.split('@', 1);
  const cut = group.lastIndexOf(':');
  if (cut < 0 || /[\\/]/.test(group.slice(cut))) return [word, undefined];
  return [word.slice(0, cut), word.slice(cut + 1)];
}

const STAGES = /^\s*["']?stages["']?\s*:/m;

/** Says that a file is not there, and what is instead. @param file as the user writes it. */
export function pipelineFileMissing(
  project: Project,
  file: string,
): Extract<Failure, { code: 'pipeline-file-missing' }> {
  const code = 'pipeline-file-missing';
  const path = pathFromHere(project, file);
  const { files } = project.context;
  const kindOf = (each: RepoPath): string | undefined => files.stat(project.absolute(each))?.kind;
  if (path === undefined || basename(path) !== project.layout.pipelineFile) return { code, file };
  if (kindOf(path) === 'directory') return { code, file, isFolder: true };
  const others = Object.values(LAYOUTS).map(
    ({ pipelineFile }) => join(dirname(path), pipelineFile) as RepoPath,
  );
  // Beside DVC's pipeline files ours may hold what is said of the project as a whole, and nothing of stages.
  const declares = (each: RepoPath): boolean =>
    project.layout.kind !== 'dvc' || STAGES.test(files.readText(project.absolute(each)) ?? '');
  const other = others.find(each => each !== path && kindOf(each) === 'file' && declares(each));
  return other === undefined ? { code, file } : { code, file, other: project.show(other) };
}

/** A path of the project as the user writes it: relative to the current folder, or absolute. Undefined outside. */
export function pathFromHere(project: Project, word: string): RepoPath | undefined {
  if (word.startsWith('/')) {
    return isInside(word, project.root)
      ? within('' as RepoPath, word.slice(project.root.length + 1))
      : undefined;
  }
  return within(project.here, word.replace(/(?<=.)\/+$/, ''));
}
