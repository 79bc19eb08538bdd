import { chmodSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

it('leaves an output that is kept and not cached as the last run left it', async () => {
  using rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml':
      'stages:\n  a:\n    cmd: echo x >> log\n    outs:\n    - log: {persist: true, cache: false}\n',
  });
  await rig.mltrack('repro');
  chmodSync(`${rig.root}/log`, 0o755);
  expect((await rig.mltrack('repro --force')).code).toBe(0);
  expect(rig.read('log')).toBe('x\nx\n');
  expect(statSync(`${rig.root}/log`).mode & 0o777).toBe(0o755);
});
