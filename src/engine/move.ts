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
import type { Prepared } from './exclusively.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { guardWrite } from './guard.ts';
import { withoutTrouble } from './left-overs.ts';
import type { Project } from './project.ts';
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
  /** Of the data file that comes, or of the one that stays. */
  readonly text: string;
}

/**
 * Moves tracked data with its data file, which is named after it, or is rewritten where it is not.
 *
 * Nothing is overwritten. When it fails the data is where it was; killed half-way, it goes on when it is asked for
 * again. As in DVC, data that was moved by hand is taken as it lies.
 *
 * @returns what is to be said to git, at the end.
 * @source iterative/dvc dvc/repo/move.py
 */
export async function move(
  workspace: Workspace,
  index: ProjectIndex,
  from: string,
  to: string,
): Promise<Result<Prepared<() => Promise<void>>, Failure>> {
  const planned = await plan(workspace, index, from, to);
  if (!planned.ok) return planned;
  const refusal = await refuse(workspace, index, planned.value);
  if (refusal !== undefined) return err(refusal);
  return ok({
    claim: writesTo(workspace.project, [planned.value.from, planned.value.to]),
    work: async () => {
      const ignore = new GitIgnoreFiles(workspace.project);
      try {
        await carryOut(workspace, planned.value, ignore);
      } finally {
        workspace.save();
      }
      return ok(() => ignore.finish());
    },
  });
}

async function plan(
  { project }: Workspace,
  { stages, collected }: ProjectIndex,
  fromWord: string,
  toWord: string,
): Promise<Result<Move, Failure>> {
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
  const isBegun = begunTarget(project, from) === target;
  const to = isFolder && !isBegun ? (join(target, basename(from)) as RepoPath) : target;
  const known = collected.dataFiles.find(({ stage }) => stage === before);
  const content = (known?.content ?? new Map()) as ValueMap;
  const { dataSuffix } = project.layout;
  if (basename(before.file) !== `${basename(from)}${dataSuffix}`) {
    const moved = { ...output, path: to };
    const after = { ...before, outputs: [moved] };
    const text = files.readText(project.absolute(before.file)) ?? '';
    const nothing = { outputs: new Map<string, never>(), dependencies: new Map<string, never>() };
    const rewritten = await updatedDataFile(text, content, after, nothing);
    return ok({ from, to, before, after, output: moved, text: rewritten });
  }
  const file = `${to}${dataSuffix}` as RepoPath;
  const moved = { ...output, path: to, written: basename(to) };
  const after = { ...before, file, place: { file }, workdir: parentOf(to), outputs: [moved] };
  const text = emitYaml(movedDataFile(content, before, moved.written));
  return ok({ from, to, before, after, output: moved, text });
}

/** Everything that speaks against it is found before anything is touched. */
async function refuse(
  workspace: Workspace,
  index: ProjectIndex,
  { from, to, before, after, text }: Move,
): Promise<Failure | undefined> {
  const { project } = workspace;
  const { files } = project.context;
  const exists = (path: RepoPath): boolean => files.lstat(project.absolute(path)) !== undefined;
  const isNewFile = after.file !== before.file || to === from;
  // A move that was killed may have written it.
  const isOurs = begunTarget(project, from) === to && files.readText(project.absolute(after.file)) === text;
  if (isNewFile && !isOurs && exists(after.file))
    return { code: 'refused', message: `'${project.show(after.file)}' already exists` };
  const folder = parentOf(to);
  if (files.stat(project.absolute(folder))?.kind !== 'directory')
    return { code: 'refused', message: `stage working dir '${project.show(folder)}' does not exist` };
  if (exists(to) && (exists(from) || to === from))
    return {
      code: 'refused',
      message: `'${project.show(to)}' already exists`,
      hint: 'Nothing is overwritten: remove it first.',
    };
  const refusal = (await refusePath(workspace, to)) ?? guardWrite(project, to) ?? guardWrite(project, from);
  if (refusal !== undefined) return refusal;
  const ignored = await project.git?.ignored([project.absolute(after.file)]);
  if (ignored?.size === 1) return { code: 'pipeline-file-ignored', file: project.show(after.file) };
  const others = index.stages.filter(({ file }) => file !== before.file && file !== after.file);
  const graph = buildGraph([...others, after], project.labels);
  return graph.ok ? undefined : graph.error;
}

/** In the last step the old data file goes, or is another one: until then the move can be asked for again. */
async function carryOut(workspace: Workspace, planned: Move, ignore: GitIgnoreFiles): Promise<void> {
  const { project } = workspace;
  const { context } = project;
  const { files } = context;
  const { from, to, before, after, output, text } = planned;
  const [source, target] = [project.absolute(from), project.absolute(to)];
  const isThere = files.lstat(source) !== undefined;
  const hidden = output.cached ? await ignore.hide([to]) : undefined;
  if (hidden !== undefined) throw new FailureError(hidden);
  const undo = [() => ignore.takeBack()];
  try {
    undo.push(markBegun(project, from, to));
    if (isThere) {
      files.rename(source, target);
      undo.push(() => files.rename(target, source));
    } else context.emit({ type: 'warning', message: `'${project.show(from)}' missing` });
    await store(workspace, after, ignore);
    if (before.file !== after.file) {
      files.writeAtomic(project.absolute(after.file), text);
      undo.push(() => files.remove(project.absolute(after.file)));
    }
    if (output.cached && project.git !== undefined) undo.push(ignore.show(from));
    if (before.file !== after.file) files.remove(project.absolute(before.file));
    else files.writeAtomic(project.absolute(after.file), text);
  } catch (error) {
    withoutTrouble(() => {
      for (const step of undo.reverse()) step();
    });
    throw error;
  }
  withoutTrouble(() => files.remove(markOf(project)));
  ignore.track(after.file);
  if (before.file !== after.file) ignore.track(before.file);
}

/**
 * Writes down where data goes: after a kill nobody could tell a folder that was moved from one that something is to be
 * moved into.
 *
 * @returns takes that back.
 */
function markBegun(project: Project, from: RepoPath, to: RepoPath): () => void {
  const { files } = project.context;
  const mark = markOf(project);
  files.makeDirectory(mark.slice(0, mark.lastIndexOf('/')));
  files.writeLossy(mark, JSON.stringify([from, to]));
  return () => files.remove(mark);
}

/** Where data went that is not at its place any more, in a move that was killed. */
function begunTarget(project: Project, from: RepoPath): string | undefined {
  const { files } = project.context;
  const text = files.readText(markOf(project));
  if (text === undefined || files.lstat(project.absolute(from)) !== undefined) return undefined;
  try {
    const begun: unknown = JSON.parse(text);
    if (!Array.isArray(begun) || begun[0] !== from) return undefined;
    return typeof begun[1] === 'string' ? begun[1] : undefined;
  } catch {
    return undefined;
  }
}

function markOf({ root, layout }: Project): string {
  return `${root}/${layout.ownDirectory}/moving`;
}

/** Puts the content into the cache as it is now; what is recorded of it stays, as in DVC. */
async function store(workspace: Workspace, stage: Stage, ignore: GitIgnoreFiles): Promise<void> {
  const options = { commit: true, commitUncached: false, allowMissing: true };
  await saveOutputs(workspace, ignore, stage, undefined, options);
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
