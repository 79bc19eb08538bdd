/** Locks and run-cache entries are DVC's byte for byte where DVC's writer does something unexpected. */
import { describe, it } from 'vitest';
import { Both } from './rig/both.ts';

const params = `base: &base
  seed: [1, 2]
  rates: [1e3, 1.50]
  none: []
  empty: {}
  n: 5
other: *base
third:
  <<: *base
  x: 1
`;

interface Case {
  readonly name: string;
  readonly params: string;
  /** What the stages of a chain read, in flow style. */
  readonly reads: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a value and a part of it',
    params: 'train:\n  seeds: [1, 2]\n  lr: 0.1\n',
    reads: ['[train, train.seeds, train.lr]', '[train.seeds, train]'],
  },
  {
    name: 'aliases and merge keys',
    params,
    reads: [
      '[base, base.seed, base.none, base.rates, other, third]',
      '[base.seed, base, base.empty]',
      '[other.seed, base.seed, base.empty, other.empty, base.rates, other.rates]',
      '[params.yaml: ]',
    ],
  },
];

function pipeline({ reads }: Case): string {
  const stages = reads.map(
    (read, index) =>
      `  s${index}:\n    cmd: echo ${index} > o${index}\n    params: ${read}\n    outs: [o${index}]\n`,
  );
  return `stages:\n${stages.join('')}`;
}

describe('a lock of stages that read', () => {
  it.for(cases)('$name is that of DVC, also when one of them runs again', async entry => {
    using both = await Both.create();
    both.write('params.yaml', entry.params);
    both.write('dvc.yaml', pipeline(entry));
    await both.run(['repro']);
    both.compareTrees();
    both.write('dvc.yaml', pipeline(entry).replace('echo 1', 'echo one'));
    await both.run(['repro']);
    both.compareTrees();
    both.write('params.yaml', entry.params.replace('[1, 2]', '[1, 3]'));
    await both.run(['repro']);
    both.compareTrees();
    await both.compareStatusCrosswise();
  });
});
