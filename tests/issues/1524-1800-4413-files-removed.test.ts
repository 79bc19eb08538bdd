import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { objectOf } from './cache.ts';

async function tracked(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'images/a.png': 'A', 'data.csv': '1\n' });
  await rig.mltrack('add -q images data.csv');
  return rig;
}

it('dvc issue #1524: checkout does not remove files of a tracked folder that the cache does not have', async () => {
  using rig = await tracked();
  rig.write({ 'images/mine.png': 'nowhere else' });
  const { code, stderr } = await rig.mltrack('checkout');
  expect(code).not.toBe(0);
  expect(stderr).toContain('images/mine.png');
  expect(rig.read('images/mine.png')).toBe('nowhere else');
});

it('dvc issue #1800: checkout does not remove data whose object is gone', async () => {
  using rig = await tracked();
  rmSync(join(rig.root, objectOf('1\n')));
  rig.write({ 'data.csv': 'changed\n' });
  for (const line of ['checkout', 'checkout -f']) {
    expect((await rig.mltrack(line)).code).not.toBe(0);
    expect(rig.read('data.csv')).toBe('changed\n');
  }
});

it('dvc issue #4413: an add that fails leaves the files where they are', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'folder/a': 'A', 'folder/b': 'B' });
  // What is in git already cannot be tracked as data.
  rig.git('add', 'folder/a');
  const { code } = await rig.mltrack('add folder');
  expect(code).not.toBe(0);
  expect(rig.read('folder/a') + rig.read('folder/b')).toBe('AB');
  expect(rig.has('folder.dvc')).toBe(false);
});
