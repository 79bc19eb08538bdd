import { describe, expect, it } from 'vitest';
import { commit, git, initialise, open } from './git-rig.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folder = temporaryFolders();

describe('merging in git', () => {
  it('merges texts line by line, or says that they conflict', async () => {
    const repository = open(initialise(folder()));
    const base = 'a\nb\nc\nd\ne\n';
    const theirs = base.replace('e', 'E');
    expect(await repository.mergeTexts({ base, ours: base.replace('a', 'A'), theirs })).toBe(
      'A\nb\nc\nd\nE\n',
    );
    expect(await repository.mergeTexts({ base, ours: base.replace('e', 'x'), theirs })).toBeUndefined();
    repository.close();
  });

  it('finds the last common commit, where there is one', async () => {
    const root = initialise(folder());
    const base = commit(root, { a: '1' });
    const main = commit(root, { a: '2' });
    git(root, 'checkout', '-q', '-b', 'side', base);
    const side = commit(root, { b: '1' });
    git(root, 'checkout', '-q', '--orphan', 'alone');
    const alone = commit(root, { c: '1' });
    const repository = open(root);
    expect(await repository.mergeBase(main, side)).toBe(base);
    expect(await repository.mergeBase(main, alone)).toBeUndefined();
    repository.close();
  });

  it("sets values of the repository's own config", async () => {
    const root = initialise(folder());
    const repository = open(root);
    await repository.setConfig('merge.some.driver', 'a "b" %O');
    expect(git(root, 'config', '--local', 'merge.some.driver')).toBe('a "b" %O');
    repository.close();
  });
});
