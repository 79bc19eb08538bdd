import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoOf } from './errno.ts';

/** How long what is left of a group may take to clean up after SIGTERM. */
const GRACE_MS = 2_000;
/** A killed process is gone at once, unless it waits for a disk that does not answer: that one is left behind. */
const DEATH_MS = 1_000;
const LOOK_MS = 20;

/** Sends a signal to all processes of a group; false when there is none left. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  if (process.platform === 'win32') return endWindowsTree(leader, signal);
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    // A process in the group that has changed its user may not be signalled, but it is there.
    if (errnoOf(error) === 'EPERM') return true;
    if (errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Ends whatever a finished command has left running in its group. Resolves when nothing of it is alive. */
export async function endGroup(leader: number): Promise<void> {
  if (!signalGroup(leader, 'SIGTERM') || process.platform === 'win32') return;
  if (await isGone(leader, GRACE_MS)) return;
  signalGroup(leader, 'SIGKILL');
  await isGone(leader, DEATH_MS);
}

async function isGone(leader: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (signalGroup(leader, 0) && hasLivingMember(leader)) {
    if (performance.now() > until) return false;
    await pause(LOOK_MS);
  }
  return true;
}

/**
 * The dead count as members until their parent has collected them, and the first process of a container often never
 * does. Where the system has no `/proc`, whoever can be signalled counts as alive.
 */
function hasLivingMember(leader: number): boolean {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  } catch {
    return true;
  }
  if (pids.length === 0) return true;
  return pids.some(pid => {
    const [state, , group] = statOf(pid);
    return group === String(leader) && state !== 'Z' && state !== 'X';
  });
}

/** Is this process in the group to which what is typed at its terminal belongs? Only where the system has `/proc`. */
export function isInForeground(): boolean {
  const [, , group, , , foreground] = statOf('self');
  return group !== undefined && group === foreground;
}

/** State, parent, group, session, terminal and its foreground group, which follow the program's name in parentheses. */
function statOf(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ', 6);
  } catch {
    return [];
  }
}

/** Windows has no groups; Ctrl-C there reaches every process of the console by itself, so a first one is theirs. */
function endWindowsTree(leader: number, signal: NodeJS.Signals | 0): boolean {
  if (signal === 0) return false;
  if (signal === 'SIGINT') return true;
  return spawnSync('taskkill', ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore' }).status === 0;
}
