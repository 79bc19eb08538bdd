import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { Refusal } from './source.ts';

export type Table = Map<string, Value>;

/**
 * How a table came to be, which decides who may add to it: `header` (`[a]`), `above` (`a` in `[a.b]`), `dotted` (`a` in
 * `a.b = 1`), `closed` (`{}`).
 */
type Origin = 'header' | 'above' | 'dotted' | 'closed';

/** The tables of one file, put together. */
export class Tables {
  readonly root: Table = new Map();
  readonly #origins = new Map<Value, Origin>([[this.root, 'header']]);
  /** Lists that `[[a]]` made. */
  readonly #arrays = new Map<Value, Value[]>();

  /** The table that `[a.b.c]` opens, or, for an array, `[[a.b.c]]` adds. @param at where the header starts. */
  open(keys: readonly string[], isArray: boolean, at: number): Table {
    const last = keys.at(-1) ?? '';
    let parent = this.root;
    for (const key of keys.slice(0, -1)) parent = this.#above(parent, key, at);
    const there = parent.get(last);
    if (isArray) return this.#item(parent, last, there, at);
    if (there === undefined) return this.#make(parent, last, 'header');
    if (!isMap(there) || this.#origins.get(there) !== 'above') throw twice(last, at);
    this.#origins.set(there, 'header');
    return there as Table;
  }

  /** Sets `a.b.c = value` in a table. */
  set(table: Table, keys: readonly string[], value: Value, at: number): void {
    const last = keys.at(-1) ?? '';
    let target = table;
    for (const key of keys.slice(0, -1)) {
      const there = target.get(key);
      if (there === undefined) target = this.#make(target, key, 'dotted');
      else if (this.#origins.get(there) === 'dotted') target = there as Table;
      else throw twice(key, at, table !== this.root);
    }
    if (target.has(last)) throw twice(last, at, table !== this.root);
    target.set(last, value);
  }

  /** Nothing may be added to an inline table, nor to what dotted keys made in it. */
  close(table: Table): void {
    this.#origins.set(table, 'closed');
    for (const value of table.values()) {
      if (this.#origins.get(value) === 'dotted') this.close(value as Table);
    }
  }

  #above(parent: Table, key: string, at: number): Table {
    const there = parent.get(key);
    if (there === undefined) return this.#make(parent, key, 'above');
    if (isList(there)) {
      const item = this.#arrays.get(there)?.at(-1);
      if (isMap(item)) return item as Table;
    }
    const origin = this.#origins.get(there);
    if (origin === undefined || origin === 'closed') throw twice(key, at);
    return there as Table;
  }

  #item(parent: Table, key: string, there: Value | undefined, at: number): Table {
    const items = there === undefined ? [] : this.#arrays.get(there);
    if (items === undefined) throw twice(key, at);
    if (there === undefined) {
      this.#arrays.set(items, items);
      parent.set(key, items);
    }
    const item: Table = new Map();
    this.#origins.set(item, 'header');
    items.push(item);
    return item;
  }

  #make(parent: Table, key: string, origin: Origin): Table {
    const table: Table = new Map();
    this.#origins.set(table, origin);
    parent.set(key, table);
    return table;
  }
}

/** A key or table that is there already. */
export class Twice extends Refusal {}

function twice(key: string, at: number, isBelow = false): Twice {
  return new Twice(`the key \`${key}\` is there already`, at, isBelow ? key : undefined);
}
