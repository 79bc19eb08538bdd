import { describe, expect, it } from 'vitest';
import { GATES_SHAPE, readGates } from '../../../src/core/gates/read.ts';
import { check } from '../../../src/core/schema/shape.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Value } from '../../../src/model/value.ts';

async function parse(text: string): Promise<Value> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error('bad YAML');
  return read.value;
}

async function messages(text: string): Promise<readonly string[]> {
  const value = await parse(text);
  const problems = check(value, GATES_SHAPE);
  const all = problems.length > 0 ? problems : readGates(value, 'mltrack.yaml' as RepoPath).problems;
  return all.map(
    ({ path, message, hint }) => `${path.join('/')}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

describe('gates', () => {
  it('say what metrics must hold', async () => {
    const text = `
metrics.json:
  accuracy: {direction: higher, maxDrop: 0.02, min: 0.8}
  "loss.*": {direction: lower, maxRise: 5%, level: warn}
  auc: {direction: higher, required: true, tolerance: 1e-6}
`;
    expect(await messages(text)).toEqual([]);
    const { gates } = readGates(await parse(text), 'mltrack.yaml' as RepoPath);
    expect(gates.map(({ file, metric, rule }) => [file, metric, rule])).toEqual([
      [
        ...['metrics.json', 'accuracy'],
        {
          ...{ direction: 'higher', min: 0.8, maxDrop: { amount: 0.02, unit: 'absolute' } },
          ...{ tolerance: 0, required: false, level: 'fail' },
        },
      ],
      [
        ...['metrics.json', 'loss.*'],
        {
          ...{ direction: 'lower', maxRise: { amount: 5, unit: 'percent' } },
          ...{ tolerance: 0, required: false, level: 'warn' },
        },
      ],
      [...['metrics.json', 'auc'], { direction: 'higher', tolerance: 1e-6, required: true, level: 'fail' }],
    ]);
  });

  it('name files from the root, with a dot before it or without', async () => {
    const { gates } = readGates(await parse('./sub/m.json: {a: {min: 1}}'), 'mltrack.yaml' as RepoPath);
    expect(gates.map(({ file }) => file)).toEqual(['sub/m.json']);
  });

  it('are refused with all mistakes at once', async () => {
    expect(
      await messages(`
metrics.json:
  a: {direction: up}
  b: {maxDrop: -1, min: high}
  c: {maxdrop: 1}
  d: {maxRise: 5 per cent, required: 1}
e: 3
`),
    ).toEqual([
      "metrics.json/a/direction: expected the text 'higher' or the text 'lower', found text",
      'metrics.json/b/maxDrop: expected a number, 0 or more or a share such as 5%, found the number -1',
      'metrics.json/b/min: expected a number, found text',
      'metrics.json/c/maxdrop: unknown key `maxdrop` (did you mean `maxDrop`?)',
      'metrics.json/d/maxRise: expected a number, 0 or more or a share such as 5%, found text',
      'metrics.json/d/required: expected true or false, found the number 1',
      'e: expected a mapping, found the number 3',
    ]);
  });

  it('that ask nothing, or what cannot be, are refused', async () => {
    expect(await messages('m: {a: {tolerance: 0.1}, b: {min: 2, max: 1}}')).toEqual([
      'm/a: asks nothing of the metric (say `min`, `max`, `maxDrop`, `maxRise`, `direction` or `required: true`)',
      'm/b/min: `min` is above `max`: nothing lies between them',
    ]);
    expect(await messages('m: {a: {min: 1, tolerance: 0.1}, b: {maxDrop: 1, tolerance: 0.1}}')).toEqual([
      'm/a/tolerance: `tolerance` has no effect: nothing here is compared with the base (add `maxDrop` or `maxRise`)',
    ]);
  });

  it('may ask for runs with several seeds', async () => {
    const text = `m:
  a: {direction: higher, seeds: {param: train.seed, values: 5}}
  b: {maxDrop: 1, seeds: {param: "conf/p.json:seed", values: [1, two]}}
`;
    expect(await messages(text)).toEqual([]);
    const { gates } = readGates(await parse(text), 'mltrack.yaml' as RepoPath);
    expect(gates.map(({ rule }) => rule.seeds)).toEqual([
      { file: 'params.yaml', key: 'train.seed', values: 5 },
      { file: 'conf/p.json', key: 'seed', values: [1, 'two'] },
    ]);
  });

  it('with seeds that cannot be are refused with all mistakes at once', async () => {
    expect(
      await messages(`
m:
  a: {direction: higher, seeds: {param: 3, values: 1}}
  b: {direction: higher, seeds: {values: many}}
  c: {direction: higher, seeds: 5}
`),
    ).toEqual([
      'm/a/seeds/param: expected text, found the number 3',
      'm/a/seeds/values: expected a whole number, 2 or more or a list, found the number 1',
      'm/b/seeds/values: expected a whole number, 2 or more or a list, found text',
      'm/b/seeds: `param` is missing here',
      'm/c/seeds: expected a mapping, found the number 5',
    ]);
    expect(
      await messages(`
m:
  a: {direction: higher, seeds: {param: seed, values: [1, 2, 1.0]}}
  b: {direction: higher, seeds: {param: "../p.yaml:seed", values: [1]}}
  c: {direction: higher, seeds: {param: "train.*", values: 101}}
  d: {required: true, seeds: {param: seed, values: 5}}
`),
    ).toEqual([
      'm/a/seeds/values/2: this seed comes twice: the same run counts once',
      'm/b/seeds/param: the parameters file is outside the project',
      'm/b/seeds/values: less than two seeds say nothing about noise',
      'm/c/seeds/param: expected the name of one parameter (such as `train.seed`)',
      'm/c/seeds/values: more than 100 seeds (every one is a run of both sides)',
      'm/d/seeds: `seeds` has no effect: no number is asked for (add `direction`, `maxDrop` or `maxRise`)',
    ]);
  });
});
