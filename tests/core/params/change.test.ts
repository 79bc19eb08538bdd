import { describe, expect, it } from 'vitest';
import { changedParam } from '../../../src/core/params/change.ts';
import { findParams } from '../../../src/core/params/find.ts';
import { readData } from '../../../src/core/reading/by-suffix.ts';
import { Float } from '../../../src/model/value.ts';
import type { Scalar } from '../../../src/model/value.ts';

async function changed(path: string, text: string, key: string, value: Scalar): Promise<string | undefined> {
  const read = await readData(path, text);
  if (!read.ok) throw new Error(read.error.message);
  const found = findParams(read.value, key);
  const [place] = found.ok ? found.value : [];
  if (place === undefined) throw new Error(`no ${key}`);
  return changedParam(path, text, read.value, place.path, value);
}

describe('a parameter', () => {
  it.each<[string, string, string, string, Scalar, string]>([
    [
      'YAML, comments and all',
      'params.yaml',
      'train:\n  seed: 42  # the answer\n  lr: 1e-3 # small\n',
      ...(['train.seed', 7, 'train:\n  seed: 7  # the answer\n  lr: 1e-3 # small\n'] as const),
    ],
    [
      'YAML where another key of the name comes first',
      'params.yaml',
      'data: {seed: 42}\ntrain: {seed: 42, lr: 1}\n',
      ...(['train.seed', 7, 'data: {seed: 42}\ntrain: {seed: 7, lr: 1}\n'] as const),
    ],
    [
      'YAML where an anchor names it',
      'params.yaml',
      'a: &s 42\nb: *s\n',
      ...(['b', 7, 'a: &s 42\nb: 7\n'] as const),
    ],
    [
      'an item of a list',
      'params.yaml',
      'seeds:\n- 1\n- 2\n',
      ...(['seeds.1', 7, 'seeds:\n- 1\n- 7\n'] as const),
    ],
    [
      'JSON',
      'params.json',
      '{\n\t"seed": 1, "train": {"seed": 42, "lr": 1.0}}',
      ...(['train.seed', 7, '{\n\t"seed": 1, "train": {"seed": 7, "lr": 1.0}}'] as const),
    ],
    [
      'TOML',
      'params.toml',
      'seed = 1\n[train]\nseed = 42 # the answer\n',
      ...(['train.seed', 7, 'seed = 1\n[train]\nseed = 7 # the answer\n'] as const),
    ],
    [
      'Python',
      'params.py',
      'SEED = 1\nclass Train:\n    seed: int = 42  # the answer\n',
      ...(['Train.seed', 7, 'SEED = 1\nclass Train:\n    seed: int = 7  # the answer\n'] as const),
    ],
    ['a text', 'params.json', '{"seed": "a b"}', ...(['seed', 'c"d', '{"seed": "c\\"d"}'] as const)],
    ['a float', 'params.toml', 'seed = 1.5\n', ...(['seed', new Float(0.25), 'seed = 0.25\n'] as const)],
    [
      'YAML beside what is no number',
      'params.yaml',
      'x: .nan\nseed: 42 # y\n',
      ...(['seed', 7, 'x: .nan\nseed: 7 # y\n'] as const),
    ],
    [
      'YAML beside what is no number, where only writing anew helps',
      'params.yaml',
      'x: .nan # z\nseed:\n',
      ...(['seed', 7, 'x: .nan # z\nseed: 7\n'] as const),
    ],
    ['nothing', 'params.yaml', 'seed:\nlr: 1\n', ...(['seed', 7, 'seed: 7\nlr: 1\n'] as const)],
  ])('of %s is changed, and nothing else', async (_, path, text, key, value, wanted) => {
    expect(await changed(path, text, key, value)).toBe(wanted);
  });

  it('that stands where nobody can write it is left', async () => {
    expect(await changed('params.py', 'seeds = [1, 2]\n', 'seeds.0', 7)).toBeUndefined();
  });
});
