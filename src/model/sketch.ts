/** A chart for a terminal: what is to be seen, not how. Numbers are finite. */
export type Sketch = {
  readonly kind: 'sketch';
  readonly title: string;
  /** What is left out, and why. */
  readonly remarks: readonly string[];
  /** Undefined where nothing can be drawn. */
  readonly content: CurveSketch | BarSketch | MatrixSketch | undefined;
};

/** Rows of panels beside each other, all on the same axes. */
export interface CurveSketch {
  readonly kind: 'curves';
  readonly isLine: boolean;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: Range;
  readonly y: Range;
  readonly rows: readonly CurveRow[];
}

export interface CurveRow {
  /** Of the file or field; undefined where there is only one. */
  readonly name: string | undefined;
  readonly panels: readonly Curve[];
}

/** One revision's values, in the order of x for a line. `y` is null where there is a gap. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
  /** Of all rows, also those that a sample left out. */
  readonly last: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface BarSketch {
  readonly kind: 'bars';
  readonly label: string;
  readonly range: Range;
  readonly revisions: readonly string[];
  readonly groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
}

export interface Bar {
  readonly revision: string;
  readonly value: number;
}

export interface MatrixSketch {
  readonly kind: 'matrices';
  readonly xLabel: string;
  readonly yLabel: string;
  readonly panels: readonly Matrix[];
}

/** Counts, or shares of their row. */
export interface Matrix {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[];
  readonly isShare: boolean;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}
