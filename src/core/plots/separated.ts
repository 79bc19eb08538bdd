import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { PlotTrouble, Point } from '../../model/plot.ts';
import type { Value } from '../../model/value.ts';

/** Python refuses longer ones. */
const LONGEST_FIELD = 131_072;

export interface SeparatedOptions {
  readonly delimiter: ',' | '\t';
  /** Without one the columns are called `0`, `1` … */
  readonly hasHeader: boolean;
}

/**
 * Reads a CSV or TSV file as rows of texts, as Python's `csv.DictReader` does in its default dialect: short rows are
 * filled up with `null`, blank lines are no rows.
 *
 * @source iterative/dvc dvc/repo/plots/__init__.py (_load_sv): without a header the columns of the first line count,
 *         and there they are always separated by commas.
 */
export function readSeparated(
  text: string,
  { delimiter, hasHeader }: SeparatedOptions,
): Result<readonly Point[], PlotTrouble> {
  const plain = text.replace(/\r\n?/g, '\n');
  const rows = rowsOf(plain, delimiter);
  const tooLong = rows.some(row => row.some(field => field.length > LONGEST_FIELD));
  if (tooLong) return err({ type: 'Error', message: `field larger than field limit (${LONGEST_FIELD})` });
  if (hasHeader) {
    const [names = [], ...others] = rows;
    return ok(others.flatMap(row => pointOf(names, row)));
  }
  const [first] = delimiter === ',' ? rows : rowsOf(plain, ',');
  if (first === undefined)
    return err({ type: 'TypeError', message: "object of type 'NoneType' has no len()" });
  const names = first.map((_, index) => String(index));
  return ok(rows.flatMap(row => pointOf(names, row)));
}

/** Nothing for a blank line. */
function pointOf(names: readonly string[], row: readonly string[]): readonly Point[] {
  if (row.length === 0) return [];
  const point = new Map<string | null, Value>();
  names.forEach((name, index) => point.set(name, row[index] ?? null));
  if (row.length > names.length) point.set(null, row.slice(names.length));
  return [point];
}

/** A blank line is a row without fields. */
function rowsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  if (text === '') return [];
  if (!text.includes('"')) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.map(line => (line === '' ? [] : line.split(delimiter)));
  }
  return new QuotedRows(text, delimiter).read();
}

/** For texts with quotes somewhere. A quote counts at the start of a field only; inside, two of them are one. */
class QuotedRows {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #rows: string[][] = [];
  #row: string[] = [];
  #at = 0;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
  }

  read(): readonly (readonly string[])[] {
    while (this.#at < this.#text.length) {
      if (this.#row.length === 0 && this.#text[this.#at] === '\n') {
        this.#at += 1;
        this.#endRow();
        continue;
      }
      this.#row.push(this.#field());
      const end = this.#text[this.#at];
      this.#at += 1;
      if (end !== this.#delimiter) this.#endRow();
      else if (this.#at === this.#text.length || this.#text[this.#at] === '\n') this.#lastEmptyField();
    }
    return this.#rows;
  }

  #lastEmptyField(): void {
    this.#row.push('');
    this.#at += 1;
    this.#endRow();
  }

  #endRow(): void {
    this.#rows.push(this.#row);
    this.#row = [];
  }

  #field(): string {
    const quoted = this.#text[this.#at] === '"' ? this.#quoted() : '';
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#isEnd(this.#text[this.#at])) this.#at += 1;
    return quoted + this.#text.slice(start, this.#at);
  }

  #isEnd(unit: string | undefined): boolean {
    return unit === this.#delimiter || unit === '\n';
  }

  /** Up to the closing quote, or to the end where there is none. */
  #quoted(): string {
    let field = '';
    let from = this.#at + 1;
    for (;;) {
      const quote = this.#text.indexOf('"', from);
      if (quote < 0) {
        this.#at = this.#text.length;
        return field + this.#text.slice(from);
      }
      field += this.#text.slice(from, quote);
      this.#at = quote + 1;
      if (this.#text[this.#at] !== '"') return field;
      field += '"';
      from = quote + 2;
    }
  }
}
