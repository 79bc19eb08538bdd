import { describe, expect, it } from 'vitest';
import { foldersOf, foldersWithout, planFiles } from '../../src/engine/file-plan.ts';
import type { TreeEntry } from '../../src/model/hash.ts';

/** `path=content` → entry. */
const entries = (...words: string[]): TreeEntry[] =>
  words.map(word => {
    const [relpath = '', md5 = ''] = word.split('=');
    return { relpath, md5 };
  });

describe('the plan for the files of a folder', () => {
  it('adds, changes and takes away what differs, and names nothing that is right already', () => {
    const plan = planFiles(
      entries('same=1', 'changed=2', 'new/one=3'),
      entries('same=1', 'changed=1', 'gone=1'),
      [],
      false,
    );
    expect(plan).toEqual({
      added: entries('new/one=3'),
      modified: [{ before: entries('changed=1')[0], after: entries('changed=2')[0] }],
      deleted: entries('gone=1'),
      relinked: [],
      leftFolders: [],
    });
  });

  it('makes the rest anew when all files are to be linked again', () => {
    const plan = planFiles(entries('same=1', 'changed=2'), entries('same=1', 'changed=1'), [], true);
    expect(plan.relinked).toEqual(entries('same=1'));
    expect(plan.modified).toHaveLength(1);
  });

  it('lets a file take the place of a folder, and the other way round', () => {
    const toFile = planFiles(entries('=1'), entries('a=1', 'sub/b=2'), ['sub'], false);
    expect(toFile).toMatchObject({
      added: entries('=1'),
      deleted: entries('a=1', 'sub/b=2'),
      leftFolders: ['sub'],
    });
    const toFolder = planFiles(entries('a=1'), entries('=1'), [], false);
    expect(toFolder).toMatchObject({ added: entries('a=1'), deleted: entries('=1') });
  });
});

describe('folders', () => {
  it('are left when nothing that is wanted lies in them, the deepest first', () => {
    const folders = ['a', 'a/b', 'a/b/c', 'd', 'd/e', 'ab'];
    expect(foldersWithout(folders, ['d/e/file', 'a/file', 'abc'])).toEqual(['a/b/c', 'a/b', 'ab']);
    expect(foldersWithout([], ['a/file'])).toEqual([]);
    expect(foldersWithout(['a'], [])).toEqual(['a']);
  });

  it('are needed by files with all that lies above, each before what it holds', () => {
    expect([...foldersOf(['a/b/c/1', 'a/b/c/2', 'a/3', '4', 'a/b/c/5'])]).toEqual(['a', 'a/b', 'a/b/c']);
    expect([...foldersOf([''])]).toEqual([]);
  });
});
