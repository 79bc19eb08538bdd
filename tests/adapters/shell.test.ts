import { chmodSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createShell } from '../../src/adapters/shell.ts';
import { shellCommand } from '../../src/adapters/shell-command.ts';
import type { Signal } from '../../src/adapters/signals.ts';
import type { ShellOptions } from '../../src/ports/shell.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import { isAlive } from './is-alive.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const PATH = process.env['PATH'];

/** A shell whose signals come from the test. */
function rig(env: Readonly<Record<string, string | undefined>> = { PATH }) {
  const listeners = new Set<(signal: Signal) => void>();
  const seen = { stdout: '', stderr: '', interrupted: 0, suspended: 0 };
  const shell = createShell({
    env,
    inheritsStreams: false,
    isTerminal: () => false,
    stdin: () => process.stdin,
    output: {
      stdout: chunk => (seen.stdout += String(chunk)),
      stderr: chunk => (seen.stderr += String(chunk)),
    },
    onSignal: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onInterrupted: () => (seen.interrupted += 1),
    suspend: () => (seen.suspended += 1),
  });
  return {
    seen,
    listeners,
    run: async (
      line: string,
      cwd: string,
      added: Readonly<Record<string, string>> = {},
      more: Partial<ShellOptions> = {},
    ) => {
      const { usage: _usage, ...exit } = await shell.run(line, { cwd, env: added, ...more });
      return exit;
    },
    usageOf: async (line: string, cwd: string) => (await shell.run(line, { cwd, env: {} })).usage,
    send: (signal: Signal) => {
      for (const listener of listeners) listener(signal);
    },
    printed: async (text: string) => {
      while (!seen.stdout.includes(text)) await pause(10);
    },
  };
}

