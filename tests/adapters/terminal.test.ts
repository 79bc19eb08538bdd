import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, CTRL_Z, left, play, type Played, type Step } from '../rig/terminal.ts';
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

describe.each([
  ['of the person', 'never'],
  ['of its own, as what it prints is kept', 'as-possible'],
])('a command on a terminal %s', (_, keeps) => {
  const playLine = (steps: readonly Step[], line: string, cwd: string): Promise<Played> =>
    play(steps, [process.execPath, program, keeps, line], { cwd });

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

  it('tells of a signal that ended it, and of an exit code that looks like one', async () => {
    const cwd = folder();
    const [killed, left137] = await Promise.all([
      playLine([END], 'kill -9 $$', cwd),
      playLine([END], 'exit 137', cwd),
    ]);
    expect(killed.screen).toContain('finished SIGKILL interrupted 0');
    expect(left137.screen).toContain('finished 137 interrupted 0');
  });

  it('is told what keys mean that a program wants for itself', async () => {
    const line = `python3 -c "import os,tty; tty.setraw(0); print('raw', flush=True); print(os.read(0, 9), end='\\r\\n')"`;
    const played = await playLine([['raw', CTRL_C], END], line, folder());
    expect(played.screen).toContain("b'\\x03'");
    expect(played).toMatchObject({ unmet: [], settingsKept: true });
    expect(played.screen).toContain('finished 0 interrupted 0');
  });

  it('knows how large it is, and that it has become larger', async () => {
    const cwd = folder();
    write(cwd, {
      'size.py':
        'import os, time\nwhile True:\n    print(*os.get_terminal_size(), flush=True)\n    time.sleep(0.05)\n',
    });
    const steps: Step[] = [['80 24', { size: [50, 132] }], ['132 50', CTRL_C], ['finished', ''], END];
    expect(await playLine(steps, 'python3 size.py', cwd)).toMatchObject({ unmet: [], settingsKept: true });
  });

  it('is stopped by Ctrl-Z with the program that runs it, and goes on in the foreground', async () => {
    const cwd = folder();
    const run = `${process.execPath} ${program} ${keeps} 'echo started; read x; echo got $x'`;
    const steps: Step[] = [
      ['$ ', `${run}\n`],
      ['started', CTRL_Z],
      ['Stopped', null],
      ['$ ', 'fg\n'],
      ['fg', ''],
      ['echo started', 'typed\n'],
      ['got typed', ''],
      ['finished 0', ''],
      ['$ ', 'exit\n'],
      END,
    ];
    const played = await play(steps, ['env', 'PS1=$ ', 'bash', '--norc', '--noediting', '-i'], { cwd });
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
  });

  it('has all that it started ended with it when the program is asked to end, and the terminal is as it was', async () => {
    const cwd = folder();
    const line = `python3 -c "import signal,time; signal.signal(1, 1); print('deaf', flush=True); time.sleep(300)" & echo $! > helper; stty -echo; sleep 0.5; kill -TERM $PPID; sleep 300`;
    const played = await playLine([END], line, cwd);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('interrupted 1');
    expect(isAlive(Number(readFileSync(`${cwd}/helper`, 'utf8')))).toBe(false);
  });

  it('leaves what is no terminal as it is', async () => {
    const cwd = folder();
    const line = 'for n in 0 1 2; do test -t $n && echo $n tty || echo $n other; done; echo error >&2';
    const run = [process.execPath, program, keeps, line];
    const played = await play([END], run, { cwd, redirect: '2>errors </dev/null' });
    expect(played.screen).toContain('0 other\n1 tty\n2 other\n');
    expect(readFileSync(`${cwd}/errors`, 'utf8')).toBe('error\n');
  });
});

