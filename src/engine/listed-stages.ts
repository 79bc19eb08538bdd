import type { Failure } from '../model/failure.ts';
import { dirname, isInside, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { collect } from './collect.ts';
import type { Collected } from './collect.ts';
import { LockFiles } from './lock-files.ts';
import type { Project } from './project.ts';
import { findTarget, pathFromHere } from './targets.ts';

/** Which stages are to be listed. */
export interface Selection {
  /** Stages, pipeline or data files; folders when `recursive`. Empty: the pipeline file of the current folder. */
  readonly targets: readonly string[];
  readonly all: boolean;
  readonly recursive: boolean;
  /** Fail on any file that cannot be read. */
  readonly strict: boolean;
}

/**
 * Finds the stages to be listed. Only files that are asked for can fail; where many are, those that cannot be read
 * are left out with a warning.
 */
export async function listedStages(
  project: Project,
  snapshot: Snapshot,
  selection: Selection,
): Promise<Result<readonly Stage[], Failure>> {
  const collected = listable(await collect(project, snapshot));
  const folders = selection.recursive
    ? selection.targets.filter(target => isFolder(project, join(project.here, target)))
    : [];
  const many = selection.all || folders.length > 0;
  const skips = many && !selection.strict;
  const chosen = selection.all
    ? ok(collected.stages)
    : named(project, collected, selection.targets, new Set(folders));
  if (!chosen.ok) return chosen;
  for (const { failure } of many ? collected.failures : []) {
    // DVC does not expect this one, and so it comes through.
    if (!skips || failure.code === 'params-unsupported') return err(failure);
    project.context.emit({ type: 'file-left-out', failure });
  }
  return withReadableLocks(project, new LockFiles(project, snapshot), chosen.value, { ...selection, skips });
}

/** Stages are listed whatever the templates of other sections are like, as in DVC. */
function listable(collected: Collected): Collected {
  const { pipelines, failures, dataFiles, listableStages } = collected;
  return {
    pipelines: [...pipelines, ...failures.flatMap(failed => failed.listable ?? [])],
    failures: failures.filter(failed => failed.listable === undefined),
    dataFiles,
    stages: listableStages,
    listableStages,
    isGitIgnored: path => collected.isGitIgnored(path),
  };
}

function isFolder(project: Project, path: string): boolean {
  return project.context.files.stat(project.absolute(path as RepoPath))?.kind === 'directory';
}

/** @param folders those of the targets that mean all that is declared below them. */
function named(
  project: Project,
  collected: Collected,
  targets: readonly string[],
  folders: ReadonlySet<string>,
): Result<readonly Stage[], Failure> {
  const { pipelineFile } = project.layout;
  const stages = new Set<Stage>();
  for (const target of targets.length === 0 ? [pipelineFile] : targets) {
    if (folders.has(target)) {
      const folder = join(project.here, target);
      for (const stage of collected.stages)
        if (folder === '' || isInside(dirname(stage.file), folder)) stages.add(stage);
      continue;
    }
    const [file, name] = address(project, target);
    const failed = collected.failures.find(each => each.file === file);
    if (failed !== undefined) return err(failed.failure);
    const found = findTarget(project, collected, target);
    if (!found.ok) return found;
    // What makes an output is not asked for here.
    if (found.value.some(({ output }) => output !== undefined))
      return err({ code: 'stage-not-found', name, file: project.show(file) });
    for (const { stage } of found.value) stages.add(stage);
  }
  return ok([...stages]);
}

/** The file that a target stands in, and the rest of it. */
function address(project: Project, target: string): readonly [file: RepoPath, name: string] {
  const { pipelineFile, dataSuffix } = project.layout;
  const cut = target.lastIndexOf(':');
  const isFile = cut < 0 && (target.endsWith(pipelineFile) || target.endsWith(dataSuffix));
  const file = isFile ? target : target.slice(0, Math.max(0, cut));
  const written = file === '' ? pipelineFile : file;
  return [pathFromHere(project, written) ?? (written as RepoPath), target.slice(cut + 1)];
}

/** A lock says nothing that is listed, but one that cannot be read is a mistake to be told, unless it is only old. */
async function withReadableLocks(
  project: Project,
  locks: LockFiles,
  stages: readonly Stage[],
  { strict, skips }: { readonly strict: boolean; readonly skips: boolean },
): Promise<Result<readonly Stage[], Failure>> {
  const broken = new Set<string>();
  for (const file of new Set(stages.filter(({ kind }) => kind === 'pipeline').map(stage => stage.file))) {
    const lock = await locks.document(file);
    if (lock.ok) continue;
    const isOld = lock.error.code === 'file-invalid' && lock.error.mistake === 'old-schema';
    if (strict || !(isOld || skips)) return lock;
    if (isOld) {
      const message = `the lock file beside '${project.show(file)}' is of an old schema`;
      project.context.emit({ type: 'warning', message });
    } else {
      project.context.emit({ type: 'file-left-out', failure: lock.error });
      broken.add(file);
    }
  }
  return ok(stages.filter(({ file }) => !broken.has(file)));
}
