import {
  blockersOf,
  keepWorkers,
  parseTable,
  tableText,
  withClaims,
  workersIn,
} from '../core/rwlock/table.ts';
import type { Blocker, Claim, PathClaim, RwlockTable, Worker } from '../core/rwlock/table.ts';
import { FailureError } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import type { Stage } from '../model/stage.ts';
import type { Project, ProjectPlace } from './project.ts';

/** What a stage needs while it runs. */
export function claimOf(project: Project, stages: readonly Stage[]): PathClaim {
  const outputs = stages.flatMap(stage => stage.outputs.flatMap(({ path }) => path ?? []));
  return {
    ...writesTo(project, outputs),
    reads: stages.flatMap(({ dependencies, params }) => [
      ...dependencies.flatMap(({ path, outside }) =>
        path === undefined ? (outside ?? []) : project.absolute(path),
      ),
      ...params.map(({ path }) => project.absolute(path)),
    ]),
  };
}

/** What a command needs that writes to paths of the project. */
export function writesTo(project: Project, paths: readonly RepoPath[]): PathClaim {
  return { reads: [], writes: paths.map(path => project.absolute(path)) };
}

/**
 * DVC rewrites the file in place: a DVC that was killed then, or a disk that was full, leaves it empty or cut off, and
 * every further command of DVC fails. What cannot be understood goes. Only with its guard held, which a living DVC has
 * while it writes.
 */
export async function repairRwlock(place: ProjectPlace): Promise<void> {
  const text = place.context.files.readText(pathOf(place));
  if (text === undefined || parseTable(text).isWhole) return;
  await edit(place, table => table);
}

/** Other processes that work on what is claimed. Entries of processes that are no more go. */
export async function findBlockers(place: ProjectPlace, claim: Claim): Promise<readonly Blocker[]> {
  const table = readTable(place);
  if (table === undefined) return [];
  if (workersIn(table).some(worker => isDead(place, worker))) await edit(place, each => each);
  return blockersIn(place, table, claim);
}

/** As {@link findBlockers}, but only looks. */
export function seeBlockers(place: ProjectPlace, claim: Claim): readonly Blocker[] {
  const table = readTable(place);
  return table === undefined ? [] : blockersIn(place, table, claim);
}

/**
 * Makes known what the stages of this process work on now.
 *
 * @throws FailureError `project-busy` when another process keeps the file to itself.
 */
export async function announce(place: ProjectPlace, claims: readonly PathClaim[]): Promise<void> {
  const { locks, processes } = place.context;
  const self: Worker = { pid: processes.pidOf(processes.self), cmd: processes.commandLine };
  const isDone = await edit(place, table =>
    withClaims(
      keepWorkers(table, ({ pid }) => pid !== self.pid),
      self,
      claims,
    ),
  );
  if (isDone) return;
  const holder = locks.holder(`${pathOf(place)}.lock`);
  throw new FailureError({ code: 'project-busy', ...(holder === undefined ? {} : { holder }) });
}

function readTable(place: ProjectPlace): RwlockTable | undefined {
  const text = place.context.files.readText(pathOf(place));
  return text === undefined ? undefined : parseTable(text).table;
}

function blockersIn(place: ProjectPlace, table: RwlockTable, claim: Claim): readonly Blocker[] {
  const { processes } = place.context;
  const self = processes.pidOf(processes.self);
  return blockersOf(table, claim).filter(worker => worker.pid !== self && !isDead(place, worker));
}

function isDead({ context }: ProjectPlace, { pid }: Worker): boolean {
  return !context.processes.isAlive(pid);
}

/** Nobody else writes meanwhile. What is damaged and who is dead does not stay. @returns whether it could be had. */
async function edit(place: ProjectPlace, change: (table: RwlockTable) => RwlockTable): Promise<boolean> {
  const { files, locks } = place.context;
  const path = pathOf(place);
  const guard = await locks.acquire(`${path}.lock`, false);
  if (guard === undefined) return false;
  try {
    const before = files.readText(path);
    const { table, isWhole } = parseTable(before ?? '{}');
    const text = tableText(change(keepWorkers(table, worker => !isDead(place, worker))));
    if (text === before) return true;
    // After a power cut nobody is left of whom it speaks.
    files.writeLossy(path, text);
    if (!isWhole) tellDamage(place, text === '{}');
    return true;
  } finally {
    guard.release();
  }
}

function tellDamage({ context, root, layout }: ProjectPlace, isEmpty: boolean): void {
  const shown = pathOf({ context, root, layout }).slice(root.length + 1);
  const left = isEmpty ? 'it is empty now' : 'what could be understood of it is kept';
  context.emit({
    type: 'warning',
    message: `'${shown}' was damaged, as a killed DVC leaves it, and nobody holds it: ${left}.`,
  });
}

function pathOf({ root, layout }: ProjectPlace): string {
  return `${root}/${layout.directory}/tmp/rwlock`;
}
