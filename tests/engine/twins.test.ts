import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const BOTH = (one: string, other: string): string =>
  `WARNING: '${one}' and '${other}' are one file on Windows and macOS, where this cannot be checked out.\n`;

/** Runs a command; its warnings of twins. */
async function warnings(rig: Rig, command: string): Promise<string> {
  const { code, stderr } = await rig.mltrack(command);
  expect(code, stderr).toBe(0);
  return stderr
    .split('\n')
    .filter(line => line.includes('are one file'))
    .map(line => `${line}\n`)
    .join('');
}

describe('names that differ only in case or in the form of accents', () => {
  it('are told of when a folder that holds them is recorded, and not again while it is as it was', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'd/A.txt': '1', 'd/a.txt': '2', 'd/b.txt': '3' });
    expect(await warnings(rig, 'add d')).toBe(BOTH('d/A.txt', 'd/a.txt'));
    expect(await warnings(rig, 'commit -f')).toBe('');
    rig.write({ 'd/b.txt': '4' });
    expect(await warnings(rig, 'commit -f')).toBe(BOTH('d/A.txt', 'd/a.txt'));
    rmSync(join(rig.root, 'd/a.txt'));
    expect(await warnings(rig, 'add d')).toBe('');
    rig.write({ 'd/B.txt': '5' });
    expect(await warnings(rig, 'add d/B.txt')).toBe(BOTH('d/b.txt', 'd/B.txt'));
  });

  it('are told of when they are outputs, once', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'caf\u00e9': '1', 'cafe\u0301': '2' });
    expect(await warnings(rig, 'add caf\u00e9 cafe\u0301')).toBe(BOTH('caf\u00e9', 'cafe\u0301'));
    expect(await warnings(rig, 'add caf\u00e9')).toBe('');
    rig.write({
      'dvc.yaml':
        'stages:\n  s:\n    cmd: echo 1 > X\n    outs: [X]\n  t:\n    cmd: echo 2 > x\n    outs: [x]\n',
    });
    expect(await warnings(rig, 'repro')).toBe(BOTH('X', 'x'));
    expect(await warnings(rig, 'repro -f')).toBe('');
  });

  it('are refused where the file system takes them for one', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ A: '1', a: '2' });
    // As a file system shows it that does not heed case.
    symlinkSync('.dvc', join(rig.root, '.DVC'));
    const { code, stderr } = await rig.mltrack('add A a');
    expect(code).toBe(1);
    expect(stderr).toContain("'A' and 'a' are one file on this file system.");
    expect([rig.has('A.dvc'), rig.has('a.dvc')]).toEqual([false, false]);
  });
});
