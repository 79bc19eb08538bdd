import type { TomlSource } from './source.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\x1b',
  '"': '"',
  '\\': '\\',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What stands for itself, by the quote around it: no quote, no backslash where that escapes, no control. */
const PLAIN = {
  '"': /[^"\\\x00-\x08\x0a-\x1f\x7f]+/y,
  "'": /[^'\x00-\x08\x0a-\x1f\x7f]+/y,
  '"""': /[^"\\\x00-\x08\x0b-\x1f\x7f]+/y,
  "'''": /[^'\x00-\x08\x0b-\x1f\x7f]+/y,
};
const QUOTES = { '"': /"+/y, "'": /'+/y };

/** Reads a text in quotes of any kind, from its opening quote to behind the closing one. */
export function readText(source: TomlSource): string {
  const start = source.at;
  const quote = source.next === '"' ? '"' : "'";
  const long = quote === '"' ? '"""' : "'''";
  if (!source.takes(long)) {
    source.takes(quote);
    return readShort(source, start, quote);
  }
  source.takes('\n');
  return readLong(source, start, quote, long);
}

function readShort(source: TomlSource, start: number, quote: '"' | "'"): string {
  let text = '';
  for (;;) {
    text += source.match(PLAIN[quote]);
    if (source.takes(quote)) return text;
    if (source.takes('\\')) text += readEscape(source);
    else refuseRest(source, start, source.next === '\n');
  }
}

/** @param start of the opening quotes, which are read. */
function readLong(source: TomlSource, start: number, quote: '"' | "'", long: '"""' | "'''"): string {
  let text = '';
  for (;;) {
    text += source.match(PLAIN[long]);
    const quotes = source.match(QUOTES[quote]);
    // One or two quotes may stand before the three that close.
    if (quotes.length > 5) source.refuse('too many quotes', source.at - 1);
    if (quotes.length > 2) return text + quotes.slice(3);
    text += quotes;
    if (quotes !== '') continue;
    if (!source.takes('\\')) refuseRest(source, start, false);
    const gap = source.match(/[ \t\n]+/y);
    if (gap === '') text += readEscape(source);
    else if (!gap.includes('\n')) source.refuse('only the end of a line may be escaped');
  }
}

function refuseRest(source: TomlSource, start: number, isCut: boolean): never {
  if (isCut || source.isAtEnd) source.refuse('this text has no closing quote', start);
  source.refuse('a control character must be escaped');
}

/** Reads on behind a backslash. */
function readEscape(source: TomlSource): string {
  const start = source.at - 1;
  const letter = source.next;
  source.at++;
  const short = ESCAPES[letter];
  if (short !== undefined) return short;
  const digits = HEX_DIGITS[letter];
  const hex = source.text.slice(source.at, source.at + (digits ?? 0));
  const code = Number.parseInt(hex, 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex) || !isCharacter)
    source.refuse('no such escape', start);
  source.at += hex.length;
  return String.fromCodePoint(code);
}
