import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

it('root prints the way to the top of the project, from wherever it is asked', async () => {
  using rig = await Rig.create('mltrack');
  rig.write({ 'a/b/keep': '' });
  expect(await rig.mltrack('root')).toEqual({ code: 0, stdout: '.\n', stderr: '' });
  expect((await rig.mltrack('root', 'a/b')).stdout).toBe('../..\n');
  expect((await rig.mltrack('--cd a/b root')).stdout).toBe('../..\n');
});

it('root finds the inner one of two projects', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'inner/sub/keep': '' });
  expect((await rig.mltrack('init --subdir -q', 'inner')).code).toBe(0);
  expect((await rig.mltrack('root', 'inner/sub')).stdout).toBe('..\n');
});
