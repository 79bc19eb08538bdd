/** Runs of many stages: what mltrack adds to the shell, and what running side by side gains. */
import { compare, mltrack, trivialStages } from './rig.mjs';
import { plainRow, row } from './table.mjs';

/** DVC takes 29 s for a hundred and 21 min 49 s for a thousand, which nobody wants to wait for here. */
export function runs() {
  const perStage = [];
  for (const [count, times] of [
    [100, 3],
    [1000, 1],
  ]) {
    const shells = `for i in $(seq ${count}); do sh -c "echo $i > out"; done`;
    const [ours, bare] = compare(times, [
      { command: mltrack('repro', '-q'), folder: i => trivialStages(`cold-${count}-${i}`, count) },
      { command: ['sh', '-c', shells] },
    ]);
    const value = (ours - bare) / count;
    perStage.push(value);
    plainRow(
      `cold repro of ${count} stages`,
      ours,
      { shell: bare },
      { value, unit: 'ms a stage over the shell', limit: 15 },
    );
  }
  const [few, many] = perStage;
  plainRow(
    'cold repro: growth from 100 to 1,000',
    many * 1000,
    {},
    {
      value: many / few,
      unit: '× the time a stage',
      limit: 1.5,
    },
  );
  const sleeping = name => trivialStages(name, 16, i => `sleep 0.5; echo ${i} > out${i}.txt`);
  const [one, two, eight] = compare(1, [
    { command: mltrack('repro', '-q'), folder: () => sleeping('sleep-1') },
    { command: mltrack('repro', '-q', '-j2'), folder: () => sleeping('sleep-2') },
    { command: mltrack('repro', '-q', '-j8'), folder: () => sleeping('sleep-8') },
  ]);
  row('repro -j2 of 16 sleeping stages', two, { serial: one }, [['serial', 1.8, 'at least']]);
  row('repro -j8 of 16 sleeping stages', eight, { serial: one }, [['serial', 5, 'at least']]);
}
