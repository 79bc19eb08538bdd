import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { damage, objectOf } from './cache.ts';

it('dvc issue #6979: wrong bytes under a hash are put right by the next add of the right ones', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'data.csv': '1,2\n' });
  damage(rig, '1,2\n', 'cut o', 0o644);
  expect((await rig.mltrack('add data.csv')).code).toBe(0);
  expect(rig.read(objectOf('1,2\n'))).toBe('1,2\n');
  expect(rig.read('data.csv')).toBe('1,2\n');
});

it('dvc issue #6979: of a folder, too', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'images/a.png': 'A', 'images/b.png': 'B' });
  damage(rig, 'B', '', 0o644);
  expect((await rig.mltrack('add images')).code).toBe(0);
  expect(rig.read(objectOf('B'))).toBe('B');
});
