import { describe, expect, it } from 'vitest';
import { locatePaths } from '../../../src/core/yaml/locate.ts';

const text = `stages:
  train: &train
    cmd: python train.py   # note
    deps:
    - data
    - path: model.pkl
  other: *train
  empty:
`;

/** What is marked at each path, with its line. */
function marked(
  ...paths: readonly (readonly [path: readonly (string | number)[], at?: 'key' | 'value'])[]
): readonly string[] {
  return locatePaths(
    text,
    paths.map(([path, at = 'value']) => ({ path, at })),
  ).map(({ line, column, length, source }) => `${line} ${source.slice(column - 1, column - 1 + length)}`);
}

describe('the place of something', () => {
  it('is that of its key or of its value', () => {
    const path = ['stages', 'train', 'cmd'];
    expect(marked([path], [path, 'key'])).toEqual(['3 python train.py', '3 cmd']);
  });

  it('is found in lists, and through aliases', () => {
    expect(marked([['stages', 'train', 'deps', 1, 'path']], [['stages', 'other', 'deps', 0]])).toEqual([
      '6 model.pkl',
      '5 data',
    ]);
  });

  it('is the first line of a map, the key of nothing, and where a path is lost', () => {
    expect(
      marked(
        [['stages', 'train', 'deps', 1]],
        [['stages', 'empty']],
        [['stages', 'train', 'nothing', 'below']],
      ),
    ).toEqual(['6 path: model.pkl', '8 empty', '2 &train']);
  });

  it('is the start of a text that cannot be read at all', () => {
    expect(locatePaths('a: [', [{ path: ['a'], at: 'value' }])).toEqual([
      { line: 1, column: 1, length: 1, source: 'a: [' },
    ]);
    expect(locatePaths('', [{ path: ['a'], at: 'key' }])).toEqual([
      { line: 1, column: 1, length: 1, source: '' },
    ]);
  });
});
