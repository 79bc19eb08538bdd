/** One mistake in a YAML text. `line` and `column` start at 1, `length` is in characters of that line. */
export interface YamlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}
