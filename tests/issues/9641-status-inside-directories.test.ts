import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

it('dvc issue #9641: status sees what changed inside of folders, however deep', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'data/deep/er/a': 'a', 'data/deep/b': 'b', 'data/c': 'c' });
  await rig.mltrack('add -q data');
  rig.commit('data');
  rig.write({ 'data/deep/er/a': 'A', 'data/deep/er/new': 'new' });
  expect((await rig.mltrack('status')).stdout).toContain('modified:           data');
  const said = JSON.parse((await rig.mltrack('data status --granular --json')).stdout) as unknown;
  expect(said).toEqual({
    uncommitted: { modified: ['data/', 'data/deep/er/a'], added: ['data/deep/er/new'] },
  });
});
