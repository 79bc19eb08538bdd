import type { ShellOutput } from '../ports/shell.ts';
import type { InputStream } from './input.ts';
import type { Environment } from './shell-command.ts';
import type { SignalSource } from './signals.ts';

export interface ShellSetup {
  /** The environment that commands start from; `SHELL` in it chooses the shell. */
  readonly env: Environment;
  /** Where commands print when nobody says otherwise. */
  readonly output: ShellOutput;
  /** Commands have the streams of this process, the terminal included; otherwise no stdin. */
  readonly inheritsStreams: boolean;
  /** The stdin of this process, asked for where a person may type. */
  readonly stdin: () => InputStream;
  /** Is what is inherited a terminal? */
  readonly isTerminal: () => boolean;
  readonly onSignal: SignalSource;
  /** Told before `run` resolves when a signal to us, and not the command itself, has ended the command. */
  readonly onInterrupted: () => void;
  /** Stops this process as Ctrl-Z would, returning when it is continued. */
  readonly suspend?: () => void;
}
