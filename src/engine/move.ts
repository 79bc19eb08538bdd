import { movedDataFile, updatedDataFile } from '../core/datafile/write.ts';
import { buildGraph } from '../core/graph/build.ts';
import { emitYaml } from '../core/yaml/emit.ts';
import type { Failure } from '../model/failure.ts';
import { FailureError } from '../model/failure.ts';
import { basename, join, parentOf } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { refusePath } from './add-plan.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { guardWrite } from './guard.ts';
import type { ProjectIndex } from './project-index.ts';
import { writesTo } from './rwlock.ts';
import { saveOutputs } from './stage-results.ts';
import { pathFromHere } from './targets.ts';
import type { Workspace } from './workspace.ts';

/** What a move comes down to. */
interface Move {
  readonly from: RepoPath;
  readonly to: RepoPath;
  readonly before: Stage;
  readonly after: Stage;
  readonly output: Output;
}

/**
 * Moves tracked data with its data file, which is named after it, or is rewritten where it is not.
 *
 * Nothing is overwritten. When it fails the data is where it was.
 *
 * @returns what is to be said to git, at the end.
 * @source iterative/dvc dvc/repo/move.py
 */
export async function move(
  workspace: Workspace,
  index: ProjectIndex,
  from: string,
  to: string,
): Promise<Result<() => Promise<void>, Failure>> {
  const planned = plan(workspace, index, from, to);
  if (!planned.ok) return planned;
  const refusal = await refuse(workspace, index, planned.value);
  if (refusal !== undefined) return err(refusal);
  const ignore = new GitIgnoreFiles(workspace.project);
  const exclusive = new Exclusive(workspace.project);
  await exclusive.acquire(writesTo(workspace.project, [planned.value.from, planned.value.to]));
  try {
    await carryOut(workspace, index, planned.value, ignore);
  } finally {
    exclusive.release();
    workspace.save();
  }
  return ok(() => ignore.finish());
}

function plan(
  { project }: Workspace,
  { stages }: ProjectIndex,
  fromWord: string,
  toWord: string,
): Result<Move, Failure> {
  const { files } = project.context;
  const from = pathFromHere(project, fromWord);
  const before = stages.find(({ outputs }) => outputs.some(({ path }) => path === from));
  const output = before?.outputs.find(({ path }) => path === from);
  if (from === undefined || before === undefined || output === undefined)
    return refused(`Unable to find DVC file with output '${fromWord}'`);
  if (before.kind !== 'data') {
    const name = project.labels.stage(before);
    return refused(
      `move is not permitted for stages that are not data sources. You need to either move '${name}' to a new location and edit it by hand, or remove '${name}' and create a new one at the desired location.`,
    );
  }
  if (before.dependencies.length > 0 || before.outputs.length > 1)
    return refused(`'${project.show(before.file)}' describes more than one path: edit it by hand.`);
  const target = pathFromHere(project, toWord);
  if (target === undefined) return err({ code: 'outside-project', path: toWord });
  const isFolder = files.stat(project.absolute(target))?.kind === 'directory';
  const to = isFolder ? (join(target, basename(from)) as RepoPath) : target;
  const { dataSuffix } = project.layout;
  if (basename(before.file) !== `${basename(from)}${dataSuffix}`) {
    const moved = { ...output, path: to };
    return ok({ from, to, before, after: { ...before, outputs: [moved] }, output: moved });
  }
  const file = `${to}${dataSuffix}` as RepoPath;
  const moved = { ...output, path: to, written: basename(to) };
  const after = { ...before, file, place: { file }, workdir: parentOf(to), outputs: [moved] };
  return ok({ from, to, before, after, output: moved });
}

/** Everything that speaks against it is found before anything is touched. */
async function refuse(
  workspace: Workspace,
  index: ProjectIndex,
  { from, to, before, after }: Move,
): Promise<Failure | undefined> {
  const { project } = workspace;
  const { files } = project.context;
  const exists = (path: RepoPath): boolean => files.lstat(project.absolute(path)) !== undefined;
  const isNewFile = after.file !== before.file || to === from;
  if (isNewFile && exists(after.file))
    return { code: 'refused', message: `'${project.show(after.file)}' already exists` };
  const folder = parentOf(to);
  if (files.stat(project.absolute(folder))?.kind !== 'directory')
    return { code: 'refused', message: `stage working dir '${project.show(folder)}' does not exist` };
  if (exists(to))
    return {
      code: 'refused',
      message: `'${project.show(to)}' already exists`,
      hint: 'Nothing is overwritten: remove it first.',
    };
  const refusal = (await refusePath(workspace, to)) ?? guardWrite(project, to) ?? guardWrite(project, from);
  if (refusal !== undefined) return refusal;
  const ignored = await project.git?.ignored([project.absolute(after.file)]);
  if (ignored?.size === 1) return { code: 'pipeline-file-ignored', file: project.show(after.file) };
  const others = index.stages.filter(stage => stage !== before);
  const graph = buildGraph([...others, after], project.labels);
  return graph.ok ? undefined : graph.error;
}

async function carryOut(
  workspace: Workspace,
  index: ProjectIndex,
  { from, to, before, after, output }: Move,
  ignore: GitIgnoreFiles,
): Promise<void> {
  const { project } = workspace;
  const { context } = project;
  const { files } = context;
  const [source, target] = [project.absolute(from), project.absolute(to)];
  const isThere = files.lstat(source) !== undefined;
  const hidden = output.cached ? await ignore.hide([to]) : undefined;
  if (hidden !== undefined) throw new FailureError(hidden);
  let moved = false;
  try {
    if (isThere) {
      files.rename(source, target);
      moved = true;
    } else context.emit({ type: 'warning', message: `'${project.show(from)}' missing` });
    await store(workspace, after, ignore);
    await writeDataFile(workspace, index, before, after);
  } catch (error) {
    if (moved) files.rename(target, source);
    ignore.takeBack();
    throw error;
  }
  ignore.track(after.file);
  if (before.file !== after.file) {
    files.remove(project.absolute(before.file));
    ignore.track(before.file);
  }
  if (output.cached && project.git !== undefined) ignore.show(from);
}

/** Puts the content into the cache as it is now; what is recorded of it stays, as in DVC. */
async function store(workspace: Workspace, stage: Stage, ignore: GitIgnoreFiles): Promise<void> {
  const options = { commit: true, commitUncached: false, allowMissing: true };
  await saveOutputs(workspace, ignore, stage, undefined, options);
}

async function writeDataFile(
  { project }: Workspace,
  { collected }: ProjectIndex,
  before: Stage,
  after: Stage,
): Promise<void> {
  const { files } = project.context;
  const known = collected.dataFiles.find(({ stage }) => stage === before);
  const content = (known?.content ?? new Map()) as ValueMap;
  const path = project.absolute(after.file);
  const nothing = new Map<string, never>();
  const text =
    before.file === after.file
      ? await updatedDataFile(files.readText(path) ?? '', content, after, {
          outputs: nothing,
          dependencies: nothing,
        })
      : emitYaml(movedDataFile(content, before, after.outputs[0]?.written ?? ''));
  files.writeAtomic(path, text);
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
