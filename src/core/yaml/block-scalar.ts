import { BLANK, leave, NEWLINE } from './cursor.ts';
import type { Cursor } from './cursor.ts';

const HEADER = /[|>]([-+]?)(?: +(?:#.*)?)?(?:\n|$)/y;

/**
 * Takes a `|` or `>` text from its indicator to behind its last line. Its own indentation is that of its first
 * line; one that is given by a digit is uncommon.
 *
 * @param outer the indentation of the collection around it.
 */
export function takeBlockScalar(cursor: Cursor, outer: number): string {
  const { text } = cursor;
  HEADER.lastIndex = cursor.at;
  const header = HEADER.exec(text) ?? leave();
  const folded = text[cursor.at] === '>';
  cursor.at = HEADER.lastIndex;
  const { lines, trailing } = takeLines(cursor, outer);
  const body = folded ? fold(lines) : lines.join('\n');
  // A last line that the file ends without closing has no line end to keep.
  const end = text.charCodeAt(cursor.at - 1) === NEWLINE ? '\n' : '';
  if (header[1] === '-') return body;
  return header[1] === '+' ? body + end + '\n'.repeat(trailing) : body + end;
}

/** The lines without their indentation, empty ones inside included; `trailing` empty ones follow. */
function takeLines(cursor: Cursor, outer: number): { readonly lines: string[]; readonly trailing: number } {
  const { text } = cursor;
  const lines: string[] = [];
  let indent = -1;
  let blankLines = 0;
  while (cursor.at < text.length) {
    const start = cursor.at;
    let at = start;
    while (text.charCodeAt(at) === BLANK && at - start !== indent) at++;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (at === end) {
      // Blanks before the first line may count as its indentation: uncommon. So are some in a last, open line.
      if ((indent < 0 && at > start) || newline < 0) leave();
      blankLines++;
    } else {
      if (indent < 0) indent = at - start;
      if (at - start < indent) break;
      if (indent <= outer) leave();
      for (; blankLines > 0; blankLines--) lines.push('');
      lines.push(text.slice(at, end));
    }
    cursor.at = newline < 0 ? end : newline + 1;
  }
  if (indent < 0) leave();
  return { lines, trailing: blankLines };
}

/** Joins lines by blanks; empty lines become line ends, and lines that are indented further keep theirs. */
function fold(lines: readonly string[]): string {
  let value = '';
  let last: string | undefined;
  let empty = 0;
  for (const line of lines) {
    if (line === '') {
      empty++;
      continue;
    }
    if (last !== undefined) {
      const joins = !last.startsWith(' ') && !line.startsWith(' ');
      value += joins ? (empty === 0 ? ' ' : '') : '\n';
    }
    value += '\n'.repeat(empty) + line;
    last = line;
    empty = 0;
  }
  return value;
}
