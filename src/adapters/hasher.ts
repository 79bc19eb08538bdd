import { existsSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FailureError } from '../model/failure.ts';
import type { DigestedFile, Hasher, HashOptions } from '../ports/hasher.ts';
import { createTaskRunner, type HashAnswer, type HashTask, type TaskRunner } from './hash-task.ts';
import { listenForStop, type SignalSource, type StopRequest } from './signals.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

/** Starting threads takes some 30 ms; below these limits this one is done sooner. */
const FILES_WORTH_THREADS = 2_000;
const BYTES_WORTH_THREADS = 32 * 1024 * 1024;
/** More threads than that wait for the disk, and each holds a buffer. */
const MOST_THREADS = 16;
/** Files in one task: enough to make the message cheap, few enough that all threads end at about the same time. */
const MOST_FILES_A_TASK = 128;
/** While the calling thread works, signals and progress lines get their turn about this often. */
const TURN_MS = 30;

export interface HasherSetup {
  /** The built program of a hashing thread; without it, as when running from sources, the calling thread does it all. */
  readonly workerUrl?: URL;
  readonly cores: number;
  /** From how many files on threads are started, in place of the measured number. */
  readonly filesWorthThreads?: number;
  /** A batch that takes long ends at a signal. Without this Node's own rules hold. */
  readonly onSignal?: SignalSource;
}

/** Takes from `start` up to `end` of what was asked. */
type Slice = (start: number, end: number) => HashTask;

/** The {@link Hasher} of the local disk. Threads start with the first batch that is worth them. */
export function createHasher(setup: HasherSetup): Hasher {
  const { workerUrl, cores, filesWorthThreads = FILES_WORTH_THREADS, onSignal = unheard } = setup;
  const threads = Math.min(cores, MOST_THREADS);
  let pool: WorkerPool | undefined;
  let own: TaskRunner | undefined;
  let poolFree: Promise<unknown> = Promise.resolve();

  function areEnough(files: number): boolean {
    return threads > 1 && files > filesWorthThreads;
  }

  function poolOrNone(): WorkerPool | undefined {
    if (pool === undefined && workerUrl !== undefined && existsSync(workerUrl))
      pool = createWorkerPool(workerUrl, threads);
    return pool;
  }

  async function run(
    sources: readonly string[],
    slice: Slice,
    options: HashOptions | undefined,
  ): Promise<HashAnswer[]> {
    // A single core gets its thread for large files too: this one stays free for signals and progress.
    const shared = areEnough(sources.length) || areLarge(sources) ? poolOrNone() : undefined;
    if (shared !== undefined) {
      // A thread does one thing at a time, so batches that come at once take turns.
      const answers = poolFree.then(() => runInPool(shared, sources.length, slice, onSignal, options));
      poolFree = answers.catch(() => undefined);
      return answers;
    }
    own ??= createTaskRunner();
    return runHere(own, sources.length, slice, onSignal, options);
  }

  return {
    expect: files => {
      if (areEnough(files)) poolOrNone()?.start();
    },
    hash: async (paths, options = {}) => {
      const { legacy = false } = options;
      const slice: Slice = (start, end) => ({ kind: 'hash', legacy, paths: paths.slice(start, end) });
      return flattenDigests(await run(paths, slice, options));
    },
    store: async (paths, objects, options = {}) => {
      const { legacy = false } = options;
      const slice: Slice = (start, end) => ({
        kind: 'store',
        legacy,
        objects,
        paths: paths.slice(start, end),
      });
      return flattenDigests(await run(paths, slice, options));
    },
    restore: async (jobs, options = {}) => {
      const { legacy = false } = options;
      const slice: Slice = (start, end) => ({ kind: 'restore', legacy, jobs: jobs.slice(start, end) });
      const answers = await run(
        jobs.map(job => job.object),
        slice,
        options,
      );
      return answers.flatMap(each => each.map(answer => answer === true));
    },
    close: async () => {
      const closing = pool;
      pool = undefined;
      await closing?.close();
    },
  };
}

function flattenDigests(answers: readonly HashAnswer[]): readonly (DigestedFile | undefined)[] {
  return answers.flatMap(each => each.map(answer => (typeof answer === 'object' ? answer : undefined)));
}

function areLarge(sources: readonly string[]): boolean {
  let bytes = 0;
  for (const path of sources) {
    bytes += sizeOf(path);
    if (bytes > BYTES_WORTH_THREADS) return true;
  }
  return false;
}

/** Only an estimate: a file that cannot be looked at gets its error when it is read. */
function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

async function runHere(
  runTask: TaskRunner,
  count: number,
  slice: Slice,
  onSignal: SignalSource,
  options?: HashOptions,
): Promise<HashAnswer[]> {
  const answers: HashAnswer[] = [];
  let bytes = 0;
  let turnAt = performance.now() + TURN_MS;
  // Not before the first turn: most batches are done sooner, and signals are heard in turns only.
  let stop: StopRequest | undefined;
  try {
    for (let start = 0; start < count; start += 16) {
      const end = Math.min(start + 16, count);
      answers.push(runTask(slice(start, end), more => (bytes += more)));
      if (performance.now() < turnAt) continue;
      options?.onProgress?.(end, bytes);
      stop ??= listenForStop(onSignal);
      await nextTurn();
      refuseAfter(stop);
      turnAt = performance.now() + TURN_MS;
    }
  } finally {
    stop?.end();
  }
  options?.onProgress?.(count, bytes);
  return answers;
}

/** Each thread asks for its next task when it is done with one, so a huge file holds up only its own thread. */
async function runInPool(
  pool: WorkerPool,
  count: number,
  slice: Slice,
  onSignal: SignalSource,
  options?: HashOptions,
): Promise<HashAnswer[]> {
  const stop = listenForStop(onSignal, () => pool.setStopped(true));
  const size = Math.max(1, Math.min(MOST_FILES_A_TASK, Math.ceil(count / (pool.size * 8))));
  const answers: HashAnswer[] = [];
  let next = 0;
  let failed = false;
  let files = 0;
  let bytes = 0;

  async function work(thread: number): Promise<void> {
    while (next * size < count && !failed && !stop.isMade) {
      const index = next++;
      const end = Math.min((index + 1) * size, count);
      answers[index] = await pool.run(thread, slice(index * size, end), more => {
        bytes += more;
        options?.onProgress?.(files, bytes);
      });
      files += end - index * size;
    }
  }

  const threads = Array.from({ length: Math.min(pool.size, Math.ceil(count / size)) }, (_, thread) => thread);
  // After a failure the other threads finish what they have begun: nothing goes on behind the caller's back.
  const outcomes = await Promise.allSettled(
    threads.map(thread =>
      work(thread).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  stop.end();
  pool.setStopped(false);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  refuseAfter(stop);
  options?.onProgress?.(count, bytes);
  return answers;
}

/** @throws FailureError `interrupted` when there was a wish to stop. */
function refuseAfter(stop: StopRequest): void {
  if (stop.isMade) throw new FailureError({ code: 'interrupted' });
}

function unheard(): () => void {
  return () => undefined;
}
