import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { PlotTrouble } from '../../model/plot.ts';
import type { Value } from '../../model/value.ts';
import type { Cells, ColumnName, Rows } from './rows.ts';

/** Python refuses longer ones. */
const LONGEST_FIELD = 131_072;

export interface SeparatedOptions {
  readonly delimiter: ',' | '\t';
  /** Without one the columns are called `0`, `1` … */
  readonly hasHeader: boolean;
}

/** Takes the fields of a row, none for a blank line. The list is used again for the next row. */
type TakeRow = (fields: readonly string[]) => void;

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
): Result<SeparatedRows, PlotTrouble> {
  const plain = text.replace(/\r\n?/g, '\n');
  let rows = hasHeader ? undefined : unnamedRows(plain);
  if (rows === undefined && !hasHeader)
    return err({ type: 'TypeError', message: "object of type 'NoneType' has no len()" });
  let longest = 0;
  readRows(plain, delimiter, fields => {
    for (const { length } of fields) longest = Math.max(longest, length);
    if (rows === undefined) rows = new SeparatedRows(fields);
    else rows.add(fields);
  });
  if (longest > LONGEST_FIELD)
    return err({ type: 'Error', message: `field larger than field limit (${LONGEST_FIELD})` });
  return ok(rows ?? new SeparatedRows([]));
}

/** With as many columns as the first line has; undefined where there is none. */
function unnamedRows(text: string): SeparatedRows | undefined {
  let count: number | undefined;
  // A field in quotes may have line ends in it.
  const first = text.includes('"') ? text : text.slice(0, text.indexOf('\n') + 1) || text;
  readRows(first, ',', fields => (count ??= fields.length));
  return count === undefined
    ? undefined
    : new SeparatedRows(Array.from({ length: count }, (_, at) => String(at)));
}

/** Rows of texts, kept as columns. */
export class SeparatedRows implements Rows {
  #length = 0;
  readonly #columns = new Map<string, (string | null)[]>();
  /** By column of the file: of several with one name the last one counts. */
  readonly #byPlace: readonly (string | null)[][];
  /** What rows have beyond the columns. */
  readonly #rest = new Map<number, readonly string[]>();

  constructor(names: readonly string[]) {
    this.#byPlace = names.map(name => {
      const column: (string | null)[] = [];
      this.#columns.set(name, column);
      return column;
    });
  }

  get length(): number {
    return this.#length;
  }

  get names(): readonly ColumnName[] {
    return [...this.#columns.keys(), ...(this.#rest.size > 0 ? [null] : [])];
  }

  /** Do later rows have columns that the first one does not have? */
  get isUneven(): boolean {
    return this.#rest.size > 0 && !this.#rest.has(0);
  }

  cells(name: ColumnName): Cells | undefined {
    if (name === null) return this.#rest.size === 0 ? undefined : row => this.#rest.get(row);
    const column = this.#columns.get(name);
    return column === undefined ? undefined : row => column[row];
  }

  point(row: number): Map<ColumnName, Value> {
    const point = new Map<ColumnName, Value>();
    for (const [name, column] of this.#columns) point.set(name, column[row] ?? null);
    const rest = this.#rest.get(row);
    return rest === undefined ? point : point.set(null, rest);
  }

  add(fields: readonly string[]): void {
    if (fields.length === 0) return;
    const columns = this.#byPlace;
    for (let at = 0; at < columns.length; at += 1) columns[at]?.push(fields[at] ?? null);
    if (fields.length > columns.length) this.#rest.set(this.#length, fields.slice(columns.length));
    this.#length += 1;
  }
}

function readRows(text: string, delimiter: string, take: TakeRow): void {
  if (text.includes('"')) new QuotedRows(text, delimiter, take).read();
  else readPlainRows(text, delimiter, take);
}

/** For texts without quotes. Nothing is looked for twice, however rare it is. */
function readPlainRows(text: string, delimiter: string, take: TakeRow): void {
  const fields: string[] = [];
  let mark = text.indexOf(delimiter);
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    fields.length = 0;
    for (let start = at; end > at; start = mark + 1) {
      if (mark >= 0 && mark < start) mark = text.indexOf(delimiter, start);
      const isLast = mark < 0 || mark >= end;
      fields.push(text.slice(start, isLast ? end : mark));
      if (isLast) break;
    }
    take(fields);
    at = end + 1;
  }
}

/** For texts with quotes somewhere. A quote counts at the start of a field only; inside, two of them are one. */
class QuotedRows {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #take: TakeRow;
  readonly #row: string[] = [];
  #at = 0;

  constructor(text: string, delimiter: string, take: TakeRow) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#take = take;
  }

  read(): void {
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
  }

  #lastEmptyField(): void {
    this.#row.push('');
    this.#at += 1;
    this.#endRow();
  }

  #endRow(): void {
    this.#take(this.#row);
    this.#row.length = 0;
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
