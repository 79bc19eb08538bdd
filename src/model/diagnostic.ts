/** One mistake in a file of the user's. Positions start at 1; `length` is in characters of that line. */
export interface Diagnostic {
  /** As messages call it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The line itself, for the squiggle. */
  readonly source: string;
  readonly message: string;
  readonly hint?: string;
}
