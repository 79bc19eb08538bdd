import { existsSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DigestedFile, Hasher, HashOptions } from '../ports.ts';
import { createTaskRunner, type HashAnswer, type HashTask, type TaskRunner } from './hash-task.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Starting threads takes some 30 ms; below these limits one thread is done sooner. */
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
}

/** Takes from `start` up to `end` of what was asked. */
type Slice = (start: number, end: number) => HashTask;

/** The {@link Hasher} of the local disk. Threads start with the first batch that is worth them. */
export function createHasher(setup: HasherSetup): Hasher {
  const { workerUrl, cores, filesWorthThreads = FILES_WORTH_THREADS } = setup;
  const threads = Math.min(cores, MOST_THREADS);
  let pool: WorkerPool | undefined;
  let own: TaskRunner | undefined;
  let poolFree: Promise<unknown> = Promise.resolve();

  async function run(
    sources: readonly string[],
    slice: Slice,
    options: HashOptions | undefined,
  ): Promise<HashAnswer[]> {
    const isWorthThreads = threads > 1 && (sources.length > filesWorthThreads || areLarge(sources));
    if (isWorthThreads && workerUrl !== undefined && existsSync(workerUrl)) {
      const { createWorkerPool } = await import('./worker-pool.ts');
      const shared = (pool ??= createWorkerPool(workerUrl, threads));
      // A thread does one thing at a time, so batches that come at once take turns.
      const answers = poolFree.then(() => runInPool(shared, sources.length, slice, options));
      poolFree = answers.catch(() => undefined);
      return answers;
    }
    own ??= createTaskRunner();
    return runHere(own, sources.length, slice, options);
  }

  return {
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
  options?: HashOptions,
): Promise<HashAnswer[]> {
  const answers: HashAnswer[] = [];
  let bytes = 0;
  let turnAt = performance.now() + TURN_MS;
  for (let start = 0; start < count; start += 16) {
    const end = Math.min(start + 16, count);
    answers.push(runTask(slice(start, end), more => (bytes += more)));
    if (performance.now() < turnAt) continue;
    options?.onProgress?.(end, bytes);
    await nextTurn();
    turnAt = performance.now() + TURN_MS;
  }
  options?.onProgress?.(count, bytes);
  return answers;
}

/** Each thread asks for its next task when it is done with one, so a huge file holds up only its own thread. */
async function runInPool(
  pool: WorkerPool,
  count: number,
  slice: Slice,
  options?: HashOptions,
): Promise<HashAnswer[]> {
  const size = Math.max(1, Math.min(MOST_FILES_A_TASK, Math.ceil(count / (pool.size * 8))));
  const answers: HashAnswer[] = [];
  let next = 0;
  let failed = false;
  let files = 0;
  let bytes = 0;

  async function work(thread: number): Promise<void> {
    while (next * size < count && !failed) {
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
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  options?.onProgress?.(count, bytes);
  return answers;
}
