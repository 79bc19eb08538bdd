/** Drawn once and when first needed, as drawing for every file would show in the time of a large batch. */
let mark: string | undefined;
/** Keeps the names of threads apart, which have the mark of their process. */
let thread = '';
let count = 0;

/**
 * A fresh name beside a file that is about to be written. The shape is the one that DVC gives its own temporary
 * files in a cache, so that its garbage collection takes away what a power cut left behind.
 */
export function temporaryName(folder: string): string {
  count += 1;
  return `${folder}/${temporaryPrefix()}${thread}${count.toString(36)}.tmp`;
}

/** What all such names of this process begin with. */
export function temporaryPrefix(): string {
  mark ??= randomHalf() + randomHalf();
  return `.${mark}`;
}

/** As a name that is taken is never written over, chance will do: to set up `crypto` takes 2 ms. */
function randomHalf(): string {
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
}

/** To be called in a thread, with the prefix of the process. */
export function useTemporaryPrefix(prefix: string, threadId: number): void {
  mark = prefix.slice(1);
  thread = `-${threadId}-`;
}
