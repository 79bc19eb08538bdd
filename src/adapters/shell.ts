import { setMaxListeners } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { FileTrouble } from '../ports/files.ts';
import type { Shell, ShellExit, ShellOptions } from '../ports/shell.ts';
import { errnoOf } from './errno.ts';
import { endGroup, signalGroup } from './process-group.ts';
import type { PseudoTerminal } from './pseudo-terminal.ts';
import { shellCommand, type ShellCommand } from './shell-command.ts';
import type { ShellSetup } from './shell-setup.ts';
import { streamsOf, terminalOf, type Streams } from './shell-streams.ts';
import { suspendThisProcess, type Signal } from './signals.ts';
import { watchUsage } from './usage.ts';

/** A command that was asked to end may take this long to clean up, then it is killed. */
const GRACE_MS = 10_000;
/** In a test, output of what the command left running in the background is not waited for. */
const DRAIN_MS = 200;

export interface ClosableShell extends Shell {
  /** Ends what would outlive this program. */
  close(): void;
}

/**
 * Runs command lines, each in a session and process group of its own, so that all of it can be ended, and so that
 * a Ctrl-C of the terminal reaches this process alone, which passes it on.
 *
 * The terminal stays readable for the command: a terminal refuses only background groups of its own session, and
 * the command is in another one. The price: `/dev/tty` cannot be opened there, so a program that asks for a
 * password past its stdin finds no terminal; and a background process that starts a session of its own escapes.
 * All of that holds for the pseudo-terminal that commands have where what they print is kept, too: it only holds the
 * far end, and does not start them.
 */
export function createShell(setup: ShellSetup): ClosableShell {
  const terminal = terminalOf(setup);
  return {
    run: async (line, options) => {
      const { trace } = options;
      const streams = await streamsOf(options, setup, terminal.get);
      if (trace === undefined) return run(line, options, setup, streams);
      const { tellTraced, traced } = await import('./strace.ts');
      const exit = await run(line, options, setup, streams, command => traced(command, trace));
      await tellTraced(trace, options.cwd);
      return exit;
    },
    tracingTrouble: async () => (await import('./strace.ts')).tracingTrouble(setup.env),
    close: terminal.close,
  };
}

/** @param wrap starts the shell by way of another program. */
async function run(
  line: string,
  options: ShellOptions,
  setup: ShellSetup,
  streams: Streams,
  wrap = (command: ShellCommand): ShellCommand => command,
): Promise<ShellExit> {
  const { terminal, take } = streams;
  if (take !== undefined) await terminal?.begin(take);
  try {
    return await runOn(streams, line, options, setup, wrap);
  } finally {
    await terminal?.end();
  }
}

async function runOn(
  streams: Streams,
  line: string,
  options: ShellOptions,
  setup: ShellSetup,
  wrap: (command: ShellCommand) => ShellCommand,
): Promise<ShellExit> {
  const child = start(line, options, setup, streams, wrap);
  const group = child.pid;
  const forwarding = group === undefined ? undefined : forwardSignals(group, setup, streams.terminal);
  const ending = group === undefined ? undefined : endOnAbort(group, options.abort);
  const watched = group === undefined ? undefined : watchUsage(group);
  let exit: ShellExit;
  try {
    const end = exitOf(child);
    if (group !== undefined) options.onStart?.(group);
    exit = await end;
  } catch (error) {
    throw existsSync(options.cwd)
      ? new FileTrouble(errnoOf(error) ?? 'EIO', child.spawnfile, 'starting', error)
      : new FileTrouble('ENOENT', options.cwd, 'running a command in', error);
  } finally {
    forwarding?.stop();
    ending?.();
  }
  if (group !== undefined && options.abort?.aborted === true) await endGroup(group);
  if (group !== undefined && forwarding?.hasEnded(exit) === true) {
    await endGroup(group);
    setup.onInterrupted();
  }
  const usage = watched?.end();
  return {
    ...exit,
    ...(usage === undefined ? {} : { usage }),
    // Without a copy nobody has asked.
    ...(streams.isSeen || options.copy === undefined ? {} : { onTerminal: true }),
  };
}

function start(
  line: string,
  options: ShellOptions,
  setup: ShellSetup,
  { stdio, output }: Streams,
  wrap: (command: ShellCommand) => ShellCommand,
): ChildProcess {
  const isWindows = process.platform === 'win32';
  const { program, args } = isWindows ? { program: line, args: [] } : wrap(shellCommand(line, setup.env));
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...setup.env, ...options.env },
    shell: isWindows,
    detached: !isWindows,
    stdio: [...stdio],
  });
  if (output !== undefined) {
    child.stdout?.on('data', output.stdout);
    child.stderr?.on('data', output.stderr);
  }
  return child;
}

/** The end of the shell itself: what it left running in the background may go on, as after a command by hand. */
function exitOf(child: ChildProcess): Promise<ShellExit> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const exit: ShellExit = {
        code: code ?? undefined,
        signal: signal ?? undefined,
        ...(signal === null ? {} : { signalNumber: os.constants.signals[signal] }),
      };
      if (child.stdout === null && child.stderr === null) {
        resolve(exit);
        return;
      }
      const drained = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, DRAIN_MS);
      child.on('close', () => {
        clearTimeout(drained);
        resolve(exit);
      });
    });
  });
}

/** @returns stops waiting for it. */
function endOnAbort(group: number, abort: AbortSignal | undefined): () => void {
  let deadline: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(group, 'SIGTERM');
    deadline = setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_MS);
  };
  if (abort?.aborted === true) end();
  else if (abort !== undefined) {
    // As many as there are jobs is no leak.
    setMaxListeners(0, abort);
    abort.addEventListener('abort', end, { once: true });
  }
  return () => {
    abort?.removeEventListener('abort', end);
    clearTimeout(deadline);
  };
}

interface Forwarding {
  stop(): void;
  /** Did a signal to us end the command, so that nothing after it may run? */
  hasEnded(exit: ShellExit): boolean;
}

function forwardSignals(
  group: number,
  { onSignal, suspend = suspendThisProcess }: ShellSetup,
  terminal: PseudoTerminal | undefined,
): Forwarding {
  let interrupts = 0;
  let endings = 0;
  let deadline: NodeJS.Timeout | undefined;

  const pause = (): void => {
    suspend();
    signalGroup(group, 'SIGCONT');
  };

  const forward = (signal: Signal): void => {
    switch (signal) {
      case 'SIGINT':
        interrupts += 1;
        // The first is the command's to handle (a debugger goes on); whoever insists wants it gone.
        signalGroup(group, interrupts === 1 ? 'SIGINT' : interrupts === 2 ? 'SIGTERM' : 'SIGKILL');
        return;
      case 'SIGTERM':
      case 'SIGHUP':
        endings += 1;
        signalGroup(group, signal);
        deadline ??= setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_MS);
        return;
      case 'SIGTSTP':
        // A group outside our session ignores Ctrl-Z's own signal.
        signalGroup(group, 'SIGSTOP');
        if (terminal === undefined) pause();
        else void terminal.pauseFor(pause);
    }
  };
  const unsubscribe = onSignal(forward);
  if (terminal !== undefined) terminal.onResize = () => signalGroup(group, 'SIGWINCH');

  return {
    stop: () => {
      unsubscribe();
      clearTimeout(deadline);
    },
    // Whoever asked this process to end means it, however well the command took it. An interrupt that the command
    // survived, in the end with success, was between the user and the command.
    hasEnded: exit => endings > 0 || (interrupts > 0 && exit.code !== 0),
  };
}
