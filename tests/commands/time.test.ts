import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

it('time adds up what stages took, finds the critical path, and what more jobs would gain', async () => {
  using rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': `stages:
  a: {cmd: sleep 0.2; echo > a, outs: [a]}
  b: {cmd: sleep 0.4; echo > b, outs: [b]}
  c: {cmd: cp b c, deps: [a, b], outs: [c]}
  new: {cmd: echo > new, outs: [new]}
`,
  });
  const before = await rig.mltrack('time');
  expect([before.code, before.stderr]).toEqual([
    255,
    'ERROR: no times are known yet\nhint: They are kept by `repro`, on this machine only.\n',
  ]);
  await rig.mltrack('repro c');
  const { stdout } = await rig.mltrack('time');
  expect(stdout).toMatch(/^b +0\.\d s +\d+ % +yes$/m);
  expect(stdout).toMatch(/^a +0\.\d s +\d+ % +-$/m);
  expect(stdout).toContain('(1 of 4 stages never ran here)\nCritical path: b → c, ');
  expect(stdout).toMatch(/^repro -j 2: \d+\.\d s, 1\.\d times as fast$/m);
  const said = JSON.parse((await rig.mltrack('time c --json')).stdout) as Record<string, unknown>;
  expect(said).toMatchObject({ critical_path: { stages: ['b', 'c'] } });
});
