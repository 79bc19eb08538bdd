import type { Failure } from '../model/failure.ts';
import { shownCommand } from '../model/process.ts';
import { withoutTrouble } from './left-overs.ts';
import type { ProjectPlace } from './project.ts';

/** Off a terminal nobody is there to be told how long it takes. */
const PATIENCE_MS = 10_000;

/** A command that outlived the run that started it. */
interface LeftOver {
  readonly id: string;
  /** The stage and the command line, for people; empty where that could not be written. */
  readonly text: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

/**
 * Records that a command runs: one file, whose name says who started it and what it is, so that it is never half
 * written. If this process is killed, the command runs on, and the next run knows of it.
 *
 * @returns to be called when the command has ended.
 */
export function recordCommand(project: ProjectPlace, stage: string, line: string, pid: number): () => void {
  const { files, processes } = project.context;
  const file = `${folderOf(project)}/${processes.self}.${processes.idOf(pid)}`;
  withoutTrouble(() => {
    files.makeDirectory(folderOf(project));
    files.append(file, new TextEncoder().encode(`'${stage}': ${line}`));
  });
  return () => void withoutTrouble(() => files.remove(file));
}

/**
 * Waits for commands whose run was killed, or ends them: they write to the same outputs as those that are to start now.
 *
 * @returns a failure when one goes on for too long; on a terminal it is waited for as long as the user likes.
 */
export async function settleLeftOvers(
  project: ProjectPlace,
  { end, patienceMs = PATIENCE_MS }: { readonly end: boolean; readonly patienceMs?: number },
): Promise<Failure | undefined> {
  const { context } = project;
  for (const leftOver of findLeftOvers(project)) {
    const { id } = leftOver;
    const what = stillRunning(project, leftOver);
    context.emit({ type: 'warning', message: `${what}: ${end ? 'it is ended' : 'waiting for its end'}.` });
    if (end) await context.processes.end(id);
    else if (
      !(await context.processes.hasEnded(
        id,
        context.terminal || context.waitsForLock ? Infinity : patienceMs,
      ))
    )
      return {
        code: 'refused',
        message: `${what}.`,
        hint: 'wait for it, or end it by `repro --end-left-over`.',
      };
  }
  findLeftOvers(project);
  return undefined;
}

/** Does a command run whose run was killed? */
export function hasLeftOvers(project: ProjectPlace): boolean {
  return findLeftOvers(project).length > 0;
}

/** Names them, for commands that only look and wait for nobody. */
export function nameLeftOvers(project: ProjectPlace): void {
  const { context } = project;
  for (const leftOver of findLeftOvers(project)) {
    const what = stillRunning(project, leftOver, `, since ${context.clock.text(leftOver.startedAt)}`);
    context.emit({ type: 'warning', message: `${what}; those that write wait for it.` });
  }
}

function stillRunning({ context }: ProjectPlace, { id, text }: LeftOver, since = ''): string {
  const who = `PID ${context.processes.pidOf(id)}, ${shownCommand(text)}${since}`;
  return `a command of a run that was killed is still running (${who})`;
}

/** Forgets those that have ended. */
function findLeftOvers(project: ProjectPlace): readonly LeftOver[] {
  const { files, processes } = project.context;
  const found: LeftOver[] = [];
  for (const { name } of files.list(folderOf(project)) ?? []) {
    const [owner = '', id = ''] = name.split('.');
    const file = `${folderOf(project)}/${name}`;
    if (processes.isGone(id)) withoutTrouble(() => files.remove(file));
    else if (processes.isGone(owner)) {
      const startedAt = files.lstat(file)?.mtimeMs ?? 0;
      found.push({ id, text: files.readText(file) ?? '', startedAt });
    }
  }
  return found;
}

function folderOf({ root, layout }: ProjectPlace): string {
  return `${root}/${layout.ownDirectory}/running`;
}
