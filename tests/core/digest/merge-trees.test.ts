import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTrees } from '../../../src/core/digest/merge-trees.ts';
import { encodeTree } from '../../../src/core/digest/tree.ts';
import type { TreeEntry } from '../../../src/model/hash.ts';

/** `a1 b2`: files by letter, their content by digit. */
function tree(text: string): readonly TreeEntry[] {
  return text
    .split(' ')
    .flatMap(word => (word === '' ? [] : [{ relpath: word[0] ?? '', md5: word.slice(1) }]));
}

const CONFLICT = 'unable to auto-merge the following paths:\n';

describe('merging the listings of a folder', () => {
  it.each([
    ['a1', 'a1 b1', 'a1 c1', 'a1 b1 c1'],
    ['a1 b1', 'a2 b1', 'a1', 'a2'],
    ['a1', 'a2', 'a2', 'a2'],
    ['', 'a1', 'b1', 'a1 b1'],
    ['', 'a1', 'a1', 'a1'],
    ['a1 b1', 'a1 b1', 'b2', 'b2'],
  ])('of %j, %j and %j makes %j', (base, ours, theirs, merged) => {
    expect(mergeTrees(tree(base), tree(ours), tree(theirs))).toEqual({ ok: true, value: tree(merged) });
  });

  it.each([
    ['a1', 'a2', 'a3', 'a'],
    ['', 'a1 b1', 'a2 b2', 'a\nb'],
    ['a1', 'a2', '', 'a'],
    ['a1 b1', 'b1', 'b1', "both deleted: ('a',)"],
  ])('of %j, %j and %j refuses %j', (base, ours, theirs, paths) => {
    const refused = mergeTrees(tree(base), tree(ours), tree(theirs));
    expect(refused).toEqual({ ok: false, error: CONFLICT + paths });
  });

  it('refuses a file of one side where the other side has a folder', () => {
    const merged = mergeTrees([], [{ relpath: 'a', md5: '1' }], [{ relpath: 'a/b', md5: '1' }]);
    expect(merged).toEqual({ ok: false, error: 'unable to auto-merge the following paths:\na' });
  });

  it('gives what one side has when the other is as before', () => {
    const entries = fc.uniqueArray(
      fc.record({ relpath: fc.constantFrom('a', 'b', 'sub/c', 'd'), md5: fc.constantFrom('1', '2') }),
      { selector: ({ relpath }) => relpath },
    );
    fc.assert(
      fc.property(entries, entries, (base, side) => {
        for (const merged of [mergeTrees(base, side, base), mergeTrees(base, base, side)])
          expect(merged.ok && encodeTree(merged.value)).toEqual(encodeTree(side));
      }),
    );
  });
});