/** A script that prints what it is told to and lives on after its first interrupt. */
const survivor = `
  process.on('SIGINT', () => { console.log('interrupted'); setTimeout(() => process.exit(0), 50); });
  setInterval(() => undefined, 1000);
  console.log('ready');
`;
/** Hears everything and ends for nothing. */
const stubborn = `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => console.log(signal));
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

describe('running a command line', () => {
  it('tells the exit code', async () => {
    const { run } = rig();
    expect(await run('true', folder())).toEqual({ code: 0, signal: undefined });
    expect(await run('exit 7', folder())).toEqual({ code: 7, signal: undefined });
    expect(await run('no-such-program-here', folder())).toEqual({ code: 127, signal: undefined });
  });

  it('tells the signal that ended the shell, without taking it for an interrupt', async () => {
    const { run, seen } = rig();
    expect(await run('kill -KILL $$', folder())).toEqual({
      code: undefined,
      signal: 'SIGKILL',
      signalNumber: 9,
    });
    expect(seen.interrupted).toBe(0);
  });

  it('runs in the given folder with the added variables on top of the process’s', async () => {
    const cwd = folder();
    const { run, seen } = rig({ PATH, KEPT: 'kept', CHANGED: 'old' });
    await run('pwd; echo "$KEPT $CHANGED $DVC_STAGE"; echo oops >&2', cwd, {
      CHANGED: 'new',
      DVC_STAGE: 'train',
    });
    expect(seen.stdout).toBe(`${cwd}\nkept new train\n`);
    expect(seen.stderr).toBe('oops\n');
  });

  it('gives the command a process group of its own', async () => {
    const { run, seen } = rig();
    await run('echo $$; ps -o pgid= -p $$', folder());
    const [pid, group] = seen.stdout.split('\n').map(text => text.trim());
    expect(group).toBe(pid);
  });

  it('does not wait for what the command left in the background, and leaves it alone', async () => {
    const { run, seen } = rig();
    expect(await run('sleep 30 & echo $!', folder())).toEqual({ code: 0, signal: undefined });
    const pid = Number(seen.stdout);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('throws when the folder or the shell does not exist', async () => {
    const missing = `${folder()}/missing`;
    await expect(rig().run('true', missing)).rejects.toMatchObject({ code: 'ENOENT', path: missing });
    const failing = rig({ PATH, SHELL: '/no/such/shell' });
    await expect(failing.run('true', folder())).rejects.toBeInstanceOf(FileTrouble);
    expect(failing.listeners.size).toBe(0);
  });
});

describe('choosing the shell', () => {
  it('takes the user’s own and keeps it from reading start-up files', () => {
    expect(shellCommand('x y', {})).toEqual({ program: '/bin/sh', args: ['-c', 'x y'] });
    expect(shellCommand('x', { SHELL: '' }).program).toBe('/bin/sh');
    expect(shellCommand('x', { SHELL: '/usr/bin/bash' }).args).toEqual(['--noprofile', '--norc', '-c', 'x']);
    expect(shellCommand('x', { SHELL: '/opt/zsh' })).toEqual({
      program: '/opt/zsh',
      args: ['--no-rcs', '-c', 'x'],
    });
  });

  it('asks a fish for its version first', () => {
    const old = `${folder()}/fish`;
    write(old.slice(0, -5), { fish: '#!/bin/sh\necho "fish, version 3.2.1"\n' });
    const fresh = `${folder()}/fish`;
    write(fresh.slice(0, -5), { fish: '#!/bin/sh\necho "fish, version 3.6.0"\n' });
    for (const path of [old, fresh]) chmodSync(path, 0o755);
    expect(shellCommand('x', { SHELL: old }).args).toEqual(['-c', 'x']);
    expect(shellCommand('x', { SHELL: fresh }).args).toEqual(['--no-config', '-c', 'x']);
  });
});

describe('an interrupt', () => {
  it('ends the command and its grandchildren, and is told before the answer', async () => {
    const { run, send, printed, seen } = rig();
    const running = run('sleep 300 & echo "child $!"; echo ready; sleep 300', folder());
    await printed('ready');
    const started = performance.now();
    send('SIGINT');
    const exit = await running;
    expect(exit.code === 0).toBe(false);
    expect(seen.interrupted).toBe(1);
    const child = Number(/child (\d+)/.exec(seen.stdout)?.[1]);
    expect(child).toBeGreaterThan(1);
    expect(isAlive(child)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it('ends a grandchild that does not listen to it', async () => {
    const { run, send, printed, seen } = rig();
    const cwd = folder();
    write(cwd, {
      'stubborn.mjs': stubborn.replace("console.log('ready')", "console.log('ready ' + process.pid)"),
    });
    const running = run(`"${process.execPath}" stubborn.mjs & sleep 300`, cwd);
    await printed('ready');
    const started = performance.now();
    send('SIGINT');
    await running;
    expect(isAlive(Number(/ready (\d+)/.exec(seen.stdout)?.[1]))).toBe(false);
    expect(performance.now() - started).toBeLessThan(6_000);
  });

  it('leaves the decision to the command: one that goes on to success was not interrupted', async () => {
    const { run, send, printed, seen, listeners } = rig();
    const cwd = folder();
    write(cwd, { 'survivor.mjs': survivor });
    const running = run(`exec "${process.execPath}" survivor.mjs`, cwd);
    await printed('ready');
    send('SIGINT');
    expect(await running).toEqual({ code: 0, signal: undefined });
    expect(seen).toMatchObject({ stdout: 'ready\ninterrupted\n', interrupted: 0 });
    expect(listeners.size).toBe(0);
  });

  it('grows stronger when it is repeated', async () => {
    const { run, send, printed, seen } = rig();
    const cwd = folder();
    write(cwd, { 'stubborn.mjs': stubborn });
    const running = run(`exec "${process.execPath}" stubborn.mjs`, cwd);
    await printed('ready');
    send('SIGINT');
    await printed('SIGINT');
    send('SIGINT');
    await printed('SIGTERM');
    send('SIGINT');
    expect(await running).toEqual({ code: undefined, signal: 'SIGKILL', signalNumber: 9 });
    expect(seen).toMatchObject({ stdout: 'ready\nSIGINT\nSIGTERM\n', interrupted: 1 });
  });

  it('counts anew for the next command', async () => {
    const { run, send, printed, seen } = rig();
    const cwd = folder();
    write(cwd, { 'survivor.mjs': survivor });
    for (const round of [1, 2]) {
      seen.stdout = '';
      const running = run(`exec "${process.execPath}" survivor.mjs`, cwd);
      await printed('ready');
      send('SIGINT');
      expect((await running).code, `round ${round}`).toBe(0);
    }
  });
});

describe('other signals', () => {
  it('passes SIGTERM on and takes it for an end even when the command does not', async () => {
    const { run, send, printed, seen } = rig();
    const running = run('trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done', folder());
    await printed('ready');
    send('SIGTERM');
    expect(await running).toEqual({ code: 0, signal: undefined });
    expect(seen).toMatchObject({ stdout: 'ready\nbye\n', interrupted: 1 });
  });

  it('passes the hang-up of the terminal on', async () => {
    const { run, send, printed, seen } = rig();
    const running = run('echo ready; exec sleep 300', folder());
    await printed('ready');
    send('SIGHUP');
    expect(await running).toEqual({ code: undefined, signal: 'SIGHUP', signalNumber: 1 });
    expect(seen.interrupted).toBe(1);
  });

  it('stops the command with Ctrl-Z and continues it with us', async () => {
    const { run, send, printed, seen } = rig();
    const running = run('echo ready; sleep 0.3; echo done', folder());
    await printed('ready');
    send('SIGTSTP');
    expect(seen.suspended).toBe(1);
    expect(await running).toEqual({ code: 0, signal: undefined });
    expect(seen.stdout).toBe('ready\ndone\n');
  });
});

describe('what a command prints', () => {
  it('goes where the caller wants it, with a copy', async () => {
    const { run, seen } = rig();
    const printed = { out: '', copy: '' };
    const take = (key: 'out' | 'copy') => (chunk: Uint8Array) => (printed[key] += String(chunk));
    const output = { stdout: take('out'), stderr: take('out') };
    const copy = { stdout: take('copy'), stderr: take('copy') };
    await run('echo one; cat', folder(), {}, { output, copy });
    expect([printed, seen.stdout]).toEqual([{ out: 'one\n', copy: 'one\n' }, '']);
    await run('echo two', folder(), {}, { copy });
    expect([printed.copy, seen.stdout]).toEqual(['one\ntwo\n', 'two\n']);
  });
});

describe('a command that is not to go on', () => {
  it('is ended with all it has started', async () => {
    const { run, seen, printed } = rig();
    const abort = new AbortController();
    const running = run('sleep 300 & echo $!; wait', folder(), {}, { abort: abort.signal });
    await printed('\n');
    abort.abort();
    expect(await running).toEqual({ code: undefined, signal: 'SIGTERM', signalNumber: 15 });
    expect(isAlive(Number(seen.stdout))).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('what a command used', () => {
  it('is told: its CPU time, and the memory of all its processes', async () => {
    const { usageOf } = rig();
    const busy = `node -e 'const a = Buffer.alloc(2e8, 1); const t = Date.now(); while (Date.now() - t < 400);'`;
    const usage = await usageOf(`${busy}; true`, folder());
    expect(usage?.cpuMs).toBeGreaterThan(200);
    expect(usage?.peakBytes).toBeGreaterThan(2e8);
  });
});
