import { assess } from '../core/staleness/assess.ts';
import { explain } from '../core/staleness/words.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { isInside, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Command, LockEntry, Output, Stage } from '../model/stage.ts';
import type { Digested } from './digester.ts';
import { Exclusive } from './exclusive.ts';
import { guardWrite } from './guard.ts';
import { withoutTrouble } from './left-overs.ts';
import { observe, recordOf } from './observe.ts';
import { readersOf } from './datasets.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { runCommand } from './run-command.ts';
import { claimOf } from './rwlock.ts';
import { SetAside } from './set-aside.ts';
import type { Kept } from './set-aside.ts';
import type { Workspace } from './workspace.ts';

/** Is what an output holds now nothing but what the damage made of it? */
export type IsDamage = (record: HashRecord, now: Digested) => Promise<boolean>;

/**
 * Runs a stage once more, to get back what it made. Nothing is recorded: what comes out as the lock says is left in the
 * workspace, and for an output that comes out otherwise what was there before comes back, if that was any good.
 *
 * @returns why it was not run, or failed; undefined when it ran.
 */
export async function remake(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  entry: LockEntry,
  isDamage: IsDamage,
): Promise<string | undefined> {
  const { project } = workspace;
  const exclusive = new Exclusive(project);
  const claim = claimOf(project, [stage]);
  await exclusive.acquire(claim);
  try {
    await bringInputs(workspace, index, stage);
    const { command } = stage;
    const refusal = whyNever(workspace, stage) ?? (await whyNotNow(workspace, index, stage, entry));
    if (refusal !== undefined || command === undefined) return refusal;
    const kept: Kept[] = [];
    for (const output of stage.outputs) {
      const { path } = output;
      const state = await stateOf(workspace, output, entry, isDamage);
      if (state === 'changed') return `${project.show(path ?? ROOT)} was changed by hand`;
      const good = state === 'good' ? recordOf(output, entry) : undefined;
      if (path !== undefined) kept.push(good === undefined ? { path } : { path, good: nameOf(good) });
    }
    const address = project.labels.stage(stage);
    const aside = new SetAside(project, kept);
    const reasons = ['the cache has lost its output'];
    project.context.emit({ type: 'stage-started', stage: address, reasons });
    let failure: Failure | undefined;
    try {
      aside.takeAll();
      failure = await failureOf(() => exclusive.during(() => runOnce(project, stage, command), claim));
      await keepBest(workspace, stage, entry, aside, kept);
    } catch (error) {
      // What cannot come back now does with the next command.
      withoutTrouble(() => {
        aside.putBack();
        aside.end();
      });
      throw error;
    }
    aside.end();
    if (failure === undefined) return undefined;
    project.context.emit({ type: 'target-failed', failure });
    return `stage '${address}' failed`;
  } finally {
    exclusive.release();
  }
}

function nameOf({ name, digest }: HashRecord): Pick<HashRecord, 'name' | 'digest'> {
  return { name, digest };
}

function runOnce(project: Project, stage: Stage, command: Command): Promise<void> {
  return runCommand(project, stage, command, {
    sideBySide: false,
    abort: new AbortController().signal,
    copy: { stdout: () => undefined, stderr: () => undefined },
    onExit: () => undefined,
  });
}

/** Of a command that failed; that of the user's end is thrown on. */
async function failureOf(work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof FailureError && error.failure.code !== 'interrupted') return error.failure;
    throw error;
  }
}

/** Takes inputs that are not in the workspace from the cache. */
async function bringInputs(workspace: Workspace, index: ProjectIndex, stage: Stage): Promise<void> {
  for (const { path } of stage.dependencies) {
    if (path === undefined || (await workspace.digester.exists(path))) continue;
    for (const maker of index.stages) {
      const output = maker.outputs.find(each => each.path !== undefined && isInside(path, each.path));
      if (output?.path === undefined || (await workspace.digester.exists(output.path))) continue;
      const entry = await index.locks.entry(maker);
      const record = entry.ok ? recordOf(output, entry.value) : undefined;
      if (record !== undefined && (await workspace.cache.of(record).hasAll(record)))
        await workspace.restore(output.path, record, { force: false });
    }
  }
}

/** Why a stage cannot run again to the same end. */
function whyNever({ project }: Workspace, stage: Stage): string | undefined {
  const { outputs, command } = stage;
  if (command === undefined || stage.isImport) return 'no stage makes it';
  if (stage.frozen) return `stage '${project.labels.stage(stage)}' is frozen`;
  if (outputs.some(({ path }) => path === undefined || guardWrite(project, path) !== undefined))
    return 'its stage writes outside of the project';
  if (outputs.some(({ persistent }) => persistent)) return 'its stage adds to what earlier runs made';
  return undefined;
}

/** Why it would not make now what it made then. */
async function whyNotNow(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  entry: LockEntry,
): Promise<string | undefined> {
  const readers = readersOf(workspace.project, index);
  const inputs = { ...stage, outputs: [] };
  const reasons = assess(inputs, entry, await observe(workspace, readers, inputs, entry));
  const reason = reasons.find(({ kind }) => kind !== 'always');
  return reason === undefined ? undefined : `its stage would not run as it did then: ${explain(reason)}`;
}

/** `good`: as recorded. `changed`: somebody's own, which must not be lost. */
async function stateOf(
  { project, digester }: Workspace,
  output: Output,
  entry: LockEntry,
  isDamage: IsDamage,
): Promise<'absent' | 'good' | 'damaged' | 'changed'> {
  const record = recordOf(output, entry);
  if (output.path === undefined || !(await digester.exists(output.path))) return 'absent';
  if (record === undefined) return 'changed';
  if (holdsLinksOnly(project, output.path)) return 'damaged';
  const now = await digester.digest(output.path, { name: record.name });
  if (now === undefined) return 'absent';
  if (now.record.digest === record.digest) return 'good';
  return (await isDamage(record, now)) ? 'damaged' : 'changed';
}

/** Is it a folder of links into the cache, some of which lead nowhere by now? It holds nothing of its own. */
function holdsLinksOnly(project: Project, path: RepoPath): boolean {
  const { cacheDirectory } = project;
  const { files } = project.context;
  const base = project.absolute(path);
  const walked = files.walk(base, () => false);
  if (walked === undefined || walked.broken.length === 0) return false;
  const cache = files.realPath(cacheDirectory) ?? cacheDirectory;
  const linked = new Set(walked.linked);
  return walked.names.every(
    name => linked.has(name) && isInside(files.realPath(`${base}/${name}`) ?? '', cache),
  );
}

/** What was as recorded and is made otherwise now comes back. */
async function keepBest(
  { digester }: Workspace,
  stage: Stage,
  entry: LockEntry,
  aside: SetAside,
  kept: readonly Kept[],
): Promise<void> {
  for (const output of stage.outputs) {
    const { path } = output;
    const record = recordOf(output, entry);
    if (path === undefined || record === undefined) continue;
    const made = await digester.digest(path, { name: record.name });
    const wasGood = kept.some(each => each.path === path && each.good !== undefined);
    if (made?.record.digest !== record.digest && (made === undefined || wasGood)) aside.putBack(path);
  }
}
