import type { Value } from './value.ts';

/** How a plot is drawn, by DVC's names (`x`, `y`, `x_label`, `y_label`, `title`, `template`, `header`), as written. */
export type PlotProps = ReadonlyMap<string, Value>;

/** One plot of one state of the project. */
export interface PlotDefinition {
  /** As written where it is declared, or the path of a data file or picture from the current folder. */
  readonly id: string;
  readonly props: PlotProps;
}

/** Why something cannot be drawn. `type` is the name that DVC gives it in JSON. */
export interface PlotTrouble {
  readonly type: string;
  readonly message: string;
}

/** What one row of data says, by the names of its columns. A row that is too long has the rest under `null`. */
export type Point = ReadonlyMap<string | null, Value>;
