import { withoutStage } from '../core/pipeline/edit.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { guardWrite } from './guard.ts';
import type { LockFiles } from './lock-files.ts';
import { parseSource } from './source-file.ts';
import { declaredBy } from './stage-file.ts';
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
): Promise<Result<undefined, Failure>> {
  const { project } = workspace;
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  try {
    const declared = await declaredBy(project, word);
    if (!declared.ok) return err(meantDataFile(workspace, word, declared.error));
    const { stages, locks } = declared.value;
    for (const stage of stages) {
      // Asked before its outputs are touched: DVC lets go of them and refuses then.
      if (stage.isTemplated === true) {
        const message = `cannot remove a parametrized stage: '${project.labels.stage(stage)}'`;
        return err({ code: 'refused', message });
      }
      letGo(workspace, stage, outputs);
      const removed = await removeStage(workspace, locks, stage);
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  } finally {
    exclusive.release();
    workspace.save();
  }
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

async function removeStage(
  { project }: Workspace,
  locks: LockFiles,
  stage: Stage,
): Promise<Result<undefined, Failure>> {
  const { files } = project.context;
  const path = project.absolute(stage.file);
  if (stage.kind === 'data') {
    files.remove(path);
    return ok(undefined);
  }
  const unlocked = await locks.remove(stage.file, stage.name);
  if (!unlocked.ok) return unlocked;
  const text = files.readText(path) ?? '';
  const parsed = await parseSource({ path: stage.file, shown: project.show(stage.file), text });
  if (!parsed.ok) throw new FailureError(parsed.error);
  const stages = isMap(parsed.value) ? parsed.value.get('stages') : undefined;
  if (isMap(stages) && stages.size > 1) files.writeAtomic(path, await withoutStage(text, stage.name));
  else files.remove(path);
  return ok(undefined);
}
