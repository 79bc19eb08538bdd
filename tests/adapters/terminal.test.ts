import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, left, play, type Played, type Step } from '../rig/terminal.ts';
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

const END = left(0);

function playLine(steps: readonly Step[], line: string, cwd: string): Promise<Played> {
  return play(steps, [process.execPath, program, line], { cwd });
}

describe('a command on a terminal', () => {
  it('reads what is typed', async () => {
    const played = await playLine(
      [['name? ', 'Ada\n'], END],
      `python3 -c "print('hello', input('name? '))"`,
      folder(),
    );
    expect(played.screen).toContain('hello Ada\n');
    expect(played).toMatchObject({ status: 0, unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('finished 0 interrupted 0');
  });

  it('reads a secret with the echo off', async () => {
    const line = `python3 -c "import getpass; print(getpass.getpass('key? ')[::-1])"`;
    const played = await playLine([['key? ', 'terces\n'], END], line, folder());
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
    const played = await playLine(steps, 'exec python3 train.py', cwd);
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
    const played = await playLine([['running', CTRL_C], END], 'python3 train.py', cwd);
    expect(played.screen).toMatch(/finished (SIGINT|130) interrupted 1/);
    expect(played).toMatchObject({ status: 0, unmet: [], settingsKept: true, foreground: true });
    const helper = Number(/helper (\d+)/.exec(played.screen)?.[1]);
    expect(helper).toBeGreaterThan(1);
    expect(isAlive(helper)).toBe(false);
  });
});
