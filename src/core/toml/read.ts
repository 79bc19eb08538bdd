import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { isDate, readScalar } from './scalar.ts';
import { Refusal, TomlSource } from './source.ts';
import { Tables } from './tables.ts';
import type { Table } from './tables.ts';
import { readText } from './text.ts';

/** Where TOML stops being TOML. `line` and `column` start at 1. */
export interface TomlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** tomlkit's own error, which DVC lets pass when a key below the top is there already. */
  readonly raised?: { readonly type: string; readonly message: string };
}

/**
 * Reads TOML 1.1 as DVC does: integers and floats stay apart and exact, keys in the order of the file. Dates are
 * {@link Timestamp}s, times of day are objects of Python's.
 *
 * @source tomlkit 0.15; no package keeps both the order of keys such as `10` and all digits of a second.
 */
export function readToml(source: string): Result<ValueMap, TomlProblem> {
  // Python opens files in text mode, where every kind of line end becomes one newline.
  const reader = new TomlReader(source.replace(/\r\n?/g, '\n'));
  try {
    for (let table = reader.root; reader.hasMore(); ) table = reader.statement(table);
    return ok(reader.root);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return err(problemOf(reader.source.text, error));
  }
}

/** A refusal at its place in a text. */
export function problemOf(text: string, { at, message, twice }: Refusal): TomlProblem {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const raised = { type: 'KeyAlreadyPresent', message: `Key "${twice ?? ''}" already exists.` };
  return { message, line, column, ...(twice === undefined ? {} : { raised }) };
}

/** As tomlkit: of lists and inline tables, and of the parts of a key. */
const MAX_DEPTH = 100;

/** Reads one statement after the other; refuses by throwing a {@link Refusal}. */
export class TomlReader {
  readonly source: TomlSource;
  readonly #tables = new Tables();
  #depth = 0;

  /** @param text with lines ended by newlines. */
  constructor(text: string) {
    this.source = new TomlSource(text);
  }

  get root(): Table {
    return this.#tables.root;
  }

  /** Moves to the next statement. */
  hasMore(): boolean {
    this.source.skipGap();
    return !this.source.isAtEnd;
  }

  /** Reads a header or an entry. @returns the table that the entries behind it belong to. */
  statement(table: Table): Table {
    const { source } = this;
    this.#depth = 0;
    const isHeader = source.next === '[';
    const next = isHeader ? this.#header() : table;
    if (!isHeader) this.#entry(table);
    source.finishLine();
    return next;
  }

  #header(): Table {
    const { source } = this;
    const start = source.at;
    const isArray = source.takes('[[');
    if (!isArray) source.takes('[');
    const keys = this.#keys();
    if (!source.takes(isArray ? ']]' : ']')) source.refuse(`expected \`${isArray ? ']]' : ']'}\``);
    return this.#tables.open(keys, isArray, start);
  }

  #entry(table: Table): void {
    const { source } = this;
    const start = source.at;
    const keys = this.#keys();
    if (!source.takes('=')) source.refuse('expected `=`');
    source.skipBlanks();
    this.#tables.set(table, keys, this.#value(), start);
  }

  /** Reads `a."b".c` and the blanks around each part. */
  #keys(): readonly string[] {
    const { source } = this;
    const keys: string[] = [];
    do {
      source.skipBlanks();
      if (keys.length === MAX_DEPTH) source.refuse(`a key of more than ${MAX_DEPTH} parts`);
      keys.push(this.#key());
      source.skipBlanks();
    } while (source.takes('.'));
    return keys;
  }

  #key(): string {
    const { source } = this;
    if (source.next !== '"' && source.next !== "'") {
      const key = source.match(/[A-Za-z0-9_-]+/y);
      if (key === '') source.refuse('expected a key');
      return key;
    }
    if (/"""|'''/y.test(source.text.slice(source.at, source.at + 3)))
      source.refuse('a key cannot go over several lines');
    return readText(source);
  }

  #value(): Value {
    const { source } = this;
    switch (source.next) {
      case '"':
      case "'":
        return readText(source);
      case '[':
        return this.#nested(() => this.#list());
      case '{':
        return this.#nested(() => this.#inlineTable());
      default:
        return this.#scalar();
    }
  }

  #scalar(): Value {
    const { source } = this;
    const start = source.at;
    let token = source.match(/[^ \t\n#,\]}]+/y);
    if (token === '') source.refuse('expected a value');
    // A time may follow behind a single blank.
    if (isDate(token)) token = (token + source.match(/ [^\t\n#,\]}]*/y)).trimEnd();
    return (
      readScalar(token) ?? source.refuse(`\`${token.slice(0, 40)}\` is no value; texts need quotes`, start)
    );
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.source.refuse(`more than ${MAX_DEPTH} levels deep`);
    this.source.at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #list(): Value {
    const items: Value[] = [];
    this.#items(']', () => items.push(this.#value()));
    return items;
  }

  #inlineTable(): Value {
    const table: Table = new Map();
    this.#items('}', () => this.#entry(table));
    this.#tables.close(table);
    return table;
  }

  /** A comma may follow the last item too. */
  #items(end: string, item: () => void): void {
    const { source } = this;
    for (;;) {
      source.skipGap();
      if (source.takes(end)) return;
      item();
      source.skipGap();
      if (source.takes(end)) return;
      if (!source.takes(',')) source.refuse(`expected \`,\` or \`${end}\``);
    }
  }
}
