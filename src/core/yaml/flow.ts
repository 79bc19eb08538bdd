import type { Scalar, Value } from '../../model/value.ts';
import { BLANK, COLON, HASH, isGap, isQuote, leave, NEWLINE, skipBlanks, startsPlain } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { addEntry, plainValue } from './entry.ts';
import { takeQuoted } from './quoted.ts';

const MAX_DEPTH = 20;
const OPEN_LIST = 0x5b;
const OPEN_MAP = 0x7b;
const CLOSE_LIST = 0x5d;
const CLOSE_MAP = 0x7d;
const COMMA = 0x2c;

/** Takes a `[…]` or `{…}` that stands on one line. */
export function takeFlow(cursor: Cursor, depth = 0): Value {
  if (depth > MAX_DEPTH) leave();
  return cursor.text.charCodeAt(cursor.at) === OPEN_LIST ? takeList(cursor, depth) : takeMap(cursor, depth);
}

function takeList(cursor: Cursor, depth: number): Value {
  const items: Value[] = [];
  cursor.at++;
  while (!takesEnd(cursor, ']')) {
    items.push(takeItem(cursor, depth));
    takeComma(cursor, ']');
  }
  return items;
}

function takeMap(cursor: Cursor, depth: number): Value {
  const map = new Map<Scalar, Value>();
  cursor.at++;
  while (!takesEnd(cursor, '}')) {
    const quoted = isQuote(cursor.text.charCodeAt(cursor.at));
    const key = takeScalar(cursor);
    skipBlanks(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== COLON) leave();
    if (!quoted && cursor.text.charCodeAt(cursor.at + 1) !== BLANK) leave();
    cursor.at++;
    skipBlanks(cursor);
    addEntry(map, key, takeItem(cursor, depth));
    takeComma(cursor, '}');
  }
  return map;
}

function takesEnd(cursor: Cursor, closing: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== closing) return false;
  cursor.at++;
  return true;
}

function takeComma(cursor: Cursor, closing: string): void {
  skipBlanks(cursor);
  const character = cursor.text[cursor.at];
  if (character === ',') cursor.at++;
  else if (character !== closing) leave();
}

function takeItem(cursor: Cursor, depth: number): Value {
  const unit = cursor.text.charCodeAt(cursor.at);
  return unit === OPEN_LIST || unit === OPEN_MAP ? takeFlow(cursor, depth + 1) : takeScalar(cursor);
}

function takeScalar(cursor: Cursor): Scalar {
  const { text } = cursor;
  const start = cursor.at;
  if (isQuote(text.charCodeAt(start))) {
    const value = takeQuoted(cursor, Infinity);
    // Over a line end only the other reader knows what is allowed.
    return text.slice(start, cursor.at).includes('\n') ? leave() : value;
  }
  if (!startsPlain(text, start, true)) leave();
  cursor.at = plainEnd(text, start);
  return plainValue(text.slice(start, cursor.at));
}

/** Where the unquoted text ends, before the blanks behind it. */
function plainEnd(text: string, start: number): number {
  let end = start;
  for (let i = start; ; i++) {
    switch (text.charCodeAt(i)) {
      case BLANK:
        continue;
      case COLON:
        if (isGap(text, i + 1)) return end;
        if (',[]{}'.includes(text.charAt(i + 1))) leave();
        break;
      case COMMA:
      case CLOSE_LIST:
      case CLOSE_MAP:
        return end;
      case HASH:
        if (text.charCodeAt(i - 1) === BLANK) leave();
        break;
      case OPEN_LIST:
      case OPEN_MAP:
      case NEWLINE:
        leave();
    }
    if (i >= text.length) leave();
    end = i + 1;
  }
}
