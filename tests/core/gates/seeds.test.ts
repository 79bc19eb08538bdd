import { describe, expect, it } from 'vitest';
import { seedsOf } from '../../../src/core/gates/seeds.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Scalar } from '../../../src/model/value.ts';

function seeds(values: number | readonly Scalar[], declared: Scalar): readonly Scalar[] {
  return seedsOf({ file: 'params.yaml' as RepoPath, key: 'seed', values }, declared);
}

describe('seeds', () => {
  it('begin with the declared one, whose run is there, and go on with small numbers', () => {
    expect(seeds(4, 42)).toEqual([42, 1, 2, 3]);
    expect(seeds(3, 2)).toEqual([2, 1, 3]);
    expect(seeds(3, 'a')).toEqual(['a', 1, 2]);
  });

  it('are small numbers where none is declared', () => {
    expect(seeds(3, null)).toEqual([1, 2, 3]);
    expect(seeds(2, true)).toEqual([1, 2]);
  });

  it('are those that are listed', () => {
    expect(seeds([7, 'x'], 42)).toEqual([7, 'x']);
  });
});
