import { FailureError } from '../model/failure.ts';
import type { Command, Stage } from '../model/stage.ts';
import type { Keeping, ShellExit, ShellOutput, ShellTrace } from '../ports/shell.ts';
import { OutputLines } from './output-lines.ts';
import type { Project } from './project.ts';
import { recordCommand } from './running-commands.ts';

/** The lines that run one after the other, each in a shell of its own. */
export function commandLines(command: Command): readonly string[] {
  if (typeof command !== 'string') return command;
  // Python's splitlines(): an end of line at the very end opens no further line.
  const lines = command.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export interface RunOptions {
  /** Stages run side by side: what they print is told by events, line by line, and they get no stdin. */
  readonly sideBySide: boolean;
  /** Ends the command. */
  readonly abort: AbortSignal;
  /** Variables of this run alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets a copy of what it prints. */
  readonly copy: ShellOutput;
  /** Looks what the command lines do with files. */
  readonly trace?: ShellTrace | undefined;
  readonly keeps?: Keeping;
  /** Told how each command line ended. */
  readonly onExit: (exit: ShellExit) => void;
}

/**
 * Runs a stage's command lines until one fails.
 *
 * @throws FailureError `command-failed` with the exit code (128 + n for signal n is the shell's own affair, DVC shows
 *         the negative signal), `command-timeout`, `interrupted` when the user ended it, `stage-ended` when `abort` did.
 */
export async function runCommand(
  project: Project,
  stage: Stage,
  command: Command,
  { sideBySide, abort, env: extra, copy, keeps = 'as-possible', trace, onExit }: RunOptions,
): Promise<void> {
  const { context } = project;
  const address = project.labels.stage(stage);
  const env = { ...stageEnvironment(project, address), ...extra };
  const startedAt = context.clock.steady();
  const { timeoutMs } = stage.execution ?? {};
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(Math.ceil(timeoutMs));
  const lines = sideBySide ? new OutputLines(said => context.emit({ ...said, stage: address })) : undefined;
  for (const line of commandLines(command)) {
    context.emit({
      type: 'command-started',
      stage: address,
      command: line,
      ...(sideBySide ? { sideBySide } : {}),
    });
    let forget = (): void => undefined;
    const exit = await context.shell.run(line, {
      onStart: pid => (forget = recordCommand(project, address, line, pid)),
      cwd: project.absolute(stage.workdir),
      env,
      copy,
      keeps,
      abort: timeout === undefined ? abort : AbortSignal.any([abort, timeout]),
      ...(lines === undefined ? {} : { output: lines.output }),
      ...(trace === undefined ? {} : { trace }),
    });
    forget();
    lines?.end();
    onExit(exit);
    if (context.cancelled.aborted) throw new FailureError({ code: 'interrupted' });
    if (abort.aborted) throw new FailureError({ code: 'stage-ended', stage: address });
    if (timeout?.aborted === true && timeoutMs !== undefined)
      throw new FailureError({
        code: 'command-timeout',
        command: line,
        timeoutMs,
        goneAfterMs: context.clock.steady() - startedAt,
        killed: exit.signal === 'SIGKILL',
      });
    if (exit.code !== 0) {
      throw new FailureError({
        code: 'command-failed',
        command: line,
        exit: exit.code ?? -(exit.signalNumber ?? 1),
      });
    }
  }
}

function stageEnvironment({ context, layout, root }: Project, address: string): Record<string, string> {
  const env: Record<string, string> = {};
  // A stage that calls the tool for another project must still see the outer root, as under DVC.
  for (const name of layout.rootVariables) if (context.env[name] === undefined) env[name] = root;
  for (const name of layout.stageVariables) env[name] = address;
  return env;
}
