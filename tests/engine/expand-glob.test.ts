import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNodeFiles } from '../../src/adapters/node-files.ts';
import { expandGlob } from '../../src/engine/expand-glob.ts';
import { temporaryFolders, write } from '../adapters/temporary-folder.ts';

const folder = temporaryFolders('suite');
const files = createNodeFiles();

const PYTHON = `
import glob, json, os, sys
os.chdir(sys.argv[1])
print(json.dumps([sorted(set(os.path.normpath(p) for p in glob.iglob(p, recursive=True))) for p in sys.argv[2:]]))
`;

function makeTree(): string {
  const top = folder();
  write(top, {
    'a.csv': '',
    'b.csv': '',
    'é.csv': '',
    '.hidden.csv': '',
    '[x].csv': '',
    'data/1.csv': '',
    'data/2.txt': '',
    'data/.secret/3.csv': '',
    'data/deep/er/4.csv': '',
    'data/deep/.5.csv': '',
  });
  symlinkSync('data', `${top}/linked`);
  symlinkSync('nowhere', `${top}/broken.csv`);
  return top;
}

describe('a pattern', () => {
  it('means what it means to Python', () => {
    const top = makeTree();
    const patterns = [
      '*.csv',
      '?.csv',
      '[ab].csv',
      '[!a].csv',
      '[[]x].csv',
      'a.csv',
      './*.csv',
      'none*',
      'none',
      '.*',
      '.*/*',
      '*',
      '*/*',
      'data/*',
      'data/.*/*.csv',
      '*/deep/*/*.csv',
      'data/**',
      'data/**/*.csv',
      '**/*.csv',
      '**/er/**',
      'data/../*.csv',
      'd?ta/d*',
      'linked/*',
      'a.csv/*',
      `${top}/*.csv`,
    ];
    const answer = execFileSync('python3', ['-c', PYTHON, top, ...patterns], { encoding: 'utf8' });
    const expected = JSON.parse(answer) as string[][];
    patterns.forEach((pattern, index) => {
      const found = expandGlob(files, top, pattern).map(path => path.replace(/^\.\//, ''));
      const wanted = (expected[index] ?? []).map(path => path);
      expect(new Set(found.map(normal)), pattern).toEqual(new Set(wanted.filter(path => path !== '.')));
    });
  });

  it('gives paths in the same order each time, none twice', () => {
    const top = makeTree();
    expect(expandGlob(files, top, '**/*.csv')).toEqual(
      [...new Set(expandGlob(files, top, '**/*.csv'))].sort((a, b) => (a < b ? -1 : 1)),
    );
  });
});

/** As Python's os.path.normpath writes it. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
