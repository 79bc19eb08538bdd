import { saysOfProject } from '../core/gates/project-sections.ts';
import { withoutStage } from '../core/pipeline/edit.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import type { Prepared } from './exclusively.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { guardWrite } from './guard.ts';
import type { LockFiles } from './lock-files.ts';
import type { Project } from './project.ts';
import { writesTo } from './rwlock.ts';
import { parseSource } from './source-file.ts';
import { declaredBy } from './stage-file.ts';
import type { Declared } from './stage-file.ts';
import type { Workspace } from './workspace.ts';

/**
 * Stops tracking what a target declares: its entry or data file goes, what the lock says of it, its lines for git.
 * Outputs become files of their own; with `outputs` they are removed, as the user asks for it, whatever they hold.
 * The last stage of a pipeline file takes the file with it, as in DVC.
 */
export async function removeTarget(
  workspace: Workspace,
  word: string,
  { outputs }: { readonly outputs: boolean },
): Promise<Result<Prepared<undefined>, Failure>> {
  const declared = await declaredBy(workspace.project, word);
  if (!declared.ok) return err(meantDataFile(workspace, word, declared.error));
  const { stages } = declared.value;
  return ok({
    claim: writesTo(workspace.project, stages.flatMap(outputPaths)),
    work: () => carryOut(workspace, declared.value, outputs),
  });
}

async function carryOut(
  workspace: Workspace,
  { stages, locks }: Declared,
  outputs: boolean,
): Promise<Result<undefined, Failure>> {
  const { project } = workspace;
  try {
    for (const stage of stages) {
      // Asked before its outputs are touched: DVC lets go of them and refuses then.
      if (stage.isTemplated === true) {
        const message = `cannot remove a parametrized stage: '${project.labels.stage(stage)}'`;
        return err({ code: 'refused', message });
      }
      const next = stage.kind === 'data' ? ok(undefined) : await withoutDefinition(project, stage);
      if (!next.ok) return next;
      letGo(workspace, stage, outputs);
      const removed = await removeStage(workspace, locks, stage, next.value);
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  } finally {
    workspace.save();
  }
}

function outputPaths({ outputs }: Stage): readonly RepoPath[] {
  return outputs.flatMap(({ path }) => path ?? []);
}

/** Who names data instead of its data file is told so. */
function meantDataFile({ project }: Workspace, word: string, failure: Failure): Failure {
  const missing = failure.code === 'stage-not-found' || failure.code === 'pipeline-file-missing';
  const dataFile = `${word}${project.layout.dataSuffix}`;
  const path = word.startsWith('/') ? dataFile : `${project.absolute(project.here)}/${dataFile}`;
  if (!missing || project.context.files.stat(path)?.kind !== 'file') return failure;
  const what = `'${word}' is not a ${project.layout.dataSuffix} file.`;
  return { code: 'refused', message: `${what} Do you mean '${dataFile}'?` };
}

function letGo(workspace: Workspace, stage: Stage, remove: boolean): void {
  const { project } = workspace;
  const ignore = new GitIgnoreFiles(project);
  for (const { path, cached } of stage.outputs) {
    if (path === undefined) continue;
    if (remove) workspace.remove(path);
    else if (cached) workspace.unprotect(path);
    if (cached && project.git !== undefined && guardWrite(project, path) === undefined) ignore.show(path);
  }
}

/** What is left of a pipeline file without a stage; undefined for nothing. */
async function withoutDefinition(
  project: Project,
  { file, name }: Stage,
): Promise<Result<string | undefined, Failure>> {
  const text = project.context.files.readText(project.absolute(file)) ?? '';
  const shown = project.show(file);
  const parsed = await parseSource({ path: file, shown, text });
  if (!parsed.ok) return parsed;
  const content = parsed.value;
  const stages = isMap(content) ? content.get('stages') : undefined;
  if (!isMap(content) || !isMap(stages)) return ok(undefined);
  // As in DVC the file goes with the last stage, unless it speaks of the project as a whole too.
  if (stages.size < 2 && !saysOfProject(content)) return ok(undefined);
  const next = await withoutStage(text, content, name);
  return next === undefined ? err({ code: 'pipeline-not-editable', file: shown, stage: name }) : ok(next);
}

/** @param next what is left of its pipeline file. */
async function removeStage(
  { project }: Workspace,
  locks: LockFiles,
  stage: Stage,
  next: string | undefined,
): Promise<Result<undefined, Failure>> {
  const { files } = project.context;
  const path = project.absolute(stage.file);
  if (stage.kind === 'pipeline') {
    const unlocked = await locks.remove(stage.file, stage.name);
    if (!unlocked.ok) return unlocked;
  }
  if (next === undefined) files.remove(path);
  else files.writeAtomic(path, next);
  return ok(undefined);
}
