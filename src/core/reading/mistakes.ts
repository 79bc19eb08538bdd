/** All mistakes of a file of values: for one that was refused, as the readers stop at the first. */
import type { YamlProblem } from '../yaml/problem.ts';
import type { DataProblem } from './by-suffix.ts';

interface Place {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Each at its place. Empty when no place is to blame. */
export async function dataMistakes(text: string, problem: DataProblem): Promise<readonly YamlProblem[]> {
  const { all, message, line, column = 1 } = problem;
  if (all !== undefined) return all;
  if (line === undefined) return [];
  const found = await further(text, problem);
  const lines = text.split(/\r\n?|\n/);
  return (found.length > 0 ? found : [{ message, line, column }]).map(each => ({
    message: each.message,
    line: each.line,
    column: each.column,
    length: lengthOfWord(lines[each.line - 1] ?? '', each.column),
  }));
}

async function further(text: string, { format }: DataProblem): Promise<readonly Place[]> {
  switch (format) {
    case 'json':
      return (await import('../json/mistakes.ts')).jsonMistakes(text);
    case 'toml':
      return (await import('../toml/mistakes.ts')).tomlMistakes(text);
    case 'python':
      return (await import('../pyfile/mistakes.ts')).pythonMistakes(text);
    case 'yaml':
      return [];
  }
}

/** Of the word that a place begins, or of one character. */
function lengthOfWord(line: string, column: number): number {
  return /^[\p{L}\p{N}_.+-]+/u.exec(line.slice(column - 1))?.[0].length ?? 1;
}
