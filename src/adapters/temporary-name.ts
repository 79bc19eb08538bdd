import { randomBytes } from 'node:crypto';

/** Drawn once and when first needed, as drawing for every file would show in the time of a large batch. */
let mark: string | undefined;
let count = 0;

/**
 * A fresh name beside a file that is about to be written. The shape is the one that DVC gives its own temporary
 * files in a cache, so that its garbage collection takes away what a power cut left behind.
 */
export function temporaryName(folder: string): string {
  mark ??= randomBytes(12).toString('hex');
  count += 1;
  return `${folder}/.${mark}${count.toString(36)}.tmp`;
}
