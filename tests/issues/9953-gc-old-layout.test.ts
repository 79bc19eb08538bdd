import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const oldPlace = (text: string): string => `.dvc/cache/${md5(text).slice(0, 2)}/${md5(text).slice(2)}`;

it('dvc issue #9953: gc keeps objects in the place of 2.x that data files of 2.x use, and no others', async () => {
  using rig = await Rig.create('dvc');
  rig.write({
    'old.dvc': `outs:\n- md5: ${md5('old')}\n  size: 3\n  path: old\n`,
    old: 'old',
    [oldPlace('old')]: 'old',
    [oldPlace('unused')]: 'unused',
    new: 'new',
  });
  await rig.mltrack('add -q new');
  const done = await rig.mltrack('gc -w -f');
  expect(done.stdout).toBe("No unused 'repo' cache to remove.\nRemoved 1 objects from legacy cache.\n");
  expect([rig.has(oldPlace('old')), rig.has(oldPlace('unused'))]).toEqual([true, false]);
  expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
});
