export interface DigestedFile {
  /** Lower-case hex. */
  readonly md5: string;
  readonly size: number;
}

/**
 * Hashes and stores many files at once, on every core where that pays. Answers keep the order of the questions. A long
 * batch is ended by a signal: FailureError `interrupted`.
 */
export interface Hasher {
  /** Says that a batch of at least so many files is to come, so that threads which are worth it can start meanwhile. */
  expect(files: number): void;
  /** Undefined for a file that vanished meanwhile. `legacy` folds CRLF as DVC 2 did. */
  hash(paths: readonly string[], options?: HashOptions): Promise<readonly (DigestedFile | undefined)[]>;
  /**
   * Puts a private copy of each file into the object folder under the md5 of the bytes that were copied,
   * read-only, by temporary name and rename. An object that is there already is left alone.
   */
  store(
    paths: readonly string[],
    objects: string,
    options?: HashOptions,
  ): Promise<readonly (DigestedFile | undefined)[]>;
  /**
   * Copies objects out to new files, checking the md5 of what was copied. A copy that does not match is removed
   * again and answered with false.
   */
  restore(jobs: readonly RestoreJob[], options?: HashOptions): Promise<readonly boolean[]>;
  close(): Promise<void>;
}

export interface HashOptions {
  readonly legacy?: boolean;
  /** Called now and then with the number of files and bytes finished so far. */
  readonly onProgress?: (files: number, bytes: number) => void;
}

export interface RestoreJob {
  readonly object: string;
  readonly md5: string;
  readonly to: string;
  /** Permission bits of the new file. */
  readonly mode: number;
}
