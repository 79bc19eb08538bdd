/**
 * The program of one hashing thread, a bundle entry of its own: it answers tasks until the main thread ends it.
 */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { FileTrouble } from '../ports/files.ts';
import { useTemporaryPrefix } from './temporary-name.ts';
import { createTaskRunner, type HashAnswer, type HashTask } from './hash-task.ts';

export type WorkerMessage =
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'done'; readonly answer: HashAnswer; readonly bytes: number }
  | { readonly type: 'file-trouble'; readonly code: string; readonly path: string; readonly action: string }
  | { readonly type: 'interrupted' }
  | { readonly type: 'bug'; readonly message: string };

/** Set to 1 by the main thread when the task in hand is not wanted any more. */
export type StopFlag = Int32Array;

/** What a thread is started with. */
export interface ThreadSetup {
  readonly stop: StopFlag;
  /** Of the names of the temporary files of this process. */
  readonly temporaryPrefix: string;
}

class Interrupted extends Error {}

/** Often enough for a progress line on one huge file, seldom enough to cost nothing. */
const PROGRESS_BYTES = 64 * 1024 * 1024;

const runTask = createTaskRunner();
const { stop, temporaryPrefix } = workerData as ThreadSetup;
useTemporaryPrefix(temporaryPrefix, threadId);

parentPort?.on('message', (task: HashTask) => parentPort?.postMessage(answerTo(task)));

function answerTo(task: HashTask): WorkerMessage {
  let bytes = 0;
  const onBytes = (more: number): void => {
    if (Atomics.load(stop, 0) === 1) throw new Interrupted();
    bytes += more;
    if (bytes < PROGRESS_BYTES) return;
    tell({ type: 'progress', bytes });
    bytes = 0;
  };
  try {
    return { type: 'done', answer: runTask(task, onBytes), bytes };
  } catch (error) {
    // Errors lose their class on the way between threads.
    if (error instanceof FileTrouble)
      return { type: 'file-trouble', code: error.code, path: error.path, action: error.action };
    if (error instanceof Interrupted) return { type: 'interrupted' };
    return { type: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
