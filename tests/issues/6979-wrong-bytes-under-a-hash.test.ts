import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { stateOf, wrongObjects } from '../faults/state.ts';
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

it('dvc issue #6979: every object of a large add has the bytes that its name says', async () => {
  using rig = await Rig.create('dvc');
  for (let i = 0; i < 500; i++)
    rig.write({ [`data/${i % 7}/${i}.bin`]: `${i}\r\n`.repeat(1 + ((i * 37) % 5000)) });
  rig.write({ 'data/large.bin': new Uint8Array(9 * 1024 * 1024).fill(7) });
  expect((await rig.mltrack('add data')).code).toBe(0);
  const state = stateOf(rig.root, LAYOUTS.dvc);
  const objects = [...state.keys()].filter(path => path.startsWith(join('.dvc', 'cache', 'files')));
  expect(objects).toHaveLength(502);
  expect(wrongObjects(rig.root, state)).toEqual([]);
});
