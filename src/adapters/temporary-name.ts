import { randomBytes } from 'node:crypto';

/** Drawn once, since drawing for every file would show in the time of a large batch. */
const mark = randomBytes(12).toString('hex');
let count = 0;

/**
 * A fresh name beside a file that is about to be written. The shape is the one that DVC gives its own temporary
 * files in a cache, so that its garbage collection takes away what a power cut left behind.
 */
export function temporaryName(folder: string): string {
  count += 1;
  return `${folder}/.${mark}${count.toString(36)}.tmp`;
}
