import { describe, expect, it } from 'vitest';
import { parseIgnoreFile } from '../../../src/core/ignore/parse.ts';
import type { IgnoreDialect } from '../../../src/core/ignore/parse.ts';
import type { RepoPath } from '../../../src/model/path.ts';

function read(text: string, dialect: IgnoreDialect = 'git', directory = '') {
  return parseIgnoreFile({ directory: directory as RepoPath, text, source: 'f' }, dialect);
}

describe('a rule', () => {
  it.each<[string, string, boolean, boolean, boolean]>([
    // line, core, negated, of folders only, of one place
    ['x', 'x', false, false, false],
    ['/x', 'x', false, false, true],
    ['x/', 'x', false, true, false],
    ['!/a/b/', 'a/b', true, true, true],
    ['a/b', 'a/b', false, false, true],
    ['\\!x', '\\!x', false, false, false],
    ['**/x', '**/x', false, false, true],
    ['x\\ ', 'x\\ ', false, false, false],
  ])('%j', (line, core, negated, directoryOnly, anchored) => {
    expect(read(line)).toEqual([
      { directory: '', source: 'f', line: 1, pattern: line, core, negated, directoryOnly, anchored },
    ]);
  });

  it('knows its line, those that can match nothing counted', () => {
    const text = '\ufeff# note\n\nx\r\n/\n!\n//\nx\\\ny  \n';
    expect(read(text).map(({ line, pattern }) => [line, pattern])).toEqual([
      [3, 'x'],
      [6, '//'],
      [8, 'y'],
    ]);
  });

  it('ends at every kind of line end in the own file of a project, where blanks on both sides do not count', () => {
    const text = '\tx \r y\r\nz\\ ';
    expect(read(text, 'project').map(({ line, pattern }) => [line, pattern])).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
    expect(read(text, 'git').map(({ line, pattern }) => [line, pattern])).toEqual([
      [1, '\tx \r y'],
      [2, 'z\\ '],
    ]);
  });

  it('for all in a folder is one for the folder, too, in the own file of a project', () => {
    expect(read('a/**', 'project').map(({ core, directoryOnly }) => [core, directoryOnly])).toEqual([
      ['a/**', false],
      ['a', true],
    ]);
    expect(read('a/**', 'git')).toHaveLength(1);
  });

  it('for every folder matches nothing in the own file of a project, unless it lies in a folder', () => {
    expect(read('*/\n**/\n', 'project')).toEqual([]);
    expect(read('*/\n', 'project', 'sub')).toHaveLength(1);
  });
});
