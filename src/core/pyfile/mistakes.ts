/** What is wrong with a Python file behind its first mistake. */
import { collectValues } from './read.ts';
import { Refusal } from './refusal.ts';

/** In longer texts the search for further mistakes takes longer than they are worth. */
const MAX_LENGTH = 30_000;
const MOST = 50;

/** One mistake in a Python text. Both numbers start at 1. */
export interface PythonMistake {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/**
 * All mistakes, one a statement: one that is refused is taken out, and the text is parsed again. The search ends where
 * it is not clear which statement is to blame, or others hang on it.
 */
export function pythonMistakes(source: string): readonly PythonMistake[] {
  let text: string | undefined = source.replace(/\r\n?/g, '\n');
  const found: Refusal[] = [];
  while (text !== undefined && text.length <= MAX_LENGTH && found.length < MOST) {
    const refusal = firstRefusal(text, value => found.push(value));
    if (refusal === undefined) break;
    // Words are told apart before statements are: mistakes do not come in the order of lines.
    if (found.some(({ line }) => line === refusal.line)) break;
    found.push(refusal);
    text = withoutStatement(text, refusal.line);
  }
  return found
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ message, line, column }) => ({ message, line, column }));
}

/** @param onValue is told of each value that cannot be read, once the rest can. */
function firstRefusal(text: string, onValue: (refusal: Refusal) => void): Refusal | undefined {
  try {
    collectValues(text, onValue);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Statements that others may hang on. */
const HEADER =
  /^\s*(?:@|(?:async|class|def|if|elif|else|for|while|try|except|finally|with|match|case)\b)|:\s*(?:#.*)?$/;

/** The text with `pass` in place of the statement that goes over a line. */
function withoutStatement(text: string, line: number): string | undefined {
  const range = statementAt(text, line);
  if (range === undefined) return undefined;
  const lines = text.split('\n');
  const first = lines[range.first - 1] ?? '';
  if (HEADER.test(first)) return undefined;
  lines.fill('', range.first - 1, range.last);
  lines[range.first - 1] = `${/^\s*/.exec(first)?.[0] ?? ''}pass`;
  return lines.join('\n');
}

const TOKEN =
  /#.*|\\\n|"""(?:[^"\\]|\\[^]|"{1,2}(?!"))*"""|'''(?:[^'\\]|\\[^]|'{1,2}(?!'))*'''|"""|'''|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[^]/y;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The lines of a statement, both from 1. Undefined when its brackets or quotes do not match up. */
function statementAt(text: string, wanted: number): Range | undefined {
  let depth = 0;
  let line = 1;
  let first = 1;
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const [token = ''] = TOKEN.exec(text) ?? [];
    at += token.length;
    if (token === '"""' || token === "'''") return undefined;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1);
    else if (token === '\n' && depth === 0) {
      if (line >= wanted) return { first, last: line };
      first = line + 1;
    }
    line += token.split('\n').length - 1;
  }
  return depth > 0 ? undefined : { first, last: line };
}
