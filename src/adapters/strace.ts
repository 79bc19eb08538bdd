import { spawnSync } from 'node:child_process';
import { createReadStream, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ShellTrace, TracingTrouble } from '../ports/shell.ts';
import { errnoOf } from './errno.ts';
import type { Environment, ShellCommand } from './shell-command.ts';
import { StraceLog, TRACED_CALLS } from './strace-log.ts';

/**
 * Of all processes that a command starts, the calls that succeed, with paths for numbers of files. The kernel lets
 * all other calls pass by themselves, so that a command loses little time.
 */
const FLAGS = [
  ...['-f', '-y', '-z', '-qqq', '--seccomp-bpf', '-e', 'signal=none'],
  ...['-e', `trace=${TRACED_CALLS}`],
];

/** Why commands cannot be traced here, if they cannot. */
export function tracingTrouble(env: Environment): TracingTrouble | undefined {
  if (process.platform !== 'linux') return { kind: 'platform' };
  const tried = spawnSync('strace', [...FLAGS, '-o', '/dev/null', '--', '/bin/sh', '-c', ':'], {
    env,
    encoding: 'utf8',
  });
  if (errnoOf(tried.error) === 'ENOENT') return { kind: 'missing' };
  if (tried.error === undefined && tried.status === 0) return undefined;
  const [message = ''] = (tried.error?.message ?? tried.stderr).split('\n');
  return { kind: 'refused', message };
}

/** strace writes to a file of its own, and the command has all streams for itself. */
export function traced({ program, args }: ShellCommand, { log }: ShellTrace): ShellCommand {
  return { program: 'strace', args: [...FLAGS, '-o', log, '--', program, ...args] };
}

/** Tells what has been traced, and removes the log. */
export async function tellTraced({ log, onAccess }: ShellTrace, folder: string): Promise<void> {
  const reader = new StraceLog(folder, onAccess);
  try {
    for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) reader.line(line);
  } catch (error) {
    // Ended before it began to write.
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  reader.end();
  rmSync(log, { force: true });
}
