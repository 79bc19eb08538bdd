/** What is wrong with a text, and the part of it (offsets) that shows it. */
export interface Mistake {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Where the bracket opens that is missed only here. */
  readonly opened?: number;
}

/** Thrown by the readers of a text; `mistake` says all. */
export class Refused extends Error {
  readonly mistake: Mistake;
  constructor(mistake: Mistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const NUL = 0;
const NEWLINE = 0x0a;
const TAB = 0x09;
const BLANK = 0x20;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;
const BYTE_ORDER_MARK = 0xfeff;

/** The end of a line, or of the text. */
export function isEnd(unit: number): boolean {
  return unit === NEWLINE || unit === NUL || isSeparator(unit);
}

/** Nothing that could go on with a word. */
export function isGap(unit: number): boolean {
  return unit === BLANK || unit === TAB || isEnd(unit);
}

/** Line ends that stay in a text where a newline would become a blank. */
function isSeparator(unit: number): boolean {
  return unit === LINE_SEPARATOR || unit === PARAGRAPH_SEPARATOR;
}

/** A text and a place in it. Every kind of line end but U+2028 and U+2029 must be a newline by now. */
export class Source {
  /** Ends with a NUL, so that looking one character too far is harmless. */
  readonly text: string;
  at = 0;
  #lineStart = 0;
  #marks = 0;
  #looked = 0;

  constructor(text: string) {
    this.text = `${text}\0`;
  }

  unit(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  /** Where the current line starts. */
  get lineStart(): number {
    for (; this.#looked < this.at; this.#looked++) {
      const unit = this.text.charCodeAt(this.#looked);
      if (unit === BYTE_ORDER_MARK) this.#marks++;
      if (unit !== NEWLINE && !isSeparator(unit)) continue;
      this.#lineStart = this.#looked + 1;
      this.#marks = 0;
    }
    return this.#lineStart;
  }

  /** From 0; byte order marks have no width. */
  get column(): number {
    return this.at - this.lineStart - this.#marks;
  }

  skip(unit: number): void {
    while (this.unit() === unit) this.at++;
  }

  skipToEnd(): void {
    while (!isEnd(this.unit())) this.at++;
  }

  /** Takes a line end, if there is one here. */
  takeBreak(): string {
    const unit = this.unit();
    if (unit === NUL || !isEnd(unit)) return '';
    return this.text.charAt(this.at++);
  }

  /** Does a line of `---` or `...` start here? */
  isDocumentMark(mark?: '---' | '...'): boolean {
    const { text, at } = this;
    const found = mark === undefined ? '---' : mark;
    const isMark = text.startsWith(found, at) || (mark === undefined && text.startsWith('...', at));
    return isMark && isGap(this.unit(3));
  }

  /** What to show of the current place. */
  shown(): string {
    const unit = this.unit();
    if (unit === NUL) return 'the end of the file';
    if (isEnd(unit)) return 'the end of the line';
    return unit === TAB ? 'a tab' : `\`${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)}\``;
  }

  refuse(message: string, start = this.at, end = start + 1): never {
    throw new Refused({ message, start, end });
  }
}
