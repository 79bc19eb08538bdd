import { BLANK, leave, NEWLINE } from './cursor.ts';
import type { Cursor } from './cursor.ts';

const BACKSLASH = 0x5c;
const SINGLE = 0x27;
const DOUBLE = 0x22;

/**
 * Takes a quoted text, over several lines if need be, from its opening quote to behind the closing one.
 *
 * @param indent what every further line must be indented by at least.
 */
export function takeQuoted(cursor: Cursor, indent: number): string {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const start = cursor.at + 1;
  let special = false;
  for (let i = start; ; i++) {
    const unit = text.charCodeAt(i);
    if (unit === quote) {
      if (quote === DOUBLE || text.charCodeAt(i + 1) !== SINGLE) {
        cursor.at = i + 1;
        const raw = text.slice(start, i);
        return special ? unfold(raw, quote === DOUBLE, indent) : raw;
      }
      special = true;
      i++;
    } else if (unit === BACKSLASH && quote === DOUBLE) {
      special = true;
      i++;
    } else if (unit === NEWLINE) special = true;
    else if (Number.isNaN(unit)) leave();
  }
}

/** Undoes escapes and folded lines: a line end is a blank, further ones are kept, blanks around them are not. */
function unfold(raw: string, double: boolean, indent: number): string {
  let value = '';
  let from = 0;
  let at = 0;
  const takeBreaks = (): number => {
    let breaks = 0;
    while (raw.charCodeAt(at) === NEWLINE) {
      breaks++;
      const line = ++at;
      while (raw.charCodeAt(at) === BLANK) at++;
      if (at - line < indent && raw.charCodeAt(at) !== NEWLINE) leave();
    }
    return breaks;
  };
  while (at < raw.length) {
    const unit = raw.charCodeAt(at);
    if (unit === NEWLINE) {
      let end = at;
      while (end > from && raw.charCodeAt(end - 1) === BLANK) end--;
      value += raw.slice(from, end);
      const breaks = takeBreaks();
      value += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
      from = at;
    } else if (unit === SINGLE && !double) {
      value += raw.slice(from, at + 1);
      from = at += 2;
    } else if (unit === BACKSLASH && double) {
      value += raw.slice(from, at);
      at++;
      if (raw.charCodeAt(at) === NEWLINE) value += '\n'.repeat(takeBreaks() - 1);
      else {
        const escape = readEscape(raw, at);
        value += escape.value;
        at += escape.length;
      }
      from = at;
    } else at++;
  }
  return value + raw.slice(from);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** @param at behind the backslash. `length` counts from there. */
function readEscape(raw: string, at: number): { readonly value: string; readonly length: number } {
  const letter = raw.charAt(at);
  const short = ESCAPES[letter];
  if (short !== undefined) return { value: short, length: 1 };
  const digits = HEX_DIGITS[letter] ?? leave();
  const hex = raw.slice(at + 1, at + 1 + digits);
  const code = Number.parseInt(hex, 16);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex) || code > 0x10ffff || isHalf(code)) leave();
  return { value: String.fromCodePoint(code), length: digits + 1 };
}

/** Half of a surrogate pair. */
function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
