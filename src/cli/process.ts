import type { SignalSource } from '../adapters/signals.ts';

/** The process as the program sees it; tests pass one of their own. */
export interface ProcessLike {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  /** The name that it was called by. */
  readonly program: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputLike;
  readonly stderr: OutputLike;
  /** Commands inherit the streams; otherwise what they print is passed to `stdout` and `stderr`. */
  readonly inheritStreams: boolean;
  readonly onSignal: SignalSource;
  /** What a person types as answer to a question; undefined where nobody can. */
  readonly answer?: (question: string) => Promise<string | undefined>;
  /** Absolute path of the installed package: where `templates/` lies. */
  readonly installDirectory: string;
  readonly version: string;
}

export interface OutputLike {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  write(text: string | Uint8Array): void;
}
