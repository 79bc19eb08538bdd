import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locks } from '../ports/processes.ts';
import { attempt } from './errno.ts';
import { createFlock, type Flock } from './flock.ts';
import { FlockHelper } from './flock-helper.ts';
import { acquireOwnLock, describeOwnHolder } from './own-lock.ts';
import { describeProcess } from './process-identity.ts';

/** As long as DVC tries. */
const PATIENCE_MS = 3_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;
const TOLD_AFTER_MS = 700;

export interface LocksSetup {
  /** Another way to lock a descriptor. */
  readonly flock?: Flock;
  /** How long one who does not want to wait still gives others to finish. */
  readonly patienceMs?: number;
}

/**
 * Locks that DVC sees and that see DVC's: flock(2) on the same file, with the holder's process id in it. The lock
 * belongs to our open file, so it goes away with this process, however that ends; the file itself stays.
 *
 * Where nothing on the system can take such a lock (Windows), a file of our own stands in, which only mltrack knows.
 *
 */
export function createLocks({ flock = createFlock(), patienceMs = PATIENCE_MS }: LocksSetup = {}): Locks {
  const helper = new FlockHelper();
  let uses = 0;
  return {
    patienceMs,
    acquire: async (path, wait, onWait) => {
      // One lock is had sooner without a helper; a run of many stages takes it again and again.
      const again = uses++ > 0;
      const startedAt = performance.now();
      let isTold = false;
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        const release =
          (again ? await acquireBy(helper, path) : undefined) ?? (await acquireNow(path, flock));
        if (release !== undefined) return { release, hasWaited: pauseMs > FIRST_PAUSE_MS };
        const waited = performance.now() - startedAt;
        if (!wait && waited + pauseMs > patienceMs) return undefined;
        if (!isTold && waited > TOLD_AFTER_MS) {
          isTold = true;
          onWait?.();
        }
        await pause(pauseMs);
      }
    },
    close: () => helper.close(),
    holder: path => describeOwnHolder(ownLockFor(path)) ?? describeWrittenHolder(path),
  };
}

type Release = () => void;

/** Undefined when somebody else has it, or when there is no helper. */
async function acquireBy(helper: FlockHelper, path: string): Promise<Release | undefined> {
  const descriptor = attempt('locking', path, () => openLockFile(path));
  try {
    if ((await helper.lock(path)) !== 'locked') return undefined;
    attempt('locking', path, () => writeHolder(descriptor));
    return once(() => helper.unlock(path));
  } finally {
    fs.closeSync(descriptor);
  }
}

async function acquireNow(path: string, flock: Flock): Promise<Release | undefined> {
  const descriptor = attempt('locking', path, () => openLockFile(path));
  let release: Release | undefined;
  try {
    const outcome = await flock(descriptor);
    if (outcome === 'locked') release = () => undefined;
    if (outcome === 'unsupported') release = acquireOwnLock(ownLockFor(path));
    if (release !== undefined) attempt('locking', path, () => writeHolder(descriptor));
  } finally {
    if (release === undefined) fs.closeSync(descriptor);
  }
  return release === undefined ? undefined : once(release, () => fs.closeSync(descriptor));
}

/** Not truncated before it is ours: the holder's number is in it. */
function openLockFile(path: string): number {
  fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  return fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o666);
}

/** In the form in which DVC writes and reads it. */
function writeHolder(descriptor: number): void {
  const text = ` ${process.pid}\n`;
  fs.writeSync(descriptor, text, 0);
  fs.ftruncateSync(descriptor, text.length);
}

function describeWrittenHolder(path: string): string | undefined {
  try {
    const pid = Number(fs.readFileSync(path, 'latin1').trim());
    return Number.isSafeInteger(pid) && pid > 0 ? describeProcess(pid) : undefined;
  } catch {
    return undefined;
  }
}

function ownLockFor(path: string): string {
  const cut = path.lastIndexOf('/');
  return `${path.slice(0, cut)}/mltrack/${path.slice(cut + 1)}.holder`;
}

/** Releasing twice must not close a descriptor that has another owner by then, and never throws. */
function once(...steps: readonly (() => void)[]): Release {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    for (const step of steps) {
      try {
        step();
      } catch {
        // The lock is gone with the process at the latest.
      }
    }
  };
}
