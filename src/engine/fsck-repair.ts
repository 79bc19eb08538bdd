import { encodeTree } from '../core/digest/tree.ts';
import { planOrder } from '../core/graph/order.ts';
import type { HashRecord } from '../model/hash.ts';
import { isDirDigest } from '../model/hash.ts';
import { FailureError } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import type { LockEntry, Stage } from '../model/stage.ts';
import type { Digested } from './digester.ts';
import { Exclusive } from './exclusive.ts';
import type { Finding } from './fsck.ts';
import { recordOf } from './observe.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { remake } from './remake.ts';
import type { IsDamage } from './remake.ts';
import { hasAside } from './set-aside.ts';
import { Trash } from './trash.ts';
import type { StoreName } from './used-objects.ts';
import type { Workspace } from './workspace.ts';

/** An output of the workspace whose content the cache does not have whole. */
interface Incomplete {
  readonly path: RepoPath;
  readonly record: HashRecord;
}

/** Why the content of an output could not be got back, by its path. */
export type Losses = ReadonlyMap<RepoPath, string>;

/**
 * Gets content back that the workspace's lock and data files name: from the workspace, where it still has it, or by
 * running the stage again that made it. What the lock says stays: another result than the recorded one is no repair.
 */
export async function repairCache(
  workspace: Workspace,
  index: ProjectIndex,
  findings: readonly Finding[],
): Promise<Losses> {
  const losses = new Map<RepoPath, string>();
  for (const id of planOrder(index.graph, undefined)) {
    const stage = index.graph.stages.get(id);
    if (stage !== undefined) await repairStage(workspace, index, stage, findings, losses);
  }
  return losses;
}

/** Brings back what a repair that was killed has put aside: also where nothing is wrong by now. */
export async function bringBackOutputs(project: Project): Promise<void> {
  if (!hasAside(project)) return;
  const exclusive = new Exclusive(project);
  try {
    await exclusive.acquire('everything');
  } finally {
    exclusive.release();
  }
}

async function repairStage(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  findings: readonly Finding[],
  losses: Map<RepoPath, string>,
): Promise<void> {
  const entry = await index.locks.entry(stage);
  if (!entry.ok) throw new FailureError(entry.error);
  const incomplete = await notStored(workspace, await incompleteOutputs(workspace, stage, entry.value));
  if (incomplete.length === 0) return;
  const isDamage: IsDamage = (record, now) => isOnlyDamage(workspace, record, now, findings);
  const refusal =
    entry.value === undefined || stage.command === undefined
      ? 'the workspace has no copy of it'
      : await remake(workspace, index, stage, entry.value, isDamage);
  for (const { path } of await notStored(workspace, incomplete))
    losses.set(path, refusal ?? otherResult(workspace, stage));
}

function otherResult({ project }: Workspace, stage: Stage): string {
  const address = project.labels.stage(stage);
  return `stage '${address}' made something else now; \`${project.context.program} commit ${address}\` would take that`;
}

/** Stores what the workspace has; @returns those that are still not there. */
async function notStored(
  workspace: Workspace,
  incomplete: readonly Incomplete[],
): Promise<readonly Incomplete[]> {
  if (incomplete.length === 0) return [];
  const left: Incomplete[] = [];
  const exclusive = new Exclusive(workspace.project);
  try {
    await exclusive.acquire();
    for (const each of incomplete) if (!(await storeAgain(workspace, each))) left.push(each);
  } finally {
    workspace.save();
    exclusive.release();
  }
  return left;
}

/**
 * Takes what is damaged out of the way, and puts what is misplaced where it belongs. What others have put right since it
 * was found stays as it is.
 */
export async function clearAway({ project, cache }: Workspace, findings: readonly Finding[]): Promise<void> {
  const { files } = project.context;
  const exclusive = new Exclusive(project);
  await exclusive.acquire('everything');
  try {
    const wrong: Finding[] = [];
    for (const each of findings)
      if (each.kind === 'misplaced' || (await isStillDamaged(project, each))) wrong.push(each);
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
      discarded.map(({ store, place, size, kind }) => ({
        store,
        place,
        size,
        ...(kind === 'misplaced' ? { wasMisplaced: true } : {}),
      })),
    );
  } finally {
    exclusive.release();
  }
}

async function isStillDamaged(
  { context }: Project,
  { kind, path, store, actual }: Finding,
): Promise<boolean> {
  if (kind !== 'damaged') return false;
  const [now] = await context.hasher().hash([path], { legacy: store === 'legacy' });
  return now?.md5 === actual;
}

async function incompleteOutputs(
  { cache }: Workspace,
  stage: Stage,
  entry: LockEntry | undefined,
): Promise<readonly Incomplete[]> {
  const found: Incomplete[] = [];
  for (const output of stage.outputs) {
    const { path, cached } = output;
    const record = recordOf(output, entry);
    if (!cached || path === undefined || record?.name.startsWith('md5') !== true) continue;
    if (!(await cache.of(record).hasAll(record))) found.push({ path, record });
  }
  return found;
}

/** Stores what the workspace has of an output. @returns whether the cache has all of it now. */
async function storeAgain(workspace: Workspace, { path, record }: Incomplete): Promise<boolean> {
  const { project, cache } = workspace;
  const store = cache.of(record);
  const digested = await lookAt(workspace, path, record);
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
  const base = project.absolute(path);
  const sources = (await store.missing(present)).map(({ relpath }) =>
    relpath === '' ? base : `${base}/${relpath}`,
  );
  await project.context.hasher().store(sources, store.directory, { legacy: store.isLegacy });
  store.forgetListings();
  if (isFolder && isWhole) store.putTree(record.digest, encodeTree(entries).bytes, entries);
  return store.hasAll(record);
}

/** Does a path differ from what is recorded in nothing but what the damage made of it, or took away? */
async function isOnlyDamage(
  { cache }: Workspace,
  record: HashRecord,
  now: Digested,
  findings: readonly Finding[],
): Promise<boolean> {
  const store: StoreName = record.name === 'md5' ? 'repo' : 'legacy';
  const damage = new Map(
    findings.filter(each => each.store === store).map(({ digest, actual }) => [digest, actual]),
  );
  if (now.tree === undefined) return damage.get(record.digest) === now.record.digest;
  const recorded = await cache.of(record).tree(record.digest);
  if (recorded === undefined) return false;
  const before = new Map(recorded.map(({ relpath, md5 }) => [relpath, md5]));
  return now.tree().every(({ relpath, md5 }) => {
    const was = before.get(relpath);
    return was !== undefined && (was === md5 || damage.get(was) === md5);
  });
}

async function lookAt(
  { digester }: Workspace,
  path: RepoPath,
  { name }: HashRecord,
): Promise<Digested | undefined> {
  try {
    return await digester.digest(path, { name });
  } catch (error) {
    // Links to objects that are gone: there is nothing to take.
    if (error instanceof FailureError && error.failure.code === 'broken-link') return undefined;
    throw error;
  }
}