describe('what a command prints on a terminal of its own', () => {
  const playKept = (steps: readonly Step[], line: string, cwd: string, path?: string): Promise<Played> => {
    const env = path === undefined ? [] : ['/usr/bin/env', `PATH=${path}`];
    return play(steps, [...env, process.execPath, program, 'as-possible', line], { cwd });
  };

  it('is seen as it comes, and kept with plain line ends', async () => {
    const cwd = folder();
    const line = String.raw`printf '10 %%\r'; printf '\033[31mred\033[0m\n'; test -t 0 && test -t 1 && test -t 2 && echo tty`;
    const played = await playKept([['10 %\r', ''], END], line, cwd);
    expect(played.screen).toContain('10 %\r\x1b[31mred\x1b[0m\ntty\n');
    expect(readFileSync(`${cwd}/copy`, 'utf8')).toBe('10 %\r\x1b[31mred\x1b[0m\ntty\n');
  });

  it('comes from a command with the environment that it has on the terminal of the person', async () => {
    const cwd = folder();
    await playKept([END], 'env | sort > on-its-own', cwd);
    await play([END], [process.execPath, program, 'never', 'env | sort > on-mine'], { cwd });
    expect(readFileSync(`${cwd}/on-its-own`, 'utf8')).toBe(readFileSync(`${cwd}/on-mine`, 'utf8'));
  });

  it('may come from something that is left running in the background, and lives on', async () => {
    const cwd = folder();
    await playKept([END], 'sleep 20 & echo $! > helper', cwd);
    await pause(300);
    const helper = Number(readFileSync(`${cwd}/helper`, 'utf8'));
    expect(isAlive(helper)).toBe(true);
    process.kill(helper);
  });

  it('is all there, however much it is', async () => {
    const cwd = folder();
    const played = await playKept([END], 'seq 200000', cwd);
    expect(played.unmet).toEqual([]);
    const numbers = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('');
    expect(readFileSync(`${cwd}/copy`, 'utf8') === numbers).toBe(true);
  });

  it('does not hold what was typed unseen', async () => {
    const cwd = folder();
    const line = 'printf "password: "; stty -echo; read x; stty echo; echo; echo ${#x} characters';
    const played = await playKept([['password: ', 'secret\n'], ['6 characters', ''], END], line, cwd);
    expect(played).toMatchObject({ unmet: [], settingsKept: true });
    expect(played.screen).not.toContain('secret');
    expect(readFileSync(`${cwd}/copy`, 'utf8')).toBe('password: \n6 characters\n');
  });

  it('is not kept where there is no `script`, or another one', async () => {
    const cwd = folder();
    const line = 'test -t 1 && echo tty';
    expect((await playKept([['tty', ''], END], line, cwd, '/nowhere')).unmet).toEqual([]);
    write(cwd, { 'bin/script': '#!/bin/sh\necho usage >&2\nexit 1\n' });
    chmodSync(`${cwd}/bin/script`, 0o755);
    expect((await playKept([['tty', ''], END], line, cwd, `${cwd}/bin:/usr/bin`)).unmet).toEqual([]);
    expect(existsSync(`${cwd}/copy`)).toBe(false);
  });

  it('goes on being seen and kept in the background, where nothing is typed to it', async () => {
    const cwd = folder();
    const run = `${process.execPath} ${program} as-possible 'echo started; sleep 2; echo over'`;
    const steps: Step[] = [
      ['$ ', `${run}\n`],
      ['started\r\n', CTRL_Z],
      ['Stopped', ''],
      ['$ ', 'bg\n'],
      ['$ ', 'echo typed to $PS1\n'],
      ['typed to $', ''],
      ['finished 0', 'exit\n'],
      END,
    ];
    const played = await play(steps, ['env', 'PS1=$ ', 'bash', '--norc', '--noediting', '-i'], { cwd });
    expect(played).toMatchObject({ unmet: [], settingsKept: true });
    expect(readFileSync(`${cwd}/copy`, 'utf8')).toBe('started\n^Zover\n');
  });

  it('leaves a terminal as it was when the program is killed', async () => {
    const cwd = folder();
    const steps: Step[] = [
      ['started', ''],
      ['left 137', { settled: 5 }],
    ];
    const played = await playKept(steps, 'echo started; sleep 0.5; kill -9 $PPID', cwd);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
  });

  it('goes on being seen, and the terminal is as it was, when somebody ends `script`', async () => {
    const cwd = folder();
    const line = 'trap "" HUP; pkill -9 -P $PPID -x script; sleep 0.5; exit 3';
    const played = await playKept([END], line, cwd);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('finished 3 interrupted 0');
  });
});
