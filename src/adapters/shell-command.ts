import { spawnSync } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A program and its arguments. */
export interface ShellCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The shell that runs a stage's command line: the user's own, told to read none of their start-up files, since
 * those change from machine to machine.
 */
export function shellCommand(line: string, env: Environment): ShellCommand {
  const program = env['SHELL'] === undefined || env['SHELL'] === '' ? '/bin/sh' : env['SHELL'];
  return { program, args: [...quietFlags(program), '-c', line] };
}

function quietFlags(program: string): readonly string[] {
  switch (program.slice(program.lastIndexOf('/') + 1).toLowerCase()) {
    case 'bash':
      return ['--noprofile', '--norc'];
    case 'zsh':
      return ['--no-rcs'];
    case 'fish':
      return knowsNoConfig(program) ? ['--no-config'] : [];
    default:
      return [];
  }
}

const fishes = new Map<string, boolean>();

/** Fish has the flag since 3.3, and an older one refuses it. */
function knowsNoConfig(program: string): boolean {
  const known = fishes.get(program);
  if (known !== undefined) return known;
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const answer = Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 3);
  fishes.set(program, answer);
  return answer;
}
