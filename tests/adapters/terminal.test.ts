import { spawn } from 'node:child_process';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from './is-alive.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const suiteFolder = temporaryFolders('suite');
const folder = temporaryFolders();
let program: string;

beforeAll(async () => {
  program = `${suiteFolder()}/run-a-line.mjs`;
  await build({
    entryPoints: [`${import.meta.dirname}/drivers/run-a-line.ts`],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

interface Played {
  readonly screen: string;
  readonly status: number;
  readonly unmet: readonly unknown[];
  readonly settingsKept: boolean;
  readonly foreground: boolean;
}

/** What to wait for on the screen and what to type then; null only looks at the terminal's state. */
type Step = readonly [shown: string, typed: string | null];

function play(steps: readonly Step[], line: string, cwd: string, shell: string): Promise<Played> {
  // As a user's own shell would, the outer one stays and shows how the program has left the terminal.
  const outer = ['/bin/sh', '-c', 'trap : INT; "$0" "$1" "$2"; echo "left $?"; read _'];
  const driver = `${import.meta.dirname}/drivers/terminal.py`;
  const args = [driver, JSON.stringify(steps), ...outer, process.execPath, program, line];
  const child = spawn('python3', args, {
    cwd,
    env: { PATH: process.env['PATH'], SHELL: shell, TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', chunk => (printed += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(JSON.parse(printed) as Played));
  });
}

const CTRL_C = '\x03';
const END: Step = ['left 0', null];

describe('a command on a terminal', () => {
  it('reads what is typed', async () => {
    const played = await play(
      [['name? ', 'Ada\n'], END],
      `python3 -c "print('hello', input('name? '))"`,
      folder(),
      '/bin/sh',
    );
    expect(played.screen).toContain('hello Ada\n');
    expect(played).toMatchObject({ status: 0, unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('finished 0 interrupted 0');
  });

  it('reads a secret with the echo off', async () => {
    const line = `python3 -c "import getpass; print(getpass.getpass('key? ')[::-1])"`;
    const played = await play([['key? ', 'terces\n'], END], line, folder(), '/bin/sh');
    expect(played.screen).toContain('secret\n');
    expect(played.screen).not.toContain('terces');
    expect(played).toMatchObject({ status: 0, unmet: [], settingsKept: true });
  });

  it('can be debugged: the debugger survives Ctrl-C and goes on', async () => {
    const cwd = folder();
    write(cwd, {
      'train.py': 'import time\nx = 41\nbreakpoint()\ntime.sleep(0.3)\nprint("trained", x + 1)\n',
    });
    const steps: Step[] = [['(Pdb) ', 'p x\n'], ['41', CTRL_C], ['(Pdb) ', 'c\n'], END];
    const played = await play(steps, 'exec python3 train.py', cwd, '/bin/sh');
    expect(played.unmet).toEqual([]);
    expect(played.screen).toContain('trained 42\n');
    expect(played.screen).toContain('finished 0 interrupted 0');
    expect(played.settingsKept).toBe(true);
  });

  it('is ended by Ctrl-C with all it has started, and leaves the terminal as it was', async () => {
    const cwd = folder();
    write(cwd, {
      'train.py': [
        'import subprocess, sys, termios, time',
        'helper = subprocess.Popen([sys.executable, "-c", "import signal,time;signal.signal(2,1);time.sleep(300)"])',
        'settings = termios.tcgetattr(0)',
        'settings[3] &= ~(termios.ECHO | termios.ICANON)',
        'termios.tcsetattr(0, termios.TCSANOW, settings)',
        'print("helper", helper.pid, "running", flush=True)',
        'time.sleep(300)',
      ].join('\n'),
    });
    const played = await play([['running', CTRL_C], END], 'python3 train.py', cwd, '/bin/sh');
    expect(played.screen).toMatch(/finished (SIGINT|130) interrupted 1/);
    expect(played).toMatchObject({ status: 0, unmet: [], settingsKept: true, foreground: true });
    const helper = Number(/helper (\d+)/.exec(played.screen)?.[1]);
    expect(helper).toBeGreaterThan(1);
    expect(isAlive(helper)).toBe(false);
  });
});
