import { chmodSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../adapters/is-alive.ts';
import { Rig } from '../rig/rig.ts';
import { needStrace } from '../rig/strace.ts';
import { CTRL_C, left, play, type Played, type Stage, type Step } from '../rig/terminal.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));
/** Hashing that many zeros takes any machine two seconds or more; a sparse file takes no disk. */
const SLOW_BYTES = 1.5 * 1024 ** 3;
/** A progress line as it is drawn over the one before. */
const PROGRESS = /\r\x1b\[2K(hashing|storing) {2}[█░]+ \d+ % {2}/;

let rig: Rig;
beforeEach(async () => (rig = await Rig.create('dvc')));
afterEach(() => rig[Symbol.dispose]());

/** Says what it prints to. */
const ON_TERMINAL = 'test -t 1 && echo tty || echo pipe';

function programEnvironment(): Record<string, string> {
  return {
    HOME: join(rig.root, '..'),
    MLTRACK_SITE_CACHE_DIR: join(rig.root, '../memo'),
    NO_COLOR: '1',
  };
}

/** Plays the built program on a terminal. */
function mltrack(line: string, steps: readonly Step[], options: Partial<Stage> = {}): Promise<Played> {
  const stage = { cwd: rig.root, env: programEnvironment(), ...options };
  return play(steps, [process.execPath, bin, ...line.split(' ')], stage);
}

/** Names of files below the project that only stand for others until these are whole. */
function temporaries(): readonly string[] {
  return readdirSync(rig.root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tmp'));
}

function slowFile(path: string): void {
  rig.write({ [path]: '' });
  truncateSync(join(rig.root, path), SLOW_BYTES);
}

describe('a stage on a terminal', () => {
  it('can be debugged: what is typed reaches pdb, and what it went on to make is recorded', async () => {
    rig.write({
      'dvc.yaml':
        'stages:\n  train:\n    cmd: python3 train.py\n    deps: [train.py]\n    outs: [model.txt]\n',
      'train.py': 'x = 41\nbreakpoint()\nopen("model.txt", "w").write(str(x))\n',
    });
    const steps: Step[] = [['(Pdb) ', 'p x + 1\n'], ['42', 'x = 7\n'], ['(Pdb) ', 'c\n'], left(0)];
    const played = await mltrack('repro', steps);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(rig.read('model.txt')).toBe('7');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it.each(['repro', 'repro --keep-output'])('has one in `%s`, and what it shows is kept', async line => {
    rig.write({ 'dvc.yaml': `stages:\n  a:\n    cmd: ${ON_TERMINAL}; ls -d --color=auto .\n` });
    expect((await mltrack(line, [['tty\r\n', ''], left(0)])).unmet).toEqual([]);
    expect((await rig.mltrack('log a')).stdout).toMatch(/^tty\n\x1b\[0m\x1b\[01;34m\.\x1b\[0m\n$/);
  });

  it('has that of the person if that is wanted, and what it prints is not kept', async () => {
    rig.write({ 'dvc.yaml': `stages:\n  a:\n    cmd: ${ON_TERMINAL}\n` });
    expect((await mltrack('repro --no-keep-output', [['tty\r\n', ''], left(0)])).unmet).toEqual([]);
    expect((await rig.mltrack('log a')).stdout).toMatch(
      / on terminal\n\nIt printed to the terminal itself, where it is not kept: `repro --keep-output`/,
    );
  });

  it('has none where no `script` makes one, and what it prints is to be kept', async () => {
    rig.write({
      'dvc.yaml': `stages:\n  a:\n    cmd: ${ON_TERMINAL}\n`,
      'bin/script': '#!/bin/sh\nexit 1\n',
    });
    chmodSync(join(rig.root, 'bin/script'), 0o755);
    const path = `PATH=${join(rig.root, 'bin')}:${process.env['PATH']}`;
    const run = (line: string): Promise<Played> =>
      play([left(0)], ['/usr/bin/env', path, process.execPath, bin, ...line.split(' ')], {
        cwd: rig.root,
        env: programEnvironment(),
      });
    expect((await run('repro')).screen).toContain('\ntty\n');
    expect((await rig.mltrack('log a')).stdout).toContain('on terminal');
    expect((await run('repro --keep-output')).screen).toContain('\npipe\n');
    expect((await rig.mltrack('log a')).stdout).toBe('pipe\n');
  });

  it('is kept as one log of all its lines, with what the run used', async () => {
    rig.write({
      'dvc.yaml':
        'stages:\n  a:\n    cmd:\n    - echo one\n    - python3 -c "sum(range(3000000))"\n    - seq 30000\n    - echo three\n',
    });
    expect((await mltrack('repro', [left(0)])).unmet).toEqual([]);
    const { stdout } = await rig.mltrack('log a');
    expect(stdout.slice(0, 8)).toBe('one\n1\n2\n');
    expect(stdout).toMatch(/\n30000\nthree\n$/);
    const [, cpu = '0', peak = '0'] =
      /"cpu_seconds": ([\d.]+),\s+"peak_bytes": (\d+)/.exec((await rig.mltrack('log a --json')).stdout) ?? [];
    expect(Number(cpu)).toBeGreaterThan(0);
    expect(Number(peak)).toBeGreaterThan(0);
  });

  it('that outlives a killed run is found by the next one, and ended', async () => {
    rig.write({ 'dvc.yaml': 'stages:\n  a:\n    cmd: echo started; sleep 0.5; kill -9 $PPID; sleep 300\n' });
    expect(
      await mltrack('repro', [
        ['started\r\n', ''],
        ['left 137', { settled: 5 }],
      ]),
    ).toMatchObject({
      unmet: [],
      settingsKept: true,
    });
    rig.write({ 'dvc.yaml': 'stages:\n  a:\n    cmd: echo again\n' });
    const next = await rig.mltrack('repro --end-left-over');
    expect(next.stderr).toMatch(
      /a command of a run that was killed is still running \(PID \d+, 'a': echo started;.*\): it is ended\./,
    );
    expect(next.code).toBe(0);
  });

  it('is ended by its timeout, with those that do not listen to the terminal', async () => {
    rig.write({
      'dvc.yaml':
        "stages:\n  a:\n    cmd: stty -echo; (trap '' HUP; exec sleep 300) & echo helper $!; sleep 300\n    meta: {mltrack: {timeout: 1s}}\n",
    });
    const played = await mltrack('repro', [['helper', ''], left(255)]);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(isAlive(Number(/helper (\d+)/.exec(played.screen)?.[1]))).toBe(false);
    expect((await rig.mltrack('log a')).stdout).toMatch(/^helper \d+\n$/);
  });

  it('counts once what was restored', async () => {
    rig.write({
      'dvc.yaml': 'stages:\n  a: {cmd: echo 1 > a, outs: [a]}\n  b: {cmd: cp a b, deps: [a], outs: [b]}\n',
    });
    await rig.mltrack('repro');
    rmSync(join(rig.root, 'b'));
    const { screen } = await mltrack('repro', [['1 restored, 1 unchanged', ''], left(0)]);
    expect(screen).not.toContain('ran');
    expect(screen.match(/b {2}/g)).toHaveLength(1);
  });

  it('runs again after an edit with --watch, until Ctrl-C', async () => {
    rig.write({
      'dvc.yaml': 'stages:\n  a:\n    cmd: cat raw.txt > out.txt\n    deps: [raw.txt]\n    outs: [out.txt]\n',
      'raw.txt': 'one\n',
    });
    const watching = 'watching 3 files; edit one or press Ctrl-C';
    const playing = mltrack('repro --watch', [[watching, ''], ['1 ran', ''], [watching, CTRL_C], left(0)]);
    while (!rig.has('dvc.lock')) await pause(20);
    await pause(300);
    rig.write({ 'raw.txt': 'two\n' });
    expect(await playing).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(rig.read('out.txt')).toBe('two\n');
  });

  it('can be typed to and interrupted with --trace as well', async context => {
    needStrace(context);
    rig.write({
      'dvc.yaml': 'stages:\n  a:\n    cmd: read x; echo "got $x"; cat raw.txt; sleep 60\n',
      'raw.txt': 'raw\n',
    });
    const steps: Step[] = [['> read x', 'typed\n'], ['got typed', ''], ['raw\r\n', CTRL_C], left(252)];
    expect(await mltrack('repro --trace', steps)).toMatchObject({ unmet: [], settingsKept: true });
  });

  it('ends by Ctrl-C with all it has started, and the next repro is right', async () => {
    const train = (body: string): string => `${HELPER}open('model.txt', 'w').write('half')\n${body}\n`;
    rig.write({
      'dvc.yaml': [
        'stages:',
        '  prepare:\n    cmd: cp raw.txt clean.txt\n    deps: [raw.txt]\n    outs: [clean.txt]',
        '  train:\n    cmd: python3 train.py\n    deps: [clean.txt, train.py]\n    outs: [model.txt]\n',
      ].join('\n'),
      'raw.txt': 'one\n',
      'train.py': "open('model.txt', 'w').write(open('clean.txt').read())\n",
    });
    expect((await rig.mltrack('repro')).code).toBe(0);
    const lock = rig.read('dvc.lock');
    const ignore = rig.read('.gitignore');

    rig.write({ 'train.py': train('time.sleep(300)') });
    const played = await mltrack('repro', [['running', CTRL_C], left(252)]);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('ERROR: interrupted by the user\n');
    const helper = Number(/helper (\d+)/.exec(played.screen)?.[1]);
    expect(helper).toBeGreaterThan(1);
    expect(isAlive(helper)).toBe(false);
    expect([rig.read('dvc.lock'), rig.read('.gitignore'), temporaries()]).toEqual([lock, ignore, []]);

    rig.write({ 'train.py': "open('model.txt', 'w').write(open('clean.txt').read() + 'two')\n" });
    const next = await rig.mltrack('repro');
    expect(next.stdout).toContain("Stage 'prepare' didn't change, skipping\nRunning stage 'train':\n");
    expect(rig.read('model.txt')).toBe('one\ntwo');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });
});

/** Starts a process that does not listen to Ctrl-C, and tells its number. */
const HELPER = `import subprocess, sys, time
helper = subprocess.Popen([sys.executable, '-c', 'import signal,time;signal.signal(2,1);time.sleep(300)'])
print('helper', helper.pid, 'running', flush=True)
`;

describe('work that takes longer than a second', () => {
  const LINES: readonly (readonly [line: string, prepare: () => void])[] = [
    [
      'repro',
      () => {
        slowFile('raw/zeros');
        rig.write({ 'dvc.yaml': 'stages:\n  s:\n    cmd: echo 1 > out\n    deps: [raw]\n    outs: [out]\n' });
      },
    ],
    [
      'add --no-commit raw',
      () => {
        slowFile('raw/zeros');
        rig.write({ 'raw/small': 'x' });
      },
    ],
  ];

  it.each(LINES)('shows in `%s` how far it is, on a terminal', async (line, prepare) => {
    prepare();
    const played = await mltrack(line, [left(0)]);
    expect(played.unmet).toEqual([]);
    expect(played.screen).toMatch(PROGRESS);
    expect(played.screen).toMatch(/ of 1\.5 GiB/);
    // The last of them has been taken away, so that nothing of it stands between the lines that stay.
    expect(played.screen.slice(played.screen.lastIndexOf('hashing'))).toMatch(/^[^\n]*\r\x1b\[2K/);
  });

  it.each(LINES)('shows nothing of it in `%s` when stderr is no terminal', async (line, prepare) => {
    prepare();
    const played = await mltrack(line, [left(0)], { redirect: '2>../errors' });
    expect([played.unmet, rig.read('../errors')]).toEqual([[], '']);
    expect(played.screen).not.toMatch(/hashing|storing/);
  });

  it('shows it on stderr alone, when stdout is no terminal', async () => {
    LINES[0]![1]();
    const played = await mltrack('repro', [left(0)], { redirect: '>../printed' });
    expect(played.screen).toMatch(PROGRESS);
    expect(rig.read('../printed')).toContain("Running stage 's':\n> echo 1 > out\n");
    expect(rig.read('../printed')).not.toMatch(/hashing|\x1b/);
  });

  it.each(LINES)('ends in `%s` at the first Ctrl-C, and nothing has changed', async (line, prepare) => {
    prepare();
    const played = await mltrack(line, [['hashing', CTRL_C], left(252)]);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain('\r\x1b[2KERROR: interrupted by the user\n');
    for (const path of ['dvc.lock', 'out', 'raw.dvc', '.gitignore', '.dvc/cache'])
      expect(rig.has(path), path).toBe(false);
    expect(temporaries()).toEqual([]);
  });
});

describe('a question on a terminal', () => {
  it.each([
    ['y\n', 0, 'Removed 1 objects from repo cache.'],
    ['n\n', 1, '1 object, 3 B'],
    ['\x04', 1, '1 object, 3 B'],
    [CTRL_C, 252, 'interrupted by the user'],
  ])('takes %j for an answer', async (typed, code, shown) => {
    rig.write({ '.dvc/cache/files/md5/ab/cd': 'old' });
    const played = await mltrack('gc -w', [['proceed? [y/n]: ', typed], left(code)]);
    expect(played).toMatchObject({ unmet: [], settingsKept: true, foreground: true });
    expect(played.screen).toContain(shown);
    expect(rig.has('.dvc/cache/files/md5/ab/cd')).toBe(code !== 0);
  });
});
