import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { runProgram } from '../rig/program.ts';
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
  // In a process of its own: the system adds up the CPU time of all children of one, those of other tests as well.
  await runProgram(rig, 'repro c');
  const { stdout } = await rig.mltrack('time');
  expect(stdout).toMatch(/^b +0\.\d s +\d+ % +yes$/m);
  expect(stdout).toMatch(/^a +0\.\d s +\d+ % +-$/m);
  expect(stdout).toContain('(1 of 4 stages never ran to the end here)\nCritical path: b → c, ');
  expect(stdout).toMatch(/^repro -j 2: \d+\.\d s, 1\.\d times as fast$/m);
  expect(stdout).not.toContain('-j 4');
  const said = JSON.parse((await rig.mltrack('time c --json')).stdout) as Record<string, unknown>;
  expect(said).toMatchObject({ critical_path: { stages: ['b', 'c'] } });
});

it('time says of a chain that more jobs gain nothing, and of a stage that only failed that its time is unknown', async () => {
  using rig = await Rig.create('mltrack');
  rig.write({
    'mltrack.yaml': `stages:
  a: {cmd: sleep 0.1; echo > a, outs: [a]}
  b: {cmd: sleep 0.1; cp a b, deps: [a], outs: [b]}
`,
  });
  await runProgram(rig, 'repro');
  expect((await rig.mltrack('time')).stdout).toMatch(
    /^Critical path: a → b, .*\nrepro -j would gain nothing\.$/m,
  );
  rig.write({ 'mltrack.yaml': `${rig.read('mltrack.yaml')}  c: {cmd: exit 1, outs: [c]}\n` });
  await runProgram(rig, 'repro');
  expect((await rig.mltrack('time')).stdout).toContain('(1 of 3 stages never ran to the end here)');
});

it('time promises no more than the cores of the machine can do', async () => {
  using rig = await Rig.create('mltrack');
  const busy = 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done';
  rig.write({
    'mltrack.yaml': `stages:
  work:
    foreach: [${Array.from({ length: 8 }, (_, n) => n).join(', ')}]
    do:
      cmd: "${busy}; echo > w\${item}"
      outs: ["w\${item}"]
`,
  });
  await runProgram(rig, 'repro');
  const log = JSON.parse((await rig.mltrack('log --json')).stdout) as Record<
    string,
    { cpu_seconds: number }[]
  >;
  const cpu = Object.values(log).reduce((sum, [run]) => sum + (run?.cpu_seconds ?? 0), 0);
  const { jobs } = JSON.parse((await rig.mltrack('time --json')).stdout) as { jobs: Record<string, number> };
  for (const promised of Object.values(jobs))
    expect(promised).toBeGreaterThanOrEqual(cpu / availableParallelism() - 0.001);
});
