import { describe, expect, it } from 'vitest';
import { calledWords } from '../../src/cli/words.ts';

function read(line: string) {
  const { words, cwd, ignored, entry } = calledWords({
    argv: line === '' ? [] : line.split(' '),
    cwd: '/work',
  });
  return { words, cwd, ignored, command: entry?.name };
}

describe('the words before the command', () => {
  it.each([
    ['metrics diff main', 'metrics diff', ['metrics', 'diff', 'main'], '/work'],
    ['--cd a/b repro -f', 'repro', ['repro', '-f'], '/work/a/b'],
    ['--cd=../c status', 'status', ['status'], '/c'],
    ['--cd /elsewhere dag', 'dag', ['dag'], '/elsewhere'],
    ['help metrics diff', 'metrics diff', ['metrics', 'diff', '--help'], '/work'],
    ['help nonsense', undefined, ['nonsense', '--help'], '/work'],
    ['metrics', undefined, ['metrics'], '/work'],
    ['', undefined, [], '/work'],
  ])('`%s` calls %s', (line, command, words, cwd) => {
    expect(read(line)).toEqual({ words, cwd, ignored: [], command });
  });

  it('-q and -v before the command are set aside', () => {
    expect(read('-q --verbose --cd x repro -q')).toEqual({
      words: ['repro', '-q'],
      cwd: '/work/x',
      ignored: ['-q', '--verbose'],
      command: 'repro',
    });
  });

  it('`--cd` without a folder stays, to be refused', () => {
    expect(read('--cd').words).toEqual(['--cd']);
  });
});
