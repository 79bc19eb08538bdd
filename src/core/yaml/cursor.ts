/** A place in a text, moved along by the readers of the common shape. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** Thrown where a text leaves the common shape: another reader must take over, or the text is wrong. */
const UNCOMMON = new Error('not the common shape');

export function leave(): never {
  throw UNCOMMON;
}

export function hasLeft(error: unknown): boolean {
  return error === UNCOMMON;
}

export const NEWLINE = 0x0a;
export const BLANK = 0x20;
export const HASH = 0x23;
export const COLON = 0x3a;
export const MINUS = 0x2d;

export function isQuote(unit: number): boolean {
  return unit === 0x22 || unit === 0x27;
}

/** Is there nothing, a blank or a line end at this place? */
export function isGap(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === BLANK || unit === NEWLINE || Number.isNaN(unit);
}

export function skipBlanks(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === BLANK) cursor.at++;
}

/** Moves behind the line end, over blanks and a comment; anything else there is uncommon. */
export function finishLine(cursor: Cursor): void {
  const start = cursor.at;
  skipBlanks(cursor);
  const unit = cursor.text.charCodeAt(cursor.at);
  if (unit === HASH && (cursor.at > start || cursor.text.charCodeAt(start - 1) === BLANK)) skipLine(cursor);
  else if (unit === NEWLINE) cursor.at++;
  else if (cursor.at < cursor.text.length) leave();
}

export function skipLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end + 1;
}

/** Can an unquoted text start here? Inside of `[]` and `{}` the answer is stricter than it need be. */
export function startsPlain(text: string, at: number, inFlow: boolean): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 0x61 || (unit >= 0x41 && unit <= 0x5a)) return unit !== 0x7b && unit !== 0x7c && unit !== 0x7d;
  if (unit === MINUS || unit === 0x3f || unit === COLON) {
    return inFlow ? unit === MINUS && /[\w.]/.test(text.charAt(at + 1)) : !isGap(text, at + 1);
  }
  return !INDICATORS.includes(text.charAt(at)) && at < text.length;
}

/** `{`, `|` and `}` are letters to a comparison of codes, and dealt with there; the backquote is not. */
const INDICATORS = ',[]#&*!>\'"%@`\n ';
