/** A command of the program, as far as completion in a shell needs to know it. */
export interface CatalogEntry {
  /** One word, or the group's and its own. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CatalogOption[];
  /** Names of stages are what it is mostly given. */
  readonly takesStages?: boolean;
}

export interface CatalogOption {
  /** `-f`; absent where there is only a long form. */
  readonly short?: string;
  /** `--force`. */
  readonly long: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}
