import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { runProgram } from '../rig/program.ts';
import { OF_DATA } from '../faults/scenarios.ts';
import { stateOf, temporaryFiles, wrongObjects } from '../faults/state.ts';
import { Trial } from '../faults/trial.ts';
import { Rig } from '../rig/rig.ts';

const MIB = 1024 * 1024;
const layout = LAYOUTS.dvc;

it('dvc issue #10413: a disk that is full during add costs no file, and the next add is right', async () => {
  const [add] = OF_DATA;
  using trial = await Trial.prepare(add!);
  const wrong: string[] = [];
  for (let at = 1; at <= trial.calls; at += Math.ceil(trial.calls / 12))
    wrong.push(...(await trial.run({ kind: 'ENOSPC', at })));
  expect(wrong).toEqual([]);
});

/** A file system of so much room, at a folder, for as long as this lives. Undefined where only root may have one. */
function smallDisk(folder: string, mebibytes: number): (Disposable & { grow(to: number): void }) | undefined {
  const mount = (options: string): void => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  };
  try {
    mount(`size=${mebibytes}m`);
  } catch {
    return undefined;
  }
  return {
    grow: to => mount(`remount,size=${to}m`),
    [Symbol.dispose]: () => execFileSync('umount', ['-l', folder]),
  };
}

function skipTelling(context: TestContext, why: string): never {
  process.stderr.write(`'${context.task.name}' is not tested: ${why}\n`);
  return context.skip(why);
}

/** Data of which the cache is to have a copy, a file and a folder with one as large. */
function writeMuch(rig: Rig, size: number): Record<string, string> {
  const files = {
    'big.bin': Buffer.alloc(size, 'big data '),
    'images/a.png': Buffer.from('A'),
    'images/big.png': Buffer.alloc(size, 'a picture '),
  };
  rig.write(files);
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, md5(bytes)]));
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

function hashes(rig: Rig, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map(path => [path, md5(Buffer.from(rig.read(path)))]));
}

/** Adding failed: what was there is there, nothing is recorded, and nothing half done is left. */
function expectNothingLost(rig: Rig, files: Record<string, string>): void {
  expect(hashes(rig, Object.keys(files))).toEqual(files);
  expect([rig.has('big.bin.dvc'), rig.has('images.dvc'), rig.has('.gitignore')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(wrongObjects(rig.root, stateOf(rig.root, layout, false))).toEqual([]);
  expect(temporaryFiles(rig.root)).toEqual([]);
}

async function expectAdded(rig: Rig, files: Record<string, string>): Promise<void> {
  const { code, output } = await runProgram(rig, 'add big.bin images');
  expect(code, output).toBe(0);
  expect(hashes(rig, Object.keys(files))).toEqual(files);
  for (const digest of Object.values(files))
    expect(existsSync(join(rig.root, `.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`))).toBe(
      true,
    );
  expect(wrongObjects(rig.root, stateOf(rig.root, layout, false))).toEqual([]);
  expect((await runProgram(rig, 'status')).output).toContain('up to date');
}

describe.skipIf(process.platform === 'win32')('dvc issue #10413, by the built program', () => {
  it('a real disk that is full during add costs no file, and with more room the next add is right', async context => {
    using rig = await Rig.create();
    using disk = process.platform === 'linux' ? smallDisk(rig.root, 5) : undefined;
    if (disk === undefined) skipTelling(context, 'only root on Linux can make a small disk (tmpfs)');
    rig.git('init', '-q', '-b', 'main');
    await rig.mltrack('init --dvc -q');
    const files = writeMuch(rig, 2 * MIB);
    const { code, output } = await runProgram(rig, 'add big.bin images');
    expect(code, output).toBe(1);
    expect(output).toContain('no space left on the disk (ENOSPC)');
    expectNothingLost(rig, files);
    disk.grow(16);
    await expectAdded(rig, files);
  });

  it('a file that may not grow so large costs no file either, and without the limit the next add is right', async () => {
    using rig = await Rig.create('dvc');
    const files = writeMuch(rig, 2 * MIB);
    const tracer = ['bash', '-c', 'ulimit -f 1024 && exec "$@"', '--'];
    const { code, output } = await runProgram(rig, 'add big.bin images', { tracer });
    expect(code, output).toBe(1);
    expect(output).toContain('larger than a file may be here (EFBIG)');
    expectNothingLost(rig, files);
    await expectAdded(rig, files);
  });
});
