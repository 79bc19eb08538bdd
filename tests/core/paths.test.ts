import { describe, expect, it } from 'vitest';
import { closedBy, findTwins } from '../../src/core/paths.ts';

describe('a path is closed', () => {
  it.each([
    ['.git', 'git'],
    ['a/.git/hooks/x', 'git'],
    ['.GiT/x', 'git'],
    ['GIT~1/x', 'git'],
    ['.git. ./x', 'git'],
    ['.git:stream', 'git'],
    ['.gi\u200dt/x', 'git'],
    ['.dvc/config', 'own'],
    ['a/.MLTRACK/x', 'own'],
    ['a\0b', 'name'],
  ])('%j: %s', (path, why) => {
    expect(closedBy(path, 'linux')).toBe(why);
  });

  it.each(['.gitignore', '.dvcignore', 'a/.dvc', 'a.git/x', 'git/x', 'a\\b', 'c:/x', '...', 'a.dvc'])(
    'not: %j',
    path => {
      expect(closedBy(path, 'linux')).toBeUndefined();
    },
  );

  it.each(['a\\..\\b', 'c:/x', 'file:stream'])('on Windows: %j', path => {
    expect(closedBy(path, 'win32')).toBe('name');
  });
});

describe('twins', () => {
  it.each([
    [
      ['a', 'A'],
      ['a', 'A'],
    ],
    [
      ['x/caf\u00e9', 'X/cafe\u0301'],
      ['x/caf\u00e9', 'X/cafe\u0301'],
    ],
    [
      ['A/x', 'a'],
      ['a', 'A/x'],
    ],
    [
      ['a', 'b', 'a/x'],
      ['a', 'a/x'],
    ],
  ])('are found: %j', (paths, twins) => {
    expect(findTwins(paths)).toEqual(twins);
  });

  it('are not found among different names, or in folders of different case', () => {
    expect(findTwins(['a', 'b', 'c/a', 'C/b'])).toBeUndefined();
  });
});
