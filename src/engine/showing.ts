import type { Context } from '../ports/context.ts';

/** Files of more bytes than this on average are big enough for people to wait for their bytes. */
const COUNTED_IN_BYTES = 1024 * 1024;

/** How much there is to be done. Without `bytes` it is not known how big the files are. */
export interface Amount {
  readonly files: number;
  readonly bytes?: number;
}

/** Lets people see how far work on many files, or on big ones, is. */
export async function showing<T>(
  context: Context,
  task: string,
  { files, bytes = 0 }: Amount,
  work: (onProgress: (files: number, bytes: number) => void) => Promise<T>,
): Promise<T> {
  const inBytes = bytes > files * COUNTED_IN_BYTES;
  try {
    return await work((filesDone, bytesDone) =>
      context.emit({
        type: 'progress',
        task,
        ...(inBytes
          ? { done: bytesDone, total: bytes, unit: 'bytes' }
          : { done: filesDone, total: files, unit: 'files' }),
      }),
    );
  } finally {
    context.emit({ type: 'progress-ended' });
  }
}
