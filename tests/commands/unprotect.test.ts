import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

it('unprotect turns links into files, and stays inside the project', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ '.dvc/config': '[cache]\n    type = symlink\n', 'd/a': 'a\n', 'd/b': 'b\n', '../outside': '' });
  await rig.mltrack('add -q d');
  const isLink = (path: string): boolean => lstatSync(join(rig.root, path)).isSymbolicLink();
  expect([isLink('d/a'), isLink('d/b')]).toEqual([true, true]);
  expect(await rig.mltrack('unprotect a', 'd')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect([isLink('d/a'), isLink('d/b')]).toEqual([false, true]);
  expect(await rig.mltrack('unprotect nope')).toEqual({
    code: 255,
    stdout: '',
    stderr: "ERROR: can't unprotect non-existing data 'nope'\n",
  });
  for (const outside of ['../outside', '.dvc/cache', '.git'])
    expect((await rig.mltrack(`unprotect ${outside}`)).code, outside).toBe(1);
  expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
});
