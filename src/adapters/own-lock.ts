import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { attemptOnPresent, errnoOf, isMissing, toFileTrouble } from './errno.ts';
import { describeProcess, processExists, processStart } from './process-identity.ts';
import { temporaryName } from './temporary-name.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly start: string;
}

/** A file without a holder in it is one that is being written, unless it is older than this: then its writer died. */
const WRITING_MS = 5_000;

/**
 * A lock that consists of a file's existence, for systems without flock(2). One left behind by a process that is no
 * more is taken over; one of another computer never is, since nobody here knows.
 *
 * @returns how to give it back, or undefined when somebody has it.
 */
export function acquireOwnLock(path: string): (() => void) | undefined {
  const folder = path.slice(0, path.lastIndexOf('/'));
  try {
    fs.mkdirSync(folder, { recursive: true });
    const before = readRaw(path);
    if (before !== undefined && (!isStale(path, before) || !takeAway(path, folder, before))) return undefined;
    const me: Holder = { pid: process.pid, host: hostname(), start: processStart(process.pid) };
    fs.writeFileSync(path, JSON.stringify(me), { flag: 'wx' });
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw toFileTrouble(error, 'locking', path);
  }
  return () => fs.rmSync(path, { force: true });
}

/** For people: who holds the lock. */
export function describeOwnHolder(path: string): string | undefined {
  const holder = parseHolder(readRaw(path) ?? '');
  if (holder === undefined) return undefined;
  return holder.host === hostname() ? describeProcess(holder.pid) : `PID ${holder.pid} on ${holder.host}`;
}

function readRaw(path: string): string | undefined {
  return attemptOnPresent('reading', path, () => fs.readFileSync(path, 'utf8'));
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, start } = JSON.parse(text) as Partial<Holder>;
    return pid === undefined || host === undefined || start === undefined ? undefined : { pid, host, start };
  } catch {
    return undefined;
  }
}

function isStale(path: string, text: string): boolean {
  const holder = parseHolder(text);
  if (holder === undefined) {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    return found !== undefined && Date.now() - found.mtimeMs > WRITING_MS;
  }
  if (holder.host !== hostname()) return false;
  return !processExists(holder.pid) || processStart(holder.pid) !== holder.start;
}

/**
 * Removes a stale lock. Another process may do the same and lock at once, so what is moved aside is looked at: a
 * fresh lock is put back.
 */
function takeAway(path: string, folder: string, stale: string): boolean {
  const aside = temporaryName(folder);
  try {
    fs.renameSync(path, aside);
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
  try {
    const wasStale = readRaw(aside) === stale;
    if (!wasStale) fs.linkSync(aside, path);
    return wasStale;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
