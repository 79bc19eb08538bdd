import type { SignalSource } from '../adapters/signals.ts';
import type { InputStream } from '../adapters/input.ts';

/** How a process was called. */
export interface ProcessCall {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  /** The name that it was called by. */
  readonly program: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The process as the program sees it; tests pass one of their own. */
export interface ProcessLike extends ProcessCall {
  readonly stdout: OutputLike;
  readonly stderr: OutputLike;
  /** Asked for when something reads from it. */
  readonly stdin: () => InputStream;
  /** Commands inherit the streams; otherwise what they print is passed to `stdout` and `stderr`. */
  readonly inheritStreams: boolean;
  readonly onSignal: SignalSource;
  /** Absolute path of the installed package: where `templates/` lies. */
  readonly installDirectory: string;
  readonly version: string;
}

export interface OutputLike {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  write(text: string | Uint8Array): void;
}
