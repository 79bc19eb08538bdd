import { describe, expect, it } from 'vitest';
import type { IgnoreDialect } from '../../../src/core/ignore/parse.ts';
import {
  extendRules,
  hidingRule,
  isHidden,
  isIgnored,
  noRules,
  projectRules,
  ruleText,
  type IgnoreRules,
} from '../../../src/core/ignore/rules.ts';
import type { RepoPath } from '../../../src/model/path.ts';

const OWN = '.project';

async function rulesOf(files: Record<string, string>, dialect: IgnoreDialect = 'git'): Promise<IgnoreRules> {
  let rules = dialect === 'git' ? noRules('git') : projectRules(OWN);
  for (const [directory, text] of Object.entries(files)) {
    const source = directory === '' ? 'ignore' : `${directory}/ignore`;
    rules = await extendRules(rules, { directory: directory as RepoPath, text, source });
  }
  return rules;
}

/** Of the paths asked, those that are ignored; a folder ends in `/`. */
function hidden(rules: IgnoreRules, ...paths: string[]): string[] {
  return paths.filter(path => isHidden(rules, path.replace(/\/$/, '') as RepoPath, path.endsWith('/')));
}

describe('rules of one file', () => {
  const table: readonly [why: string, text: string, paths: string[], hidden: string[]][] = [
    ['a name is hidden at every depth', 'x', ['x', 'a/x', 'xy', 'a/b/x/'], ['x', 'a/x', 'a/b/x/']],
    ['a leading slash means this folder only', '/x', ['x', 'a/x'], ['x']],
    ['an inner slash means this folder only', 'a/x', ['a/x', 'b/a/x', 'x'], ['a/x']],
    ['a trailing slash means folders', 'x/', ['x', 'x/', 'a/x', 'a/x/'], ['x/', 'a/x/']],
    ['what lies in a hidden folder is hidden', 'x/', ['x/y', 'x/y/z'], ['x/y', 'x/y/z']],
    [
      'an ending hides whole names that end so',
      '*.log',
      ['a.log', '.log', 'b/a.log', 'a.logs'],
      ['a.log', '.log', 'b/a.log'],
    ],
    ['an ending with a slash hides folders', '*.d/', ['a.d', 'a.d/', 'a.d/x'], ['a.d/', 'a.d/x']],
    ['the name with and without a slash is hidden as a file', 'x/\nx', ['x', 'x/'], ['x', 'x/']],
    ['the later rule wins', '*.csv\n!keep.csv', ['a.csv', 'keep.csv'], ['a.csv']],
    ['a hidden folder cannot be opened again', 'x/\n!x/keep', ['x/keep', 'x/'], ['x/keep', 'x/']],
    ['comments and blank lines hide nothing', '# x\n\n   \n', ['x', '# x', '#'], []],
    ['a backslash makes a hash a letter', '\\#x', ['#x', 'x'], ['#x']],
    ['a bare slash hides nothing', '/', ['x', 'x/'], []],
    ['blanks at the end do not count, unless quoted', 'x  \ny\\ ', ['x', 'x  ', 'y', 'y '], ['x', 'y ']],
    ['case counts', 'Data', ['data', 'Data'], ['Data']],
    ['line ends of Windows do not count', 'x\r\n/y\r\n', ['x', 'y'], ['x', 'y']],
    ['a byte order mark does not count', '\ufeffx', ['x'], ['x']],
    ['two stars cross folders', 'a/**/x', ['a/x', 'a/b/c/x', 'x'], ['a/x', 'a/b/c/x']],
    ['a star stays within a folder', 'a/*/x', ['a/x', 'a/b/x', 'a/b/c/x'], ['a/b/x']],
    [
      'a star at the start takes back nothing by itself',
      '*\n!*/\n!*.py',
      ['a', 'b/', 'b/c.py', 'b/c'],
      ['a', 'b/c'],
    ],
  ];
  it.each(table)('%s', async (_, text, paths, expected) => {
    expect(hidden(await rulesOf({ '': text }), ...paths)).toEqual(expected);
  });
});

