import { join } from '../model/path.ts';
import type { ProcessLike } from './process.ts';
import { findEntry } from './registry.ts';
import type { Entry } from './registry.ts';

/** A command line, as far as it can be understood without loading the command. */
export interface CalledWords {
  /** From the verb on. */
  readonly words: readonly string[];
  /** Where to work. */
  readonly cwd: string;
  /** As typed behind `--cd`; undefined when there was none. */
  readonly movedTo: string | undefined;
  /** Wait for other processes as long as they take. */
  readonly waitsForLock: boolean;
  /** Of `-q` and `-v`, DVC lets those of the command win, which are unset when they do not stand behind it. */
  readonly ignored: readonly string[];
  /** Undefined when the words name no command. */
  readonly entry: Entry | undefined;
}

const ELSEWHERE = ['-q', '--quiet', '-v', '--verbose'];

/** Reads what comes before the verb. `help VERB` asks for the same as `VERB --help`. */
export function calledWords({ argv, cwd }: Pick<ProcessLike, 'argv' | 'cwd'>): CalledWords {
  const words = [...argv];
  const ignored: string[] = [];
  let movedTo: string | undefined;
  let waitsForLock = false;
  for (let word = words[0]; word !== undefined; word = words[0]) {
    if (word === '--cd' && words.length > 1) movedTo = words.splice(0, 2)[1];
    else if (word.startsWith('--cd=')) movedTo = words.shift()?.slice('--cd='.length);
    else if (word === '--wait-for-lock') waitsForLock = words.shift() !== undefined;
    else if (ELSEWHERE.includes(word)) ignored.push(...words.splice(0, 1));
    else break;
  }
  if (words[0] === 'help' && words.length > 1) {
    words.shift();
    words.push('--help');
  }
  return {
    words,
    cwd: movedTo === undefined ? cwd : join(cwd, movedTo),
    movedTo,
    waitsForLock,
    ignored,
    entry: findEntry(words),
  };
}
