import type { Point } from '../../model/plot.ts';
import type { Value } from '../../model/value.ts';

export type ColumnName = string | null;

/** What rows have in one column; undefined where a row has no such column. */
export type Cells = (row: number) => Value | undefined;

/** Rows of data, to be asked column by column: as a map each, a million of them take a gigabyte. */
export interface Rows {
  readonly length: number;
  /** Of all rows together, in the order in which they come up. */
  readonly names: readonly ColumnName[];
  /** Undefined where no row has such a column. */
  cells(name: ColumnName): Cells | undefined;
  /** A row by itself, for whoever asks for it to keep. */
  point(row: number): Map<ColumnName, Value>;
}

/** Rows that were read as maps, as those of JSON and YAML files are. */
export class PointRows implements Rows {
  readonly #points: readonly Point[];
  #names: readonly ColumnName[] | undefined;

  constructor(points: readonly Point[]) {
    this.#points = points;
  }

  get length(): number {
    return this.#points.length;
  }

  get names(): readonly ColumnName[] {
    if (this.#names !== undefined) return this.#names;
    const names = new Set<ColumnName>();
    for (const point of this.#points) for (const name of point.keys()) names.add(name);
    return (this.#names = [...names]);
  }

  cells(name: ColumnName): Cells | undefined {
    return this.names.includes(name) ? row => this.#points[row]?.get(name) : undefined;
  }

  point(row: number): Map<ColumnName, Value> {
    return new Map(this.#points[row]);
  }
}

export const NO_ROWS: Rows = new PointRows([]);