describe('rules of nested files', () => {
  it('hold below their own folder only', async () => {
    const rules = await rulesOf({ a: 'x\n/y\nz/' });
    expect(hidden(rules, 'x', 'y', 'a/x', 'a/b/x', 'a/y', 'a/b/y', 'z/', 'a/z/', 'ab/x')).toEqual([
      'a/x',
      'a/b/x',
      'a/y',
      'a/z/',
    ]);
  });

  it('say nothing of the folder itself that they lie in', async () => {
    const rules = await rulesOf({ a: 'a\na/\n' });
    expect(hidden(rules, 'a/', 'a/x', 'a/a/', 'a/a/x')).toEqual(['a/a/', 'a/a/x']);
  });

  it('win over those above', async () => {
    const rules = await rulesOf({ '': '*.csv', a: '!keep.csv\n' });
    expect(hidden(rules, 'keep.csv', 'a/keep.csv', 'a/b/keep.csv', 'a/other.csv')).toEqual([
      'keep.csv',
      'a/other.csv',
    ]);
  });

  it('can open a folder that an outer file hides', async () => {
    const rules = await rulesOf({ '': 'x', a: '!x' });
    expect(hidden(rules, 'x/', 'a/x/', 'a/x/y')).toEqual(['x/']);
  });

  it('read special characters in the name of their folder as letters', async () => {
    const rules = await rulesOf({ 'a[1]*': '*.csv\n!b.csv' });
    expect(hidden(rules, 'a[1]*/a.csv', 'a[1]*/b.csv', 'a1x/a.csv')).toEqual(['a[1]*/a.csv']);
  });

  it('leave the rules they extend as they are', async () => {
    const outer = await rulesOf({ '': 'x' });
    const inner = await extendRules(outer, { directory: 'a' as RepoPath, text: 'y?', source: 'a/ignore' });
    expect([hidden(outer, 'x', 'a/yy'), hidden(inner, 'x', 'a/yy')]).toEqual([['x'], ['x', 'a/yy']]);
  });
});

describe("the project's own ignore files", () => {
  it('hide the folders of git, mercurial and the project without being asked', () => {
    expect(
      hidden(projectRules(OWN), '.git', '.git/', '.hg', '.hg/', `${OWN}/`, OWN, 'sub/.git/', '.gitignore'),
    ).toEqual(['.git', '.git/', '.hg/', `${OWN}/`, 'sub/.git/']);
  });

  it('take back a folder with all that is in it', async () => {
    const text = '*.csv\n!keep';
    expect(hidden(await rulesOf({ '': text }, 'project'), 'a.csv', 'keep/a.csv')).toEqual(['a.csv']);
    expect(hidden(await rulesOf({ '': text }, 'git'), 'a.csv', 'keep/a.csv')).toEqual([
      'a.csv',
      'keep/a.csv',
    ]);
  });

  it('hide the folder itself by a pattern for all that is in it', async () => {
    const text = 'a/**\n!a/keep';
    expect(hidden(await rulesOf({ '': text }, 'project'), 'a/', 'a/x', 'a/keep')).toEqual([
      'a/',
      'a/x',
      'a/keep',
    ]);
    expect(hidden(await rulesOf({ '': text }, 'git'), 'a/', 'a/x', 'a/keep')).toEqual(['a/x']);
  });

  it('hide nothing by patterns for every folder', async () => {
    for (const text of ['*/', '**/', '/**/', '**/*/', '**/*/**']) {
      expect(hidden(await rulesOf({ '': text }, 'project'), 'a/', 'a/b/', 'a/x')).toEqual([]);
    }
    expect(hidden(await rulesOf({ '': '/*/' }, 'project'), 'a/', 'x')).toEqual(['a/']);
  });

  it('trim blanks on both sides', async () => {
    expect(hidden(await rulesOf({ '': '  x\t\n' }, 'project'), 'x')).toEqual(['x']);
  });
});

describe('the rule that hides a path', () => {
  async function named(text: string, path: string, dialect: IgnoreDialect): Promise<string | undefined> {
    const rule = hidingRule(await rulesOf({ '': text }, dialect), path as RepoPath, false);
    return rule && ruleText(rule);
  }

  it('is the last one for git, and the first of the last run for the project', async () => {
    const text = '# note\n*.csv\na.csv\n';
    expect(await named(text, 'a.csv', 'git')).toBe('ignore:3:a.csv');
    expect(await named(text, 'a.csv', 'project')).toBe('ignore:2:*.csv');
  });

  it('is found for names without patterns, too', async () => {
    expect(await named('x\n/y\n', 'y', 'project')).toBe('ignore:2:/y');
  });

  it('is the rule of the topmost hidden folder', async () => {
    expect(await named('b\n/a/', 'a/b', 'git')).toBe('ignore:2:/a/');
  });

  it('has no file when it is built in', async () => {
    expect(await named('', '.git', 'project')).toBe(':.git');
  });

  it('is undefined when nothing hides the path', async () => {
    expect(await named('*.csv\n!a.csv', 'a.csv', 'git')).toBeUndefined();
  });
});

it('needs no pattern matching for the lines that tools write', async () => {
  const rules = await rulesOf({
    '': '/data.csv\nmodel\ndir/\n*.pyc\n',
    sub: '/config.local\n/tmp\n/cache\n',
  });
  expect(rules.patterns).toBeUndefined();
  expect(isIgnored(rules, 'sub/tmp' as RepoPath, true)).toBe(true);
});

it('decides a path by itself, without asking for its parents', async () => {
  const rules = await rulesOf({ '': 'x/' });
  expect([isIgnored(rules, 'x' as RepoPath, true), isIgnored(rules, 'x/y' as RepoPath, false)]).toEqual([
    true,
    false,
  ]);
});
