export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** What DVC gives every plot, and programs that ask for a specification get. */
export const SQUARE: PlotSize = { width: 300, height: 300 };
