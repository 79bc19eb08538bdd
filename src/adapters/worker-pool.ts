import { Worker } from 'node:worker_threads';
import { FailureError } from '../model/failure.ts';
import { FileTrouble } from '../ports/files.ts';
import type { HashAnswer, HashTask } from './hash-task.ts';
import { temporaryPrefix } from './temporary-name.ts';
import type { StopFlag, ThreadSetup, WorkerMessage } from './hash-worker.ts';

export interface WorkerPool {
  /** Starts all threads now, which otherwise happens with the first task of each. */
  start(): void;
  /** Hands one task to one thread. There are `size` threads; more calls than that at once are a bug of the caller. */
  run(thread: number, task: HashTask, onBytes: (bytes: number) => void): Promise<HashAnswer>;
  readonly size: number;
  /** While set, threads give up the tasks they have in hand: these fail with FailureError `interrupted`. */
  setStopped(isStopped: boolean): void;
  close(): Promise<void>;
}

/** Threads that start with their first task and do not keep the process alive while they have none. */
export function createWorkerPool(program: URL, size: number): WorkerPool {
  const workers = new Map<number, Worker>();
  const stop: StopFlag = new Int32Array(new SharedArrayBuffer(4));

  function workerFor(thread: number): Worker {
    const known = workers.get(thread);
    if (known !== undefined) return known;
    const worker = new Worker(program, {
      workerData: { stop, temporaryPrefix: temporaryPrefix() } satisfies ThreadSetup,
    });
    // One that broke before its first task is not missed: the task starts another, and hears what is wrong with it.
    worker.on('error', () => workers.delete(thread));
    workers.set(thread, worker);
    return worker;
  }

  return {
    size,
    start: () => {
      for (let thread = 0; thread < size; thread++) workerFor(thread).unref();
    },
    run: (thread, task, onBytes) => {
      const worker = workerFor(thread);
      worker.ref();
      return new Promise<HashAnswer>((resolve, reject) => {
        const finish = (): void => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
          worker.unref();
        };
        const onMessage = (message: WorkerMessage): void => {
          if (message.type === 'progress') {
            onBytes(message.bytes);
            return;
          }
          finish();
          if (message.type === 'done') {
            onBytes(message.bytes);
            resolve(message.answer);
          } else reject(toError(message));
        };
        const onError = (error: Error): void => {
          finish();
          workers.delete(thread);
          reject(error);
        };
        const onExit = (code: number): void => onError(new Error(`a hashing thread ended with code ${code}`));
        worker.on('message', onMessage).on('error', onError).on('exit', onExit);
        worker.postMessage(task);
      });
    },
    setStopped: isStopped => void Atomics.store(stop, 0, isStopped ? 1 : 0),
    close: async () => {
      const all = [...workers.values()];
      workers.clear();
      await Promise.all(all.map(worker => worker.terminate()));
    },
  };
}

function toError(message: WorkerMessage & { type: 'file-trouble' | 'interrupted' | 'bug' }): Error {
  if (message.type === 'interrupted') return new FailureError({ code: 'interrupted' });
  if (message.type === 'bug') return new Error(`in a hashing thread: ${message.message}`);
  return new FileTrouble(message.code, message.path, message.action, undefined);
}
