import { plainFloats } from '../core/lock/plain-floats.ts';
import { whyUnstorable } from '../core/lock/unstorable.ts';
import { FailureError } from '../model/failure.ts';
import type { HashName, HashRecord } from '../model/hash.ts';
import type { RepoPath } from '../model/path.ts';
import { isWithinReach, shownOutside } from '../model/stage.ts';
import type { LockedPath, LockEntry, Output, Stage } from '../model/stage.ts';
import type { Digested } from './digester.ts';
import type { GitIgnoreFiles } from './git-ignore-files.ts';
import { guardWrite, heedTwins, refuseOutside } from './guard.ts';
import { KnownTrees } from './known-trees.ts';
import { digestDependency, recordOf } from './observe.ts';
import type { Readers } from './datasets.ts';
import { lookAtWeb } from './web-files.ts';
import type { Workspace } from './workspace.ts';

/** What a stage read: the first half of its lock entry, taken before its command runs. */
export type StageInputs = Pick<LockEntry, 'command' | 'dependencies' | 'params'>;

/**
 * Hashes what a stage reads. Taken before the run and kept: a file that somebody edits while the stage runs must make
 * it stale, not look as if the result had come from it.
 *
 * @throws FailureError when a dependency or a parameter is missing, or when a lock cannot hold it.
 */
export async function readInputs(
  workspace: Workspace,
  { params, datasets }: Readers,
  stage: Stage,
  entry: LockEntry | undefined,
): Promise<StageInputs> {
  const dependencies: LockedPath[] = [];
  const trees = new KnownTrees(workspace);
  for (const dependency of stage.dependencies) {
    const { written, path, url, dataset } = dependency;
    if (dataset !== undefined) {
      dependencies.push({ written, record: undefined, dataset: await datasets.required(dataset) });
      continue;
    }
    if (!isWithinReach(dependency)) throw new FailureError({ code: 'external-dependency', path: written });
    const before = entry?.dependencies.find(locked => locked.written === written)?.record;
    let digested: Digested | undefined;
    const record = await upgradedRecord(
      async name => (digested = await digestDependency(workspace, dependency, name))?.record,
      before,
    );
    if (record === undefined) {
      const shown = path === undefined ? shownOutside(dependency) : workspace.project.show(path);
      const asked = url === undefined ? undefined : await lookAtWeb(workspace.project.context, url);
      const why = asked?.ok === false ? { why: asked.error } : {};
      throw new FailureError({ code: 'dependency-missing', path: shown, ...why });
    }
    if (digested?.tree !== undefined) await trees.remember(record, digested.tree);
    dependencies.push({ written, record });
  }
  const values = new Map<string, ReturnType<typeof plainFloats>>();
  for (const declared of stage.params) {
    const read = plainFloats(await params.required(declared));
    for (const [key, value] of read) {
      const message = whyUnstorable(value);
      if (message === undefined) continue;
      const hint = `a lock file cannot hold \`${key}\` of '${workspace.project.show(declared.path)}'`;
      throw new FailureError({ code: 'params-unexpected', type: 'TypeError', message, hint });
    }
    values.set(declared.written, read);
  }
  return { command: stage.command, dependencies, params: values };
}

/** A legacy record stays legacy while the content is the same, and becomes a current one when it changed. */
async function upgradedRecord(
  digest: (name?: HashName) => Promise<HashRecord | undefined>,
  before: HashRecord | undefined,
): Promise<HashRecord | undefined> {
  if (before?.name === 'md5-dos2unix') {
    const legacy = await digest(before.name);
    if (legacy === undefined || legacy.digest === before.digest) return legacy;
  }
  return digest();
}

export interface SaveOptions {
  /** Put cached outputs into the cache. */
  readonly commit: boolean;
  /** Put uncached outputs there as well: the run cache needs them. */
  readonly commitUncached: boolean;
  /** And make plain files of those. */
  readonly plainUncached?: boolean;
  /** Leave out what is missing instead of failing. */
  readonly allowMissing?: boolean;
  /** False: stored files stay as they are, whatever the link type. */
  readonly relink?: boolean;
}

/**
 * Hashes what a stage made, hides it from git, puts it into the cache.
 *
 * @throws FailureError when an output is missing, or is tracked by git.
 */
export async function saveOutputs(
  workspace: Workspace,
  ignore: GitIgnoreFiles,
  stage: Stage,
  entry: LockEntry | undefined,
  options: SaveOptions,
): Promise<readonly LockedPath[]> {
  const { project } = workspace;
  const outputs: { output: Output; path: RepoPath }[] = [];
  const locked: LockedPath[] = [];
  for (const output of stage.outputs) {
    const { path } = output;
    if (path === undefined) locked.push(...(await lookOutside(workspace, stage, output, options)));
    else if (await workspace.digester.exists(path)) outputs.push({ output, path });
    else if (options.allowMissing !== true)
      throw new FailureError({ code: 'output-missing', path: project.show(path) });
  }
  for (const { output, path } of outputs) {
    const outside = output.cached ? guardWrite(project, path) : undefined;
    if (outside !== undefined) throw new FailureError(outside);
  }
  const refusal = await ignore.hide(outputs.filter(({ output }) => output.cached).map(({ path }) => path));
  if (refusal !== undefined) throw new FailureError(refusal);
  for (const { output, path } of outputs) {
    const record = await saveOutput(workspace, output, path, recordOf(output, entry), options);
    if (record !== undefined && isEmpty(record))
      project.context.emit({ type: 'output-empty', path: project.show(path), role: output.role });
    locked.push({ written: output.written, record });
  }
  return locked;
}

/** What lies outside the project is recorded as it is; nothing of it is stored. */
async function lookOutside(
  workspace: Workspace,
  stage: Stage,
  output: Output,
  { allowMissing }: SaveOptions,
): Promise<readonly LockedPath[]> {
  const path = shownOutside(output);
  if (output.outside === undefined) throw new FailureError(refuseOutside(workspace.project, stage, output));
  if (output.cached) throw new FailureError({ code: 'external-output', path, isUrl: false });
  const record = (await digestDependency(workspace, output, undefined))?.record;
  if (record !== undefined) return [{ written: output.written, record }];
  if (allowMissing === true) return [];
  throw new FailureError({ code: 'output-missing', path });
}

async function saveOutput(
  workspace: Workspace,
  output: Output,
  path: RepoPath,
  before: HashRecord | undefined,
  { commit, commitUncached, plainUncached, relink }: SaveOptions,
): Promise<HashRecord | undefined> {
  if (before?.name === 'md5-dos2unix') {
    const record = await upgradedRecord(
      async name => (await workspace.digester.digest(path, name === undefined ? {} : { name }))?.record,
      before,
    );
    if (record?.name === 'md5-dos2unix') return record;
  }
  const isStored = output.cached ? commit : commitUncached;
  // A file of git's must never become a link into the cache.
  const digested = isStored
    ? await workspace.store(path, { relink: output.cached && relink !== false })
    : await workspace.digester.digest(path);
  if (plainUncached === true && isStored && !output.cached && digested !== undefined)
    await workspace.makePlain(path, digested);
  if (output.cached && digested?.tree !== undefined && digested.record.digest !== before?.digest)
    heedTwins(
      workspace.project,
      digested.tree().map(({ relpath }) => `${path}/${relpath}`),
    );
  return digested?.record;
}

function isEmpty(record: HashRecord): boolean {
  return record.nfiles === undefined ? record.size === 0 : record.nfiles === 0;
}
