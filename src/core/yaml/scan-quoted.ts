import { foldBreaks } from './scan-plain.ts';
import { isEnd } from './source.ts';
import type { Source } from './source.ts';
import { token } from './tokens.ts';
import type { Token } from './tokens.ts';

const NUL = 0;
const BACKSLASH = 0x5c;
const SINGLE = 0x27;
const DOUBLE = 0x22;

/** Takes a text in quotes, from the opening one to behind the closing one. */
export function scanQuoted(source: Source): Token {
  const start = source.at;
  const double = source.unit() === DOUBLE;
  source.at++;
  let text = '';
  for (;;) {
    text += takeWord(source, double);
    if (source.unit() === (double ? DOUBLE : SINGLE)) {
      source.at++;
      return token('scalar', start, source.at, { text, style: double ? '"' : "'" });
    }
    text += takeGap(source, start);
  }
}

function takeWord(source: Source, double: boolean): string {
  let text = '';
  for (;;) {
    const start = source.at;
    while (!endsWord(source.unit(), double)) source.at++;
    text += source.text.slice(start, source.at);
    const unit = source.unit();
    if (unit === SINGLE && source.unit(1) === SINGLE && !double) {
      text += "'";
      source.at += 2;
    } else if (unit === BACKSLASH) text += takeEscape(source);
    else return text;
  }
}

function endsWord(unit: number, double: boolean): boolean {
  if (unit === 0x20 || unit === 0x09 || isEnd(unit)) return true;
  return double ? unit === DOUBLE || unit === BACKSLASH : unit === SINGLE;
}

/** Blanks, which count, or line ends with the blanks around them, which are folded. */
function takeGap(source: Source, opening: number): string {
  const start = source.at;
  skipBlanksAndTabs(source);
  if (source.unit() === NUL) source.refuse('this quote is never closed', opening);
  const first = source.takeBreak();
  if (first === '') return source.text.slice(start, source.at);
  return foldBreaks(first, takeBreaks(source));
}

function takeBreaks(source: Source): string {
  for (let breaks = ''; ; ) {
    if (source.isDocumentMark()) source.refuse('a quoted text cannot go on behind the end of its document');
    skipBlanksAndTabs(source);
    const next = source.takeBreak();
    if (next === '') return breaks;
    breaks += next;
  }
}

function skipBlanksAndTabs(source: Source): void {
  while (source.unit() === 0x20 || source.unit() === 0x09) source.at++;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function takeEscape(source: Source): string {
  const start = source.at++;
  if (source.takeBreak() !== '') return takeBreaks(source);
  const letter = source.text.charAt(source.at++);
  const short = ESCAPES.get(letter);
  if (short !== undefined) return short;
  const digits = HEX_DIGITS.get(letter);
  if (digits === undefined) {
    return source.refuse('no such escape; write a backslash as `\\\\`', start, start + 2);
  }
  const hex = source.text.slice(source.at, source.at + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) {
    source.refuse(`\`\\${letter}\` needs ${digits} hexadecimal digits`, start, start + 2);
  }
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    source.refuse(`there is no character U+${hex.toUpperCase()}`, start, start + 2 + digits);
  }
  source.at += digits;
  return String.fromCodePoint(code);
}
