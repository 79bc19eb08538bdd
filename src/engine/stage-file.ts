import type { Failure } from '../model/failure.ts';
import { basename } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { closest } from '../core/schema/closest.ts';
import { collect } from './collect.ts';
import { LockFiles } from './lock-files.ts';
import type { Project } from './project.ts';
import { pathFromHere, pipelineFileMissing } from './targets.ts';

/** What a target of a command that edits stages means. */
export interface Declared {
  /** The stage, or all of the file when none was named. */
  readonly stages: readonly Stage[];
  readonly locks: LockFiles;
  /** A pipeline file was given without the name of a stage. */
  readonly isWholeFile: boolean;
}

/**
 * Finds the stages that a target (`stage`, `path/pipeline-file:stage`, a pipeline or data file) declares. Files that
 * are not meant may be broken; paths of outputs are no such targets.
 *
 * @source iterative/dvc dvc/utils/__init__.py (parse_target), dvc/repo/stage.py (load_all, load_one).
 */
export async function declaredBy(project: Project, word: string): Promise<Result<Declared, Failure>> {
  const { context, layout } = project;
  const [written, name] = addressOf(project, word);
  if (basename(written) === layout.lockFile)
    return refused(`Did you mean: \`${word.replace(layout.lockFile, layout.pipelineFile)}\`?`);
  const snapshot = context.workspace(project.root);
  const file = pathFromHere(project, written);
  const kind = file === undefined ? undefined : context.files.stat(project.absolute(file))?.kind;
  if (
    file === undefined ||
    kind === undefined ||
    (kind === 'directory' && basename(file) === layout.pipelineFile)
  )
    return err(pipelineFileMissing(project, written));
  if (!isStageFile(project, written)) return err({ code: 'not-a-stage-file', path: written });
  const collected = await collect(project, snapshot);
  const failed = collected.failures.find(each => each.file === file);
  if (failed !== undefined) return err(failed.failure);
  const isPipeline = basename(file) === layout.pipelineFile;
  const locks = new LockFiles(project, snapshot);
  const stages = collected.stages.filter(stage => stage.file === file);
  if (!isPipeline && stages.length > 0) return ok({ stages, locks, isWholeFile: false });
  if (!collected.pipelines.some(pipeline => pipeline.file === file)) return err(await hidden(project, file));
  const lock = await locks.document(file);
  if (!lock.ok) return lock;
  if (name === undefined) return ok({ stages, locks, isWholeFile: true });
  const stage = stages.find(each => each.name === name);
  if (stage !== undefined) return ok({ stages: [stage], locks, isWholeFile: false });
  const names = stages.map(each => each.name);
  const similar = closest(name, names);
  const hint = similar === undefined ? {} : { similar };
  return err({ code: 'stage-not-found', name, file: project.show(file), ...hint });
}

/** The file, and the stage in it. A word alone is a stage of the file here, unless it is the name of such a file. */
function addressOf(project: Project, word: string): readonly [file: string, name: string | undefined] {
  const { pipelineFile } = project.layout;
  // What a generated name holds behind the first `@` may have any colons.
  const at = word.indexOf('@');
  const cut = word.slice(0, at < 0 ? undefined : at).lastIndexOf(':');
  if (cut < 0 || /[\\/]/.test(word.slice(cut, at < 0 ? undefined : at))) {
    const isFile = isStageFile(project, word) || basename(word) === project.layout.lockFile;
    return isFile ? [word, undefined] : [pipelineFile, word];
  }
  const name = word.slice(cut + 1);
  return [cut === 0 ? pipelineFile : word.slice(0, cut), name === '' ? undefined : name];
}

function isStageFile({ layout }: Project, path: string): boolean {
  return basename(path) === layout.pipelineFile || path.endsWith(layout.dataSuffix);
}

/** Why a file that is there was not collected. */
async function hidden(project: Project, file: RepoPath): Promise<Failure> {
  const shown = project.show(file);
  const isIgnoredByGit = (await project.git?.ignored([project.absolute(file)]))?.size === 1;
  if (isIgnoredByGit) return { code: 'pipeline-file-ignored', file: shown };
  return { code: 'refused', message: `'${shown}' is hidden by an ignore file` };
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
