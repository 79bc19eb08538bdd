/** Leaves the recursion of the reader; never seen outside of this folder. */
export class Refusal extends Error {
  readonly at: number;
  /** A key of an entry below the top that is there already. */
  readonly twice: string | undefined;
  constructor(message: string, at: number, twice?: string) {
    super(message);
    this.at = at;
    this.twice = twice;
  }
}

/** All controls but the tab and, since lines are split before, the line end. */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;

/** The text of a TOML file, with lines ended by newlines, and the place up to which it is read. */
export class TomlSource {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  refuse(message: string, at = this.at): never {
    throw new Refusal(message, at);
  }

  /** Moves behind `expected` if that comes next. */
  takes(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Moves behind what a sticky pattern finds here, which may be nothing. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  skipBlanks(): void {
    this.match(/[ \t]*/y);
  }

  /** Skips blanks, line ends and comments, as they may stand between the items of a list. */
  skipGap(): void {
    for (;;) {
      this.match(/[ \t\n]*/y);
      if (this.next !== '#') return;
      this.#comment();
    }
  }

  /** Moves behind the line end; nothing but a comment may come before it. */
  finishLine(): void {
    this.skipBlanks();
    if (this.next === '#') this.#comment();
    if (!this.takes('\n') && !this.isAtEnd) this.refuse('expected the end of the line');
  }

  #comment(): void {
    const start = this.at;
    const control = CONTROL.exec(this.match(/#[^\n]*/y));
    if (control !== null) this.refuse('a comment holds a control character', start + control.index);
  }
}
