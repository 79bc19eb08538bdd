import { encodeTree } from '../core/digest/tree.ts';
import type { HashRecord } from '../model/hash.ts';
import { isDirDigest } from '../model/hash.ts';
import { FailureError } from '../model/failure.ts';
import type { Output, Stage } from '../model/stage.ts';
import { stageId } from '../model/stage.ts';
import { visibleGpus } from './gpus.ts';
import { Exclusive } from './exclusive.ts';
import type { Finding } from './fsck.ts';
import type { Digested } from './digester.ts';
import type { ProjectIndex } from './project-index.ts';
import { repro } from './repro.ts';
import { Trash } from './trash.ts';
import type { StoreName } from './used-objects.ts';
import type { Workspace } from './workspace.ts';

/** An output of the workspace whose content the cache does not have whole. */
interface Incomplete {
  readonly stage: Stage;
  readonly output: Output;
  readonly record: HashRecord;
}

/**
 * Takes what is damaged out of the way, puts what is misplaced where it belongs, and gets content back that the
 * workspace's lock and data files name: from the workspace, where it still has it, or by running the stage again that
 * made it. A stage whose output somebody has changed since is not run, as that would be lost.
 */
export async function repairCache(
  workspace: Workspace,
  index: ProjectIndex,
  findings: readonly Finding[],
): Promise<void> {
  await clearAway(workspace, findings);
  const toRun: Stage[] = [];
  for (const incomplete of await incompleteOutputs(workspace, index)) {
    if (await storeAgain(workspace, incomplete)) continue;
    const { stage } = incomplete;
    const mayRun = stage.command !== undefined && (await isUntouched(workspace, incomplete, findings));
    if (mayRun && !toRun.includes(stage)) toRun.push(stage);
  }
  workspace.save();
  if (toRun.length === 0) return;
  const done = await repro(workspace, index, {
    targets: toRun.map(stageId),
    single: true,
    force: true,
    dry: false,
    commit: true,
    runCache: false,
    allowMissing: false,
    downstream: false,
    pipeline: false,
    forceDownstream: false,
    onError: 'skip',
    slots: 1,
    gpus: visibleGpus(workspace.project.context.env),
    failFast: false,
    keepOutput: false,
    trace: 'no',
  });
  if (!done.ok && done.error.code === 'interrupted') throw new FailureError(done.error);
}

async function clearAway({ project, cache }: Workspace, findings: readonly Finding[]): Promise<void> {
  const { files } = project.context;
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  try {
    const wrong = findings.filter(({ kind }) => kind !== 'incomplete');
    const moved = new Set<Finding>();
    for (const finding of wrong) {
      const { belongs, path } = finding;
      if (belongs === undefined || files.lstat(belongs) !== undefined || files.lstat(path) === undefined)
        continue;
      files.makeDirectory(belongs.slice(0, belongs.lastIndexOf('/')));
      files.rename(path, belongs);
      moved.add(finding);
    }
    const discarded = wrong.filter(each => !moved.has(each) && files.lstat(each.path) !== undefined);
    new Trash(project, cache).put(
      'fsck',
      discarded.map(({ store, place, size }) => ({ store, place, size })),
    );
  } finally {
    exclusive.release();
  }
}

async function incompleteOutputs(
  { cache }: Workspace,
  { stages, locks }: ProjectIndex,
): Promise<readonly Incomplete[]> {
  const found: Incomplete[] = [];
  for (const stage of stages) {
    const entry = await locks.entry(stage);
    if (!entry.ok) throw new FailureError(entry.error);
    for (const output of stage.outputs) {
      const locked = entry.value?.outputs.find(({ written }) => written === output.written);
      const record = stage.kind === 'data' ? output.recorded : locked?.record;
      const isKept = output.cached && output.path !== undefined;
      if (!isKept || record === undefined || !record.name.startsWith('md5')) continue;
      if (!(await cache.of(record).hasAll(record))) found.push({ stage, output, record });
    }
  }
  return found;
}

/** Stores what the workspace has of an output. @returns whether the cache has all of it now. */
async function storeAgain(workspace: Workspace, { output, record }: Incomplete): Promise<boolean> {
  const { project, cache } = workspace;
  const store = cache.of(record);
  const digested = await lookAt(workspace, output, record);
  if (digested === undefined) return false;
  const isFolder = isDirDigest(record.digest);
  if (!isFolder && digested.record.digest !== record.digest) return false;
  const entries = digested.tree?.() ?? [{ relpath: '', md5: digested.record.digest }];
  const wanted = isFolder ? await store.tree(record.digest) : entries;
  const names = new Set(wanted?.map(({ relpath, md5 }) => `${md5} ${relpath}`));
  const present = entries.filter(
    ({ relpath, md5 }) => wanted === undefined || names.has(`${md5} ${relpath}`),
  );
  const isWhole = digested.record.digest === record.digest;
  if (wanted === undefined && !isWhole) return false;
  const base = project.absolute(output.path ?? project.here);
  const sources = (await store.missing(present)).map(({ relpath }) =>
    relpath === '' ? base : `${base}/${relpath}`,
  );
  await project.context.hasher().store(sources, store.directory, { legacy: store.isLegacy });
  store.forgetListings();
  if (isFolder && isWhole) store.putTree(record.digest, encodeTree(entries).bytes, entries);
  return store.hasAll(record);
}

/** Is there nothing at the output that is neither what the lock says nor what the damage made of it? */
async function isUntouched(
  workspace: Workspace,
  { output, record }: Incomplete,
  findings: readonly Finding[],
): Promise<boolean> {
  const digested = await lookAt(workspace, output, record);
  if (digested === undefined || digested.record.digest === record.digest) return true;
  const store: StoreName = record.name === 'md5' ? 'repo' : 'legacy';
  return findings.some(
    each => each.store === store && each.digest === record.digest && each.actual === digested.record.digest,
  );
}

async function lookAt(
  { digester }: Workspace,
  { path }: Output,
  { name }: HashRecord,
): Promise<Digested | undefined> {
  return path === undefined ? undefined : digester.digest(path, { name });
}
