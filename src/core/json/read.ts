import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { Float } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Where JSON stops being JSON. `line` and `column` start at 1. */
export interface JsonProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON as Python's `json.loads` does: integers and floats stay apart and exact, `NaN` and `Infinity` are
 * numbers, of a key that comes twice the last value wins in the first place.
 */
export function readJson(text: string): Result<Value, JsonProblem> {
  const reader = new JsonReader(text);
  try {
    return ok(reader.document());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const before = text.slice(0, error.at);
    const line = before.split('\n').length;
    return err({ message: error.message, line, column: error.at - before.lastIndexOf('\n') });
  }
}

/** Leaves the recursion; never seen outside of this file. */
class Refusal extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Deeper than any real file, far from the end of the stack. */
const MAX_DEPTH = 200;
/** Python refuses integers with more digits, since reading them takes quadratic time. */
const MAX_INTEGER_DIGITS = 4300;

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const WORD = /null|true|false|NaN|-?Infinity/y;
const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(NaN, 'NaN')],
  ['Infinity', new Float(Infinity, 'Infinity')],
  ['-Infinity', new Float(-Infinity, '-Infinity')],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const value = this.#value();
    this.#blank();
    if (this.#at < this.#text.length) this.#refuse('nothing may follow the value');
    return value;
  }

  #refuse(message: string, at = this.#at): never {
    throw new Refusal(message, at);
  }

  #blank(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at++;
    }
  }

  /** Skips blanks and takes `character` if it comes next. */
  #takes(character: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #value(): Value {
    if (this.#takes('"')) return this.#string();
    if (this.#takes('[')) return this.#nested(() => this.#list());
    if (this.#takes('{')) return this.#nested(() => this.#map());
    WORD.lastIndex = this.#at;
    const word = WORDS.get(WORD.exec(this.#text)?.[0] ?? '');
    if (word === undefined) return this.#number();
    this.#at = WORD.lastIndex;
    return word;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#refuse(`more than ${MAX_DEPTH} levels deep`, this.#at - 1);
    const value = read();
    this.#depth--;
    return value;
  }

  #list(): Value {
    const items: Value[] = [];
    if (this.#takes(']')) return items;
    for (;;) {
      items.push(this.#value());
      if (this.#takes(']')) return items;
      if (!this.#takes(',')) this.#refuse('expected `,` or `]`');
    }
  }

  #map(): Value {
    const map = new Map<string, Value>();
    if (this.#takes('}')) return map;
    for (;;) {
      if (!this.#takes('"')) this.#refuse('expected a key in double quotes');
      const key = this.#string();
      if (!this.#takes(':')) this.#refuse('expected `:`');
      map.set(key, this.#value());
      if (this.#takes('}')) return map;
      if (!this.#takes(',')) this.#refuse('expected `,` or `}`');
    }
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null)
      this.#refuse(this.#at < this.#text.length ? 'expected a value' : 'the file ends too early');
    const [source, fraction, exponent] = match;
    if (fraction === undefined && exponent === undefined && source.length > MAX_INTEGER_DIGITS) {
      this.#refuse(`an integer has more than ${MAX_INTEGER_DIGITS} digits`);
    }
    this.#at = NUMBER.lastIndex;
    const number = Number(source);
    if (fraction !== undefined || exponent !== undefined) return new Float(number, source);
    return Number.isSafeInteger(number) ? number + 0 : BigInt(source);
  }

  /** Reads on behind the opening quote. */
  #string(): string {
    const text = this.#text;
    const start = this.#at - 1;
    let parts = '';
    let from = this.#at;
    for (let i = from; ; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0x22) {
        this.#at = i + 1;
        return parts + text.slice(from, i);
      }
      if (unit === 0x5c) {
        parts += text.slice(from, i) + this.#escape(i + 1);
        from = this.#at;
        i = from - 1;
      } else if (Number.isNaN(unit)) this.#refuse('this text has no closing quote', start);
      else if (unit < 0x20) this.#refuse('a control character must be escaped', i);
    }
  }

  /** Reads what follows a backslash and leaves the position behind it. */
  #escape(at: number): string {
    const letter = this.#text[at] ?? '';
    this.#at = at + 1;
    const short = ESCAPES[letter];
    if (short !== undefined) return short;
    const hex = this.#text.slice(at + 1, at + 5);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) this.#refuse('no such escape', at - 1);
    this.#at = at + 5;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
}
