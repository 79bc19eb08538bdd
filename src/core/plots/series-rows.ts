import type { Value } from '../../model/value.ts';
import { drawnNumber } from './drawn-number.ts';
import type { Cells, ColumnName, Rows } from './rows.ts';

/** Columns of a series in which all rows say the same: which revision, file and field they are of. */
export type Said = ReadonlyMap<string, Value>;

interface Parts {
  readonly base: Rows;
  readonly added: ReadonlyMap<string, Cells>;
  readonly said: Said;
  readonly hidden: ReadonlySet<ColumnName>;
  /** Numbers of the rows of the base that there are; undefined: all. */
  readonly chosen?: Uint32Array;
}

/** The rows of one line, cloud or bar of one revision: those of a file, with what is said of all of them. */
export class SeriesRows implements Rows {
  readonly #parts: Parts;
  readonly #numbers = new Map<ColumnName, Float64Array>();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param added columns of which other files know; where they know nothing, the rows have their own. */
  static of(base: Rows, added: ReadonlyMap<string, Cells>, said: Said): SeriesRows {
    return new SeriesRows({ base, added, said, hidden: new Set() });
  }

  get length(): number {
    return (this.#parts.chosen ?? this.#parts.base).length;
  }

  get said(): Said {
    return this.#parts.said;
  }

  get names(): readonly ColumnName[] {
    const { base, added, said, hidden } = this.#parts;
    return [...new Set([...base.names, ...added.keys(), ...said.keys()])].filter(name => !hidden.has(name));
  }

  cells(name: ColumnName): Cells | undefined {
    const { base, added, said, hidden, chosen } = this.#parts;
    if (hidden.has(name)) return undefined;
    const same = name === null ? undefined : said.get(name);
    if (same !== undefined) return () => same;
    const own = base.cells(name);
    const other = name === null ? undefined : added.get(name);
    const cells: Cells | undefined =
      other === undefined || own === undefined ? (other ?? own) : row => other(row) ?? own(row);
    return chosen === undefined || cells === undefined ? cells : row => cells(chosen[row] ?? 0);
  }

  point(row: number): Map<ColumnName, Value> {
    const { base, added, said, hidden, chosen } = this.#parts;
    const at = chosen?.[row] ?? row;
    const point = base.point(at);
    for (const [name, cells] of added) {
      const value = cells(at);
      if (value !== undefined) point.set(name, value);
    }
    for (const [name, value] of said) point.set(name, value);
    for (const name of hidden) point.delete(name);
    return point;
  }

  /** A column as numbers; NaN for all that is none. */
  numbers(name: ColumnName): Float64Array {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const cells = this.cells(name);
    const numbers = new Float64Array(this.length).fill(NaN);
    if (cells !== undefined)
      for (let row = 0; row < numbers.length; row += 1) numbers[row] = drawnNumber(cells(row)) ?? NaN;
    this.#numbers.set(name, numbers);
    return numbers;
  }

  /** Which value of {@link said} it is, as a text. */
  saidText(name: string): string {
    const value = this.#parts.said.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** Only some of the rows. */
  taken(rows: readonly number[]): SeriesRows {
    const { chosen } = this.#parts;
    const all = Uint32Array.from(rows, row => chosen?.[row] ?? row);
    return new SeriesRows({ ...this.#parts, chosen: all });
  }

  /** The same rows, with other things said of them. */
  saying(more: Said, hidden: readonly string[]): SeriesRows {
    const said = new Map([...this.#parts.said, ...more]);
    for (const name of hidden) said.delete(name);
    return new SeriesRows({ ...this.#parts, said, hidden: new Set([...this.#parts.hidden, ...hidden]) });
  }
}

export function countRows(all: readonly Rows[]): number {
  return all.reduce((sum, { length }) => sum + length, 0);
}

/** Every value of a column, once each. */
export function distinct(all: readonly Rows[], name: ColumnName): ReadonlySet<Value> {
  const found = new Set<Value>();
  for (const rows of all) {
    const cells = rows.cells(name);
    for (let row = 0; row < rows.length; row += 1) found.add(cells?.(row) ?? null);
  }
  return found;
}
