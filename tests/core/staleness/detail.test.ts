import { describe, expect, it } from 'vitest';
import { compareTrees, treeChangeText } from '../../../src/core/staleness/detail.ts';

const tree = (files: Readonly<Record<string, string>>): { relpath: string; md5: string }[] =>
  Object.entries(files).map(([relpath, md5]) => ({ relpath, md5 }));

describe('two states of a folder', () => {
  it('differ by files that came, went and changed', () => {
    const change = compareTrees(
      tree({ a: '1', b: '2', c: '3' }),
      tree({ b: '9', c: '3', d: '4', 'a/x': '5' }),
    );
    expect(change).toEqual({ added: 2, deleted: 1, modified: 1, first: 'a' });
    expect(change && treeChangeText(change)).toBe(
      '4 files changed (2 added, 1 deleted, 1 modified), first a',
    );
  });

  it('are the same when they hold the same', () => {
    expect(compareTrees(tree({ a: '1' }), tree({ a: '1' }))).toBeUndefined();
    expect(treeChangeText({ added: 0, deleted: 0, modified: 1, first: 'x' })).toBe(
      '1 file changed (1 modified), first x',
    );
  });
});
