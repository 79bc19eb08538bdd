export interface ShellExit {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The number of that signal on this platform. */
  readonly signalNumber?: number;
  /** What the command and all it started used, where the system tells. */
  readonly usage?: Usage;
  /** It printed to the person's own terminal, where nobody else could take a copy. */
  readonly onTerminal?: boolean;
}

export interface Usage {
  /** CPU time of all processes together, milliseconds. */
  readonly cpuMs: number;
  /** The most memory that they held together, bytes, as far as it was looked at. */
  readonly peakBytes?: number;
}

/** What a command did with a file. Paths are absolute; `real` is one without links, where it differs. */
export type FileAccess =
  | { readonly kind: 'read' | 'write'; readonly path: string; readonly real?: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string };

/** Why it cannot be seen what commands do with files: strace is for Linux, is not there, or may not. */
export type TracingTrouble =
  | { readonly kind: 'platform' | 'missing' }
  | { readonly kind: 'refused'; readonly message: string };

export interface ShellTrace {
  /** A file for it to write to, absolute, gone again when the command has ended. */
  readonly log: string;
  /** Told when the command has ended, in the order in which things happened. */
  readonly onAccess: (access: FileAccess) => void;
}

export interface Shell {
  /**
   * Runs one command line in the user's shell, in a process group of its own, with the terminal's stdin. Signals to
   * this process are passed on to the group. Resolves when the shell is gone and, where a signal ended it, nothing of
   * its group is left.
   */
  run(line: string, options: ShellOptions): Promise<ShellExit>;
  /** Undefined where commands can be traced. */
  tracingTrouble(): Promise<TracingTrouble | undefined>;
}

/**
 * What becomes of the copy of what a command prints on a terminal. `as-possible`: it has one that stands between it and
 * the person's, where the system can make one; elsewhere there is no copy. `always`: there it prints through a pipe.
 * `never`: it has the person's own, and there is no copy.
 */
export type Keeping = 'as-possible' | 'always' | 'never';

export interface ShellOptions {
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes; it gets no stdin then. Absent: the streams of this process, stdin too. */
  readonly output?: ShellOutput;
  /** Gets a copy of what the command prints. */
  readonly copy?: ShellOutput;
  readonly keeps?: Keeping;
  /** Told the number of the process that leads the group. */
  readonly onStart?: (pid: number) => void;
  /** Ends the command and all it has started. */
  readonly abort?: AbortSignal;
  /** Looks what it does with files. It is waited for until all it has started has ended. */
  readonly trace?: ShellTrace;
}

/** Takes what a command prints, in pieces as they come. */
export interface ShellOutput {
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
}
