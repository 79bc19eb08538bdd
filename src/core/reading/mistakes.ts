/** All mistakes of a file of values: for one that was refused, as the readers stop at the first. */
import { closest } from '../schema/closest.ts';
import type { YamlProblem } from '../yaml/problem.ts';
import type { DataProblem } from './by-suffix.ts';

/** A mistake at its place. `line` and `column` start at 1, `length` is in characters of that line. */
export interface DataMistake extends YamlProblem {
  readonly hint?: string;
}

interface Place {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Each at its place. Empty when no place is to blame. */
export async function dataMistakes(text: string, problem: DataProblem): Promise<readonly DataMistake[]> {
  const { all, message, line, column = 1 } = problem;
  if (all !== undefined) return all;
  if (line === undefined) return [];
  const found = await further(text, problem);
  const lines = text.split(/\r\n?|\n/);
  return (found.length > 0 ? found : [{ message, line, column }]).map(each => {
    const rest = (lines[each.line - 1] ?? '').slice(each.column - 1);
    const [word = ''] = /^[\p{L}\p{N}_.+-]+/u.exec(rest) ?? [];
    const hint = hintOf(problem.format, each.message, word, rest);
    return {
      message: each.message,
      line: each.line,
      column: each.column,
      length: word.length || 1,
      ...(hint === undefined ? {} : { hint }),
    };
  });
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

/** What each format calls the values that have no digits and no quotes. */
const VALUES: Readonly<Partial<Record<DataProblem['format'], readonly string[]>>> = {
  json: ['true', 'false', 'null'],
  toml: ['true', 'false'],
};

/** @param rest of the line, from the mistake on, with the word that it begins with. */
function hintOf(
  format: DataProblem['format'],
  message: string,
  word: string,
  rest: string,
): string | undefined {
  const known = VALUES[format] ?? [];
  const near = format === 'json' && word === 'None' ? 'null' : closest(word, known);
  if (near !== undefined && !known.includes(word)) return `did you mean \`${near}\`?`;
  if (format !== 'json') return undefined;
  if (/^(?:#|\/[/*])/.test(rest)) return 'JSON has no comments';
  if (rest.startsWith("'")) return 'texts need double quotes';
  const isBehindComma = message.startsWith('expected a key') ? /^[,}]/ : /^\]/;
  return isBehindComma.test(rest) ? 'the comma before it is one too many' : undefined;
}
