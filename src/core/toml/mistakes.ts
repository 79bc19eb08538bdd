/** What is wrong with a TOML text behind its first mistake. */
import { problemOf, TomlReader } from './read.ts';
import type { TomlProblem } from './read.ts';
import { Refusal } from './source.ts';
import { Twice } from './tables.ts';
import type { Table } from './tables.ts';

const MOST = 50;

/**
 * All mistakes: the reader goes on with the next line that is a statement for certain. The search ends where it is not
 * clear how far a mistake reaches.
 */
export function tomlMistakes(source: string): readonly TomlProblem[] {
  const text = source.replace(/\r\n?/g, '\n');
  const reader = new TomlReader(text);
  const found: TomlProblem[] = [];
  let table = reader.root;
  let headersCount = true;
  while (found.length < MOST) {
    const step = readOn(reader, table);
    if (step === 'end') break;
    if (!('refusal' in step)) {
      table = step.table;
      continue;
    }
    const { refusal, start } = step;
    const isHeader = text[start] === '[';
    // What a header that was refused would have made, later ones may build upon.
    if (headersCount || !isHeader || !(refusal instanceof Twice)) found.push(problemOf(text, refusal));
    if (isHeader) {
      headersCount = false;
      table = new Map();
    }
    const end = endOfStatement(text, start);
    if (end === undefined) break;
    reader.source.at = nextStatement(text, Math.max(end, refusal.at));
  }
  return found;
}

type Step = 'end' | { readonly table: Table } | { readonly refusal: Refusal; readonly start: number };

function readOn(reader: TomlReader, table: Table): Step {
  let start = reader.source.at;
  try {
    if (!reader.hasMore()) return 'end';
    start = reader.source.at;
    return { table: reader.statement(table) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: error, start };
  }
}

const TOKEN =
  /#.*|"""(?:[^"\\]|\\[^]|"{1,2}(?!"))*"{3,5}|'''(?:[^']|'{1,2}(?!'))*'{3,5}|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^]/y;

/** Where the line ends that a statement ends with. Undefined when its brackets or quotes do not match up. */
function endOfStatement(text: string, start: number): number | undefined {
  const isHeader = text[start] === '[';
  let depth = 0;
  for (let at = start; at < text.length; ) {
    TOKEN.lastIndex = at;
    const [token = ''] = TOKEN.exec(text) ?? [];
    if (token === '\n' && (depth === 0 || isHeader)) return at;
    const isLong = LONG_QUOTE.test(text.slice(at, at + 3)) && token.length < 6;
    if (isLong || (isCut(token) && depth > 0)) return undefined;
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    at += token.length;
  }
  return depth > 0 && !isHeader ? undefined : text.length;
}

const LONG_QUOTE = /^(?:"{3}|'{3})$/;

function isCut(token: string): boolean {
  return /^["']/.test(token) && (token.length === 1 || !token.endsWith(token.charAt(0)));
}

const KEYS = String.raw`(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*`;
/** What can hardly be the rest of a list or a text. */
const STATEMENT = new RegExp(
  String.raw`^[ \t]*(?:${KEYS}[ \t]*=|\[{1,2}[ \t]*${KEYS}[ \t]*\]{0,2}[ \t]*(?:#.*)?$)`,
  'm',
);

function nextStatement(text: string, from: number): number {
  const line = text.indexOf('\n', from);
  const found = line < 0 ? -1 : text.slice(line + 1).search(STATEMENT);
  return found < 0 ? text.length : line + 1 + found;
}
