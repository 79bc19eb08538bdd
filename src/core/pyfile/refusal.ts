/** Leaves the recursion of the reader: the file is no Python. Never seen outside of this folder. */
export class Refusal extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** A list, map or set where Python needs something that can be a key. */
export class Unhashable extends Refusal {}
