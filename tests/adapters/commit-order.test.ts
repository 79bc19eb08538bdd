import { describe, expect, it } from 'vitest';
import { inDateOrder, parseCommits } from '../../src/adapters/commit-order.ts';

describe('the order of all commits', () => {
  it('goes from young to old', () => {
    const commits = parseCommits('3 c b\n2 b a\n1 a\n');
    expect(inDateOrder(commits, ['c'])).toEqual(['c', 'b', 'a']);
    expect(inDateOrder(commits, ['a', 'b', 'c'])).toEqual(['c', 'b', 'a']);
  });

  it('takes, of commits of one second, the id that sorts first among those in sight', () => {
    const commits = parseCommits('1 c a\n1 a b\n1 b\n');
    expect(inDateOrder(commits, ['c'])).toEqual(['c', 'a', 'b']);
    expect(inDateOrder(commits, ['c', 'b'])).toEqual(['b', 'c', 'a']);
  });

  it('shows each commit once, and nothing that is not known', () => {
    const commits = parseCommits('4 d b c\n3 c a\n3 b a\n1 a gone\n');
    expect(inDateOrder(commits, ['d', 'd', ''])).toEqual(['d', 'b', 'c', 'a']);
  });
});
