import type { Context } from '../ports/context.ts';

/** Lets people see how far work on many files is. */
export async function showing<T>(
  context: Context,
  task: string,
  total: number,
  work: (onProgress: (files: number) => void) => Promise<T>,
): Promise<T> {
  try {
    return await work(done => context.emit({ type: 'progress', task, done, total, unit: 'files' }));
  } finally {
    context.emit({ type: 'progress-ended' });
  }
}
