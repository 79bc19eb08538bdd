import { isatty } from 'node:tty';
import type { ShellOptions, ShellOutput } from '../ports/shell.ts';
import type { PseudoTerminal } from './pseudo-terminal.ts';
import type { ShellSetup } from './shell-setup.ts';

/** Where a command reads and prints. */
export interface Streams {
  readonly stdio: readonly [Stdio, Stdio, Stdio];
  /** Takes what comes by pipes. */
  readonly output?: ShellOutput;
  /** It is among `stdio`. */
  readonly terminal?: PseudoTerminal;
  /** Takes what is printed on that. */
  readonly take?: (chunk: Uint8Array) => void;
  /** Does all that is printed come by here? */
  readonly isSeen: boolean;
}

type Stdio = 'inherit' | 'ignore' | 'pipe' | number;

const INHERITED: Streams = { stdio: ['inherit', 'inherit', 'inherit'], isSeen: false };

/** @param terminal the one for commands, where there can be one. */
export async function streamsOf(
  { output, copy, keeps = 'as-possible' }: ShellOptions,
  setup: ShellSetup,
  terminal: () => Promise<PseudoTerminal | undefined>,
): Promise<Streams> {
  if (output !== undefined) return piped('ignore', withCopy(output, copy));
  if (!setup.inheritsStreams) return piped('ignore', withCopy(setup.output, copy));
  if (copy === undefined) return INHERITED;
  const through = piped('inherit', withCopy(setup.output, copy));
  if (!setup.isTerminal()) return through;
  const opened = keeps === 'never' ? undefined : await terminal();
  if (opened !== undefined) return onTerminal(opened, through, copy);
  return keeps === 'always' ? through : INHERITED;
}

/** What is no terminal of this process's stays what it is. */
function onTerminal(terminal: PseudoTerminal, through: Streams, copy: ShellOutput): Streams {
  const [stdin, stdout, stderr] = through.stdio.map((other, descriptor) =>
    isatty(descriptor) ? terminal.descriptor : other,
  );
  return {
    ...through,
    stdio: [stdin ?? 'ignore', stdout ?? 'pipe', stderr ?? 'pipe'],
    terminal,
    take: withPlainLineEnds(copy.stdout),
  };
}

function piped(stdin: Stdio, output: ShellOutput): Streams {
  return { stdio: [stdin, 'pipe', 'pipe'], output, isSeen: true };
}

function withCopy(output: ShellOutput, copy: ShellOutput | undefined): ShellOutput {
  if (copy === undefined) return output;
  return {
    stdout: chunk => {
      output.stdout(chunk);
      copy.stdout(chunk);
    },
    stderr: chunk => {
      output.stderr(chunk);
      copy.stderr(chunk);
    },
  };
}

/** A terminal makes `\r\n` of each `\n`. What ends in the midst of one waits for the rest. */
function withPlainLineEnds(take: (chunk: Uint8Array) => void): (chunk: Uint8Array) => void {
  let open = '';
  return chunk => {
    const text = open + Buffer.from(chunk).toString('latin1');
    open = /\r+$/.exec(text)?.[0] ?? '';
    const plain = text.slice(0, text.length - open.length).replaceAll(/\r+\n/g, '\n');
    if (plain !== '') take(Buffer.from(plain, 'latin1'));
  };
}

/** The terminal for the commands of this process, made when the first of them wants one. */
export function terminalOf(setup: ShellSetup): {
  readonly get: () => Promise<PseudoTerminal | undefined>;
  readonly close: () => void;
} {
  let opened: PseudoTerminal | undefined;
  let isRefused = false;
  return {
    get: async () => {
      if (opened?.isGone === true) {
        opened.close();
        opened = undefined;
      }
      if (opened !== undefined || isRefused) return opened;
      const descriptor = isatty(1) ? 1 : isatty(2) ? 2 : undefined;
      if (descriptor === undefined) return undefined;
      const { PseudoTerminal } = await import('./pseudo-terminal.ts');
      if (!PseudoTerminal.mayOpen()) return undefined;
      opened = await PseudoTerminal.open({
        env: setup.env,
        stdin: isatty(0) ? setup.stdin : undefined,
        descriptor: isatty(0) ? 0 : descriptor,
        show: descriptor === 1 ? setup.output.stdout : setup.output.stderr,
      });
      isRefused = opened === undefined;
      return opened;
    },
    close: () => opened?.close(),
  };
}
