import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('commit in the layout of %s', name => {
  const { lockFile, dataSuffix } = LAYOUTS[name];

  it('stores what a run or add left out of the cache', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'raw.txt': 'new\n', data: '1' });
    await rig.mltrack('repro -q --no-commit');
    await rig.mltrack('add -q --no-commit data');
    expect((await rig.mltrack('status')).stdout).toContain('not in cache');
    expect(await rig.mltrack('commit')).toMatchObject({ code: 0, stdout: '' });
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('asks for --force where something changed, and changes nothing without', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'model.txt': 'by hand\n' });
    const lock = rig.read(lockFile);
    expect(await rig.mltrack('commit')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "ERROR: failed to commit - unable to commit changed stage: 'train'. Use `-f|--force` to force.\n",
    });
    expect(rig.read(lockFile)).toBe(lock);
    expect((await rig.mltrack('commit -f train')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect(rig.runs('train')).toBe(1);
  });

  it('minds only its targets, what they need with -d, only data with --data-only', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ data: '1' });
    await rig.mltrack('add -q data');
    rig.write({ data: '2', 'clean.txt': 'by hand\n' });
    expect((await rig.mltrack(`commit -f data${dataSuffix}`)).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).not.toContain(`data${dataSuffix}`);
    rig.write({ data: '3' });
    expect((await rig.mltrack('commit -f --data-only')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toContain('modified:           clean.txt');
    expect((await rig.mltrack('commit -f -d train')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('remembers with --force what was made by hand for these inputs, metrics of git included', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({
      'raw.txt': 'other\n',
      'clean.txt': 'OTHER\n',
      'model.txt': 'MINE\n',
      'metrics.json': '{"a": 2}\n',
    });
    await rig.mltrack('commit -f');
    rig.write({ 'raw.txt': 'hello\n' });
    await rig.mltrack('repro -q');
    rig.write({ 'raw.txt': 'other\n' });
    await rig.mltrack('repro -q');
    expect([rig.read('model.txt'), rig.read('metrics.json')]).toEqual(['MINE\n', '{"a": 2}\n']);
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 1]);
  });

  it('leaves the lock of a file as it is when one of its stages fails', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    const lock = rig.read(lockFile);
    rig.write({ 'raw.txt': 'new\n', 'clean.txt': 'NEW\n' });
    rmSync(join(rig.root, 'model.txt'));
    const failed = await rig.mltrack('commit -f');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("output 'model.txt' does not exist");
    expect(rig.read(lockFile)).toBe(lock);
  });

  it('refuses what does not exist', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    expect((await rig.mltrack('commit nothing')).code).toBe(1);
  });
});
