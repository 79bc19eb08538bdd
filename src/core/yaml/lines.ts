import type { YamlProblem } from './problem.ts';
import type { Mistake } from './source.ts';

/** A text as editors show it: without a byte order mark, with one kind of line end. Offsets count in `text`. */
export class Lines {
  readonly text: string;
  readonly lines: readonly string[];
  readonly #starts: readonly number[];

  constructor(source: string) {
    this.text = source.replace(/^\ufeff/, '').replace(/\r\n?|\x85/g, '\n');
    this.lines = this.text.split('\n');
    let start = 0;
    this.#starts = this.lines.map(line => {
      const at = start;
      start += line.length + 1;
      return at;
    });
  }

  /** Line and column of an offset, both from 1. */
  place(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** A mistake at its place; of one over several lines the first is marked. */
  problem({ message, start, end }: Mistake): YamlProblem {
    const at = Math.min(start, Math.max(0, this.text.length - 1));
    const newline = this.text.indexOf('\n', at);
    const lineEnd = newline < 0 ? this.text.length : newline;
    return { message, ...this.place(at), length: Math.max(1, Math.min(end, lineEnd) - at) };
  }
}
