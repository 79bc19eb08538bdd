import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const driver = fileURLToPath(new URL('drivers/terminal.py', import.meta.url));

/** What to wait for on the screen and what to type then, or to do; null only looks at the terminal's state. */
export type Step = readonly [shown: string, typed: string | Deed | null];

/** Looks as null does, once the settings are what they were, at the latest then; or changes the terminal's size. */
type Deed = { readonly settled: number } | { readonly size: readonly [rows: number, columns: number] };

export const CTRL_C = '\x03';
export const CTRL_Z = '\x1a';

/** The last step, that a program has left with this exit code. */
export function left(code: number): Step {
  return [`left ${code}`, null];
}

export interface Played {
  readonly screen: string;
  readonly status: number;
  /** Steps that never came. */
  readonly unmet: readonly unknown[];
  /** Were the terminal's settings and its foreground group at the null step what they had been at first? */
  readonly settingsKept: boolean;
  readonly foreground: boolean;
}

export interface Stage {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Of bash, added behind the program: `2>errors`. */
  readonly redirect?: string;
}

/** Runs a program in a terminal of its own (80 columns) in which a person types. */
export function play(steps: readonly Step[], program: readonly string[], stage: Stage): Promise<Played> {
  // As a user's own shell would, the outer one stays and shows how the program has left the terminal.
  const line = `trap : INT; "$@" ${stage.redirect ?? ''}; echo "left $?"; read _`;
  const outer = ['/bin/sh', '-c', line, 'sh', ...program];
  const child = spawn('python3', [driver, JSON.stringify(steps), ...outer], {
    cwd: stage.cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm', SHELL: '/bin/sh', ...stage.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', chunk => (printed += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(JSON.parse(printed) as Played));
  });
}
