/**
 * Scalars as ruamel.yaml lays them out: what would run past the width is continued on further lines. Every
 * function answers the text from the scalar's first character on; `column` is where that stands, `indent` where
 * further lines start. Columns count code points, as Python does.
 *
 * @source ruamel.yaml 0.19 emitter.py: write_plain, write_single_quoted, write_double_quoted.
 */
const WIDTH = 80;

/** The number of code points. */
export function widthOf(text: string): number {
  let width = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) width--;
  return width;
}

/**
 * An unquoted text. A word that would pass the width goes to a line of its own, and the blank before it stays at
 * the end of the line above; that holds for the first word too.
 */
export function foldPlain(text: string, column: number, indent: number): string {
  if (column + text.length <= WIDTH) return text;
  let out = '';
  for (const [part] of text.matchAll(WORDS_AND_BLANKS)) {
    const width = widthOf(part);
    const isBlank = part.startsWith(' ');
    const breaks = isBlank ? part === ' ' && column >= WIDTH : column + width > WIDTH && column > indent;
    if (breaks) {
      out += newLine(indent);
      column = indent;
    }
    if (!breaks || !isBlank) {
      out += part;
      column += width;
    }
  }
  return out;
}

const WORDS_AND_BLANKS = / +|[^ ]+/g;

/** Single quotes, for a text that has none inside. A lone blank past the width becomes a line end. */
export function foldSingle(text: string, column: number, indent: number): string {
  let out = "'";
  column++;
  let at = 0;
  for (const [part] of text.matchAll(WORDS_BLANKS_AND_BREAKS)) {
    const isInside = at > 0 && at + part.length < text.length;
    at += part.length;
    if (part === ' ' && column > WIDTH && isInside) {
      out += newLine(indent);
      column = indent;
    } else if (/^[\x85\u2028\u2029]/.test(part)) {
      out += part + ' '.repeat(indent);
      column = indent;
    } else {
      out += part;
      column += widthOf(part);
    }
  }
  return `${out}'`;
}

const WORDS_BLANKS_AND_BREAKS = / +|[\x85\u2028\u2029]+|[^ \x85\u2028\u2029]+/g;

/** Double quotes with escapes. Past the width it breaks at any blank, and behind every escape. */
export function foldDouble(text: string, column: number, indent: number): string {
  const characters = Array.from(text);
  const last = characters.length - 1;
  let out = '"';
  column++;
  let start = 0;
  const put = (part: string, width: number): void => {
    out += part;
    column += width;
  };
  const flush = (end: number): void => {
    if (start < end) put(characters.slice(start, end).join(''), end - start);
    if (start < end) start = end;
  };
  for (let at = 0; at <= last; at++) {
    const character = characters[at] ?? '';
    const escape = escapeOf(character);
    if (escape !== undefined) {
      flush(at);
      put(escape, escape.length);
      start = at + 1;
    }
    const mayBreak = at > 0 && at < last && (character === ' ' || start >= at);
    if (!mayBreak || column + (at - start) <= WIDTH) continue;
    const bare = start !== at && breaksBare(characters, at);
    flush(at);
    out += bare ? newLine(indent) : `\\${newLine(indent)}`;
    column = indent;
    if (characters[start] !== ' ') continue;
    if (bare) start++;
    else put('\\', 1);
  }
  flush(last + 1);
  return `${out}"`;
}

/** The same on one line, for keys. */
export function quoteDouble(text: string): string {
  let out = '';
  for (const character of text) out += escapeOf(character) ?? character;
  return `"${out}"`;
}

/** Can the blank at this place simply be a line end, or does the line end need a backslash before it? */
function breaksBare(characters: readonly string[], at: number): boolean {
  const blank = characters.indexOf(' ', at);
  if (blank < 0) return false;
  const newline = characters.indexOf('\n', at);
  const end = newline >= 0 && newline < blank ? newline : blank;
  const next = characters[end + 1];
  if (next === undefined || next === ' ' || next === '\n') return false;
  if (characters[end] === '\n') return false;
  const word = characters.slice(at, end);
  if (word.includes('"') || word.includes("'")) return false;
  return !(characters[at - 1] === ' ' && characters[at] === ' ');
}

function newLine(indent: number): string {
  return `\n${' '.repeat(indent)}`;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1b', '\\e'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x85', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

const UNESCAPED = /^[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]$/u;

function escapeOf(character: string): string | undefined {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined || UNESCAPED.test(character)) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
