import { newDataFile } from '../core/datafile/write.ts';
import { buildGraph } from '../core/graph/build.ts';
import { emitYaml } from '../core/yaml/emit.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { basename, join, parentOf } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LockedPath, Stage } from '../model/stage.ts';
import { storeCopy } from './add-copy.ts';
import { addInside } from './add-inside.ts';
import { planFor, refusePath } from './add-plan.ts';
import type { Planned } from './add-plan.ts';
import { updateDataFile } from './data-files.ts';
import type { Prepared } from './exclusively.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { writeGuarded } from './guard.ts';
import type { ProjectIndex } from './project-index.ts';
import { writesTo } from './rwlock.ts';
import { saveOutputs } from './stage-results.ts';
import { TwinOutputs } from './twins.ts';
import type { Workspace } from './workspace.ts';

export interface AddOptions {
  /** False: only hash and record; the cache gets nothing. */
  readonly commit: boolean;
  /** False: stored files stay as they are, whatever the link type. */
  readonly relink: boolean;
}

/** Tracks files and folders: content into the cache, one data file beside each, a line for git. */
export async function add(
  workspace: Workspace,
  index: ProjectIndex,
  paths: readonly RepoPath[],
  options: AddOptions,
): Promise<Result<Prepared<readonly Stage[]>, Failure>> {
  const planned: Planned[] = [];
  for (const path of paths) {
    const plan = await planPath(workspace, index, path);
    if (!plan.ok) return plan;
    if (
      plan.value.isNew &&
      workspace.project.context.files.lstat(workspace.project.absolute(path)) === undefined
    )
      return err({ code: 'output-missing', path: workspace.project.show(path) });
    if (!planned.some(known => known.path === path)) planned.push(plan.value);
  }
  // Of a folder that several paths lie in, each sees what the one before it left.
  const latest = new Map<RepoPath, HashRecord>();
  return track(workspace, index, planned, async ({ stage, output, path }, ignore) => {
    const before = latest.get(stage.file) ?? output.recorded;
    if (output.path === undefined || path === output.path || before?.name === 'md5-dos2unix') {
      // A list of a 2.x project cannot take in hashes of today, so all of the folder is read again.
      const saved = await saveOutputs(workspace, ignore, stage, undefined, {
        ...options,
        commitUncached: false,
      });
      const record = saved.find(({ written }) => written === output.written)?.record;
      if (record !== undefined) latest.set(stage.file, record);
      return saved;
    }
    const refusal = output.cached ? await ignore.hide([output.path]) : undefined;
    if (refusal !== undefined) throw new FailureError(refusal);
    const record = await addInside(workspace, output.path, before, path, {
      ...options,
      commit: options.commit && output.cached,
    });
    latest.set(stage.file, record);
    return [{ written: output.written, record }];
  });
}

/**
 * Tracks a copy of any file or folder of this machine, made inside the project.
 *
 * @param source as typed, from the current folder.
 * @param destination where the copy goes; into it, when it is a folder.
 * @param force whatever is there may be overwritten.
 */
export async function addCopy(
  workspace: Workspace,
  index: ProjectIndex,
  source: string,
  destination: RepoPath,
  { force }: { readonly force: boolean },
): Promise<Result<Prepared<readonly Stage[]>, Failure>> {
  const { project } = workspace;
  const { files } = project.context;
  const from = join(project.context.cwd, source);
  const isFolder = files.stat(project.absolute(destination))?.kind === 'directory';
  const path = isFolder ? (join(destination, basename(from)) as RepoPath) : destination;
  const there = files.stat(project.absolute(path))?.kind;
  if (there !== undefined && !force) {
    return err({
      code: 'refused',
      message: `The ${there === 'directory' ? 'directory' : 'file'} '${project.show(path)}' already exists locally.`,
      hint: 'To override it, re-run with `--force`.',
    });
  }
  const folder = parentOf(path);
  if (files.stat(project.absolute(folder))?.kind !== 'directory')
    return err({ code: 'refused', message: `stage working dir '${project.show(folder)}' does not exist` });
  const plan = await planPath(workspace, index, path);
  if (!plan.ok) return plan;
  const { output } = plan.value;
  if (output.path !== path) {
    const message = `'${project.show(path)}' lies in '${output.written}', which is tracked as a whole.`;
    return err({ code: 'refused', message, hint: 'Copy it there, then add it.' });
  }
  return track(workspace, index, [plan.value], async (_, ignore) => {
    const refusal = await ignore.hide([path]);
    if (refusal !== undefined) throw new FailureError(refusal);
    const record = await storeCopy(workspace, from, source);
    await workspace.restore(path, record, { force });
    return [{ written: output.written, record }];
  });
}

async function planPath(
  workspace: Workspace,
  index: ProjectIndex,
  path: RepoPath,
): Promise<Result<Planned, Failure>> {
  const refusal = await refusePath(workspace, path);
  return refusal === undefined ? planFor(workspace.project, index, path) : err(refusal);
}

type Save = (planned: Planned, ignore: GitIgnoreFiles) => Promise<readonly LockedPath[]>;

/** Saves one after the other and writes the data file of each. A failure takes back the lines for git. */
function track(
  workspace: Workspace,
  index: ProjectIndex,
  planned: readonly Planned[],
  save: Save,
): Result<Prepared<readonly Stage[]>, Failure> {
  const { project } = workspace;
  const added = planned.flatMap(({ stage, isNew }) => (isNew ? [stage] : []));
  const graph = buildGraph([...index.stages, ...added], project.labels);
  if (!graph.ok) return graph;
  const twins = new TwinOutputs(project, [...index.stages, ...added]);
  const paths = planned.map(({ path }) => path);
  return ok({
    claim: writesTo(project, paths),
    work: () => carryOut(workspace, index, planned, twins, save),
  });
}

async function carryOut(
  workspace: Workspace,
  index: ProjectIndex,
  planned: readonly Planned[],
  twins: TwinOutputs,
  save: Save,
): Promise<Result<readonly Stage[], Failure>> {
  const ignore = new GitIgnoreFiles(workspace.project);
  let finished = false;
  try {
    for (const each of planned) {
      twins.heed(each.stage, undefined);
      const saved = await save(each, ignore);
      await writeDataFile(workspace, index, each, saved);
      ignore.track(each.stage.file);
    }
    finished = true;
  } finally {
    if (!finished) ignore.takeBack();
    workspace.save();
  }
  await ignore.finish();
  return ok([...new Set(planned.map(({ stage }) => stage))]);
}

async function writeDataFile(
  workspace: Workspace,
  index: ProjectIndex,
  { stage, isNew }: Planned,
  saved: readonly LockedPath[],
): Promise<void> {
  const [output] = saved;
  if (!isNew || output?.record === undefined) {
    await updateDataFile(workspace, index, stage, saved);
    return;
  }
  const content = newDataFile(output.written, output.record, new Map());
  writeGuarded(workspace.project, stage.file, emitYaml(content));
}
