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

it('dvc issue #1800: a data file edited by hand makes no data disappear', async () => {
  using rig = await tracked();
  const recorded = rig.read('data.csv.dvc');
  rig.write({
    'data.csv': 'nowhere else\n',
    'data.csv.dvc': recorded.replace(/md5: \w{32}/, `md5: ${'0'.repeat(32)}`),
  });
  for (const line of ['checkout', 'checkout -f', 'repro']) {
    await rig.mltrack(line);
    expect(rig.read('data.csv')).toBe('nowhere else\n');
  }
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

it('dvc issue #4413: what is no longer tracked goes only while the cache has it', async () => {
  using rig = await tracked();
  rig.commit('tracked');
  rmSync(join(rig.root, 'data.csv.dvc'));
  rmSync(join(rig.root, 'images.dvc'));
  rig.write({ 'data.csv': 'changed since\n', 'images/mine.png': 'nowhere else' });
  for (const line of ['checkout', 'checkout -f']) {
    await rig.mltrack(line);
    expect(rig.read('data.csv')).toBe('changed since\n');
    expect(rig.read('images/mine.png')).toBe('nowhere else');
  }
});
