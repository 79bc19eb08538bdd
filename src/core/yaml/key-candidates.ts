import type { Source } from './source.ts';

/** A token that turns out to be a key when a colon follows it on its line. */
export interface KeyCandidate {
  /** How many `[` and `{` are open around it. */
  readonly level: number;
  /** Of the token, counted from the start of the text. */
  readonly index: number;
  readonly at: number;
  readonly lineStart: number;
  readonly column: number;
  /** Is anything but a key wrong at this place? */
  readonly required: boolean;
}

/** Characters between the start of a key and its colon. */
const MAX_KEY_WIDTH = 1024;

/** Tokens that may still turn out to be keys: at most one a level, the outermost first. */
export class KeyCandidates {
  readonly #source: Source;
  readonly #candidates: KeyCandidate[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  first(): KeyCandidate | undefined {
    return this.#candidates[0];
  }

  add(candidate: KeyCandidate): void {
    this.#candidates.push(candidate);
  }

  /** Takes the candidate of a level, since its colon was found. */
  take(level: number): KeyCandidate | undefined {
    return this.#candidates.at(-1)?.level === level ? this.#candidates.pop() : undefined;
  }

  /** Gives up the candidate of a level, if there is one. */
  drop(level: number): void {
    const last = this.#candidates.at(-1);
    if (last?.level !== level) return;
    this.#forget(last);
    this.#candidates.pop();
  }

  /** Gives up those whose colon would be on another line, or too far behind them. */
  dropStale(): void {
    for (let first = this.#candidates[0]; first !== undefined; first = this.#candidates[0]) {
      const { at, lineStart } = this.#source;
      if (lineStart === first.lineStart && this.#width(first.at, at) <= MAX_KEY_WIDTH) return;
      this.#forget(first);
      this.#candidates.shift();
    }
  }

  clear(): void {
    this.#candidates.length = 0;
  }

  /** Exact, in code points, as far as it matters. */
  #width(start: number, end: number): number {
    const units = end - start;
    if (units <= MAX_KEY_WIDTH || units > 2 * MAX_KEY_WIDTH) return units;
    return Array.from(this.#source.text.slice(start, end)).length;
  }

  #forget(candidate: KeyCandidate): void {
    if (candidate.required) this.#source.refuse('a `:` must follow this', candidate.at, this.#source.at);
  }
}
