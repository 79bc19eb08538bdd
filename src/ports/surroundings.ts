/** What people or programs tell this process while it runs. */
export interface Input {
  /** Asks the person at the terminal for a line; undefined where nobody is there, or who is there leaves. */
  ask(question: string): Promise<string | undefined>;
  /** The lines of standard input, without their ends. */
  lines(): AsyncIterable<string>;
}

/** Tells that something has happened in folders; what it was, whoever waits has to look up. */
export interface Watch {
  /**
   * Watches exactly these folders from now on, each without what lies in its sub-folders. A missing one is left out.
   *
   * @returns whether a folder is new among them: what happened in it before this call goes unnoticed.
   */
  folders(paths: ReadonlySet<string>): boolean;
  /**
   * Waits until something happens, at most so long; what has happened since the last call counts. `stop` as soon as the
   * user wants an end.
   */
  next(withinMs?: number): Promise<'event' | 'quiet' | 'stop'>;
  close(): void;
}

/** Milliseconds since the epoch, and a steady clock for durations. */
export interface Clock {
  now(): number;
  steady(): number;
  /** A time as ISO 8601 in UTC, to the second: `2026-01-31T12:00:00Z`. */
  iso(epochMs: number): string;
  /** When a day (`2026-1-31`) begins here, in milliseconds since the epoch; undefined for what is no day. */
  startOfDay(day: string): number | undefined;
  /** A moment as people here read it: `2026-01-31 08:05`. */
  text(time: number): string;
}

/** What the platform is, for `doctor`. */
export interface Machine {
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  readonly nodeVersion: string;
  /** Path of the running Node. */
  readonly node: string;
  readonly cores: number;
  readonly pid: number;
  readonly user: string;
  readonly homeDirectory: string;
  readonly installDirectory: string;
  fileSystemOf(path: string): string | undefined;
}
