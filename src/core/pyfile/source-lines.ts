/** A node's place as Python's `ast` tells it: lines from 1, columns from 0 in bytes of UTF-8. */
interface Located {
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno?: number;
  readonly end_col_offset?: number;
}

/** Finds the text of a syntax tree's nodes. */
export class SourceLines {
  readonly #lines: readonly string[];
  /** Line → for each byte the column it is in; absent where all is ASCII and the two are one. */
  readonly #columns = new Map<number, readonly number[] | undefined>();

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** The text of a node, which may go over several lines. */
  slice(node: Located): string {
    const last = node.end_lineno ?? node.lineno;
    const lines = this.#lines.slice(node.lineno - 1, last);
    const end = this.#column(last, node.end_col_offset ?? 0);
    lines[lines.length - 1] = lines.at(-1)?.slice(0, end) ?? '';
    lines[0] = lines[0]?.slice(this.#column(node.lineno, node.col_offset)) ?? '';
    return lines.join('\n');
  }

  /** Counted from 1, the column in characters. */
  placeOf({ lineno, col_offset }: Located): { readonly line: number; readonly column: number } {
    return { line: lineno, column: this.#column(lineno, col_offset) + 1 };
  }

  #column(line: number, offset: number): number {
    if (!this.#columns.has(line)) this.#columns.set(line, columnsOf(this.#lines[line - 1] ?? ''));
    const columns = this.#columns.get(line);
    return columns === undefined ? offset : (columns[offset] ?? columns.length);
  }
}

function columnsOf(line: string): readonly number[] | undefined {
  if (!/[^\0-\x7f]/.test(line)) return undefined;
  const columns: number[] = [];
  let column = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) columns.push(column);
    column += character.length;
  }
  columns.push(column);
  return columns;
}
