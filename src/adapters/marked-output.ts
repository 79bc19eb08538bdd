import { randomBytes } from 'node:crypto';

/** What comes from a terminal, without the marks in it: one that came twice may do so long after it was waited for. */
export class MarkedOutput {
  /** Nobody prints it by chance, and no terminal would show it. */
  readonly #start = `\x1b]${randomBytes(8).toString('hex')};`;
  readonly #print: (chunk: Uint8Array) => void;
  readonly #onMark: (number: number) => void;
  /** What may be the start of a mark. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(print: (chunk: Uint8Array) => void, onMark: (number: number) => void) {
    this.#print = print;
    this.#onMark = onMark;
  }

  /** @returns what is to be printed behind all that comes before. */
  mark(number: number): string {
    return `${this.#start}${number}\x07`;
  }

  push(chunk: Buffer): void {
    let text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = this.#startIn(text);
      if (at > 0) this.#print(text.subarray(0, at));
      const end = text.indexOf('\x07', at, 'latin1');
      if (end === -1) {
        this.#rest = text.subarray(at);
        return;
      }
      this.#onMark(Number(text.toString('latin1', at + this.#start.length, end)));
      text = text.subarray(end + 1);
    }
  }

  end(): void {
    if (this.#rest.length > 0) this.#print(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  /** Where a mark starts, or may start at the end; else the end. */
  #startIn(text: Buffer): number {
    const whole = text.indexOf(this.#start, 0, 'latin1');
    if (whole !== -1) return whole;
    const last = text.lastIndexOf('\x1b', undefined, 'latin1');
    return last !== -1 && this.#start.startsWith(text.toString('latin1', last)) ? last : text.length;
  }
}
