import { spawn, spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
import { main } from '../../src/cli/main.ts';
import { Rig } from '../rig/rig.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

let rig: Rig;
beforeEach(async () => (rig = await Rig.create('dvc')));
afterEach(() => rig[Symbol.dispose]());

describe('an error that nobody has foreseen', () => {
  it('is called a bug of ours, with its place and without secrets', async () => {
    let printed = '';
    const code = await main({
      ...rig.process(['root']),
      stdout: {
        isTerminal: false,
        columns: 80,
        write: () => {
          throw new Error('cannot ask https://me:geheim@example.com/');
        },
      },
      stderr: { isTerminal: false, columns: 80, write: text => (printed += String(text)) },
    });
    expect(code).toBe(70);
    expect(printed).toContain('unexpected error in mltrack 0.0.0-test, which is a bug of ours');
    expect(printed).toMatch(/cannot ask https:[^]*\n +at .*main\.test\.ts/);
    expect(printed).not.toContain('geheim');
  });
});

describe('a current folder that has been removed', () => {
  it('is told, with what to do, and `--version` does not mind', () => {
    const run = (word: string): SpawnSyncReturns<string> =>
      spawnSync('/bin/sh', ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, bin, word], {
        cwd: mkdtempSync(join(rig.root, 'gone-')),
        encoding: 'utf8',
      });
    const { status, stdout, stderr } = run('status');
    expect([status, stdout]).toEqual([255, '']);
    expect(stderr).toMatch(/^ERROR: the current folder has been removed\.\nhint: .*`cd \.`.*\n$/);
    expect(run('--version').status).toBe(0);
  });
});

// Which files another process has open is seen in /proc alone.
describe.runIf(process.platform === 'linux')('Ctrl-C while nothing runs and nothing is hashed', () => {
  it('ends with the code of an interrupt, at once, and changes nothing', async () => {
    rig.write({ 'raw.txt': 'one\n' });
    const lock = join(rig.root, '.dvc/tmp/lock');
    const held = await createLocks().acquire(lock, false);
    const child = spawn(process.execPath, [bin, 'add', 'raw.txt'], {
      cwd: rig.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.on('data', chunk => (printed += String(chunk)));
    child.stderr.on('data', chunk => (printed += String(chunk)));
    const closed = once(child, 'close');
    while (!openFiles(child.pid ?? 0).includes(lock)) await pause(10);
    child.kill('SIGINT');
    expect(await closed).toEqual([252, null]);
    expect(printed).toMatch(/^(?:Waiting for the lock .*\n)?ERROR: interrupted by the user\n$/);
    expect([rig.has('raw.txt.dvc'), rig.has('.gitignore')]).toEqual([false, false]);
    held?.release();
  });
});

describe('a project that another process works on', () => {
  it('is waited for a while, and then not changed; its holder is named', async () => {
    rig.write({ 'raw.txt': 'one\n' });
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const refused = await rig.mltrack('add raw.txt');
    held?.release();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Waiting for the lock of the project, which PID \d+: .* holds\n/);
    expect(refused.stderr).toContain(`It is held by PID ${process.pid}: `);
    expect(rig.has('raw.txt.dvc')).toBe(false);
  });

  it('is waited for as long as it takes with --wait-for-lock', async () => {
    rig.write({ 'raw.txt': 'one\n' });
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const added = rig.mltrack('--wait-for-lock add raw.txt');
    await pause(4_000);
    held?.release();
    expect((await added).code).toBe(0);
    expect(rig.has('raw.txt.dvc')).toBe(true);
  });

  it('can be looked at meanwhile', async () => {
    rig.write({ 'dvc.yaml': 'stages:\n  a: {cmd: echo > a, outs: [a]}\n' });
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    for (const line of [
      'status',
      'why',
      'dag',
      'stage list',
      'metrics show',
      'params diff',
      'data status',
      'diff',
    ])
      expect((await rig.mltrack(line)).stderr, line).not.toContain('Waiting');
    held?.release();
  });
});

function openFiles(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap(name => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return []; // Closed meanwhile.
    }
  });
}
