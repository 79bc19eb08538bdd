import { expect, it } from 'vitest';
import { OF_DATA } from '../faults/scenarios.ts';
import { Trial } from '../faults/trial.ts';

it('dvc issue #10413: a disk that is full during add costs no file, and the next add is right', async () => {
  const [add] = OF_DATA;
  using trial = await Trial.prepare(add!);
  const wrong: string[] = [];
  for (let at = 1; at <= trial.calls; at += Math.ceil(trial.calls / 12))
    wrong.push(...(await trial.run({ kind: 'ENOSPC', at })));
  expect(wrong).toEqual([]);
});
