import { describe, expect, it } from 'vitest';
import { parseIgnoreFile } from '../../../src/core/ignore/parse.ts';
import type { IgnoreDialect } from '../../../src/core/ignore/parse.ts';
import { patternRules } from '../../../src/core/ignore/patterns.ts';
import type { PatternRules } from '../../../src/core/ignore/patterns.ts';
import type { RepoPath } from '../../../src/model/path.ts';

function rules(text: string, dialect: IgnoreDialect = 'git', directory = ''): Promise<PatternRules> {
  return patternRules(
    parseIgnoreFile({ directory: directory as RepoPath, text, source: 'ignore' }, dialect),
    dialect,
  );
}

/** Of the paths asked one by one, those that match; a folder ends in `/`. */
function matching(patterns: PatternRules, ...paths: string[]): string[] {
  return paths.filter(path => patterns.matches(path.replace(/\/$/, ''), path.endsWith('/')));
}

describe('all rules at once', () => {
  it("match by git's bytes, where the project's own file has letters", async () => {
    for (const [text, git, project] of [
      ['x?', [], ['xé']],
      ['x??', ['xé'], []],
      ['x[é]', [], ['xé']],
      ['xé*', ['xé'], ['xé']],
    ] as const) {
      expect(matching(await rules(text, 'git'), 'xé'), `git: ${text}`).toEqual(git);
      expect(matching(await rules(text, 'project'), 'xé'), `project: ${text}`).toEqual(project);
    }
  });

  it('tell case apart and take every name, also one that starts with dots', async () => {
    const patterns = await rules('*.CSV\n..*');
    expect(matching(patterns, 'a.csv', 'a.CSV', '..x', 'a/..x')).toEqual(['a.CSV', '..x', 'a/..x']);
  });

  it('of a nested file match below it only, by name at every depth and by path from there', async () => {
    const patterns = await rules('*.t?p\n/[ab]', 'git', 'sub');
    expect(
      matching(patterns, 'x.tmp', 'sub/x.tmp', 'sub/deep/x.tmp', 'subway/x.tmp', 'a', 'sub/a', 'sub/deep/a'),
    ).toEqual(['sub/x.tmp', 'sub/deep/x.tmp', 'sub/a']);
  });

  it('that take back a folder take back all below it in the project, and the folder alone for git', async () => {
    const text = '*\n!/keep/';
    const paths = ['keep/', 'keep/a', 'keep/b/', 'other'];
    expect(matching(await rules(text, 'git'), ...paths)).toEqual(['keep/a', 'keep/b/', 'other']);
    expect(matching(await rules(text, 'project'), ...paths)).toEqual(['keep/a', 'other']);
  });
});

describe('one rule', () => {
  it('is asked by its place in the list, and there is none beyond', async () => {
    const patterns = await rules('*.csv\n!a.*\nb/');
    const which = (path: string, isDirectory = false): number[] =>
      [0, 1, 2, 3].filter(index => patterns.ruleMatches(index, path, isDirectory));
    expect(which('a.csv')).toEqual([0, 1]);
    expect(which('x/a.md')).toEqual([1]);
    expect(which('b')).toEqual([]);
    expect(which('b', true)).toEqual([2]);
  });

  it('matches only the path itself, not what lies below a match', async () => {
    const patterns = await rules('b/\n*.d');
    expect(patterns.ruleMatches(0, 'b/x', false)).toBe(false);
    expect(patterns.ruleMatches(1, 'a.d/x', false)).toBe(false);
    expect(patterns.ruleMatches(1, 'a.d', true)).toBe(true);
  });
});
