/** The bit of each dot of a braille letter, row by row. */
const DOTS = [1, 8, 2, 16, 4, 32, 64, 128];
const FIRST = 0x2800;

/** A drawing in braille letters, each of which has two dots beside and four above each other. */
export class BrailleCanvas {
  readonly width: number;
  readonly height: number;
  readonly #letters: Uint8Array;
  readonly #columns: number;

  /** @param columns of letters. @param rows of letters. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.width = columns * 2;
    this.height = rows * 4;
    this.#letters = new Uint8Array(columns * rows);
  }

  /** Sets a dot, counted from the upper left. */
  dot(x: number, y: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y >> 2) * this.#columns + (x >> 1);
    this.#letters[at] = (this.#letters[at] ?? 0) | (DOTS[(y % 4) * 2 + (x % 2)] ?? 0);
  }

  /** Sets the dots between two. */
  line(x: number, y: number, toX: number, toY: number): void {
    const steps = Math.max(1, Math.abs(toX - x), Math.abs(toY - y));
    for (let step = 0; step <= steps; step++)
      this.dot(Math.round(x + ((toX - x) * step) / steps), Math.round(y + ((toY - y) * step) / steps));
  }

  /** Letters without dots are blanks. */
  lines(): readonly string[] {
    const lines: string[] = [];
    for (let start = 0; start < this.#letters.length; start += this.#columns) {
      const letters = [...this.#letters.subarray(start, start + this.#columns)];
      lines.push(letters.map(dots => (dots === 0 ? ' ' : String.fromCodePoint(FIRST + dots))).join(''));
    }
    return lines;
  }
}
