import type { PageTable, PageValue } from '../../model/plot-page.ts';
import { Float, isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import type { SeriesRows } from './series-rows.ts';

/** How columns are written. */
export interface TableOptions {
  /** Columns that are drawn as numbers: what is none becomes nothing. */
  readonly numeric: ReadonlySet<string>;
  /** Other names for columns. */
  readonly names: ReadonlyMap<string, string>;
  /** Those that have their own name as well. */
  readonly kept: ReadonlySet<string>;
}

/** Rows as columns, which take less room: what all of them have in common is said once. */
export function tableOf(rows: SeriesRows, { numeric, names, kept }: TableOptions): PageTable {
  return {
    rows: rows.length,
    // The rest of a row that is too long has no name by which it could be drawn.
    columns: rows.names.flatMap(name => {
      if (name === null) return [];
      const other = names.get(name);
      const column = columnOf(rows, name, numeric.has(name));
      return [
        ...(other === undefined || kept.has(name) ? [{ name, ...column }] : []),
        ...(other === undefined ? [] : [{ name: other, ...column }]),
      ];
    }),
  };
}

type Column = { readonly values: readonly PageValue[] } | { readonly all: PageValue };

function columnOf(rows: SeriesRows, name: string, isNumeric: boolean): Column {
  const values: PageValue[] = [];
  if (isNumeric) for (const number of rows.numbers(name)) values.push(Number.isNaN(number) ? null : number);
  else {
    const cells = rows.cells(name);
    for (let row = 0; row < rows.length; row += 1) values.push(pageValue(cells?.(row) ?? null));
  }
  const [all = null] = values;
  return values.every(each => each === all) ? { all } : { values };
}

/** A value as JavaScript has it. What is no number there (`NaN`, infinity) is nothing. */
export function pageValue(value: Value): PageValue {
  if (value instanceof Float) return Number.isFinite(value.value) ? value.value : null;
  if (value instanceof Timestamp || value instanceof PythonObject) return value.text;
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(pageValue);
  if (isMap(value)) return Object.fromEntries([...value].map(([key, each]) => [pyStr(key), pageValue(each)]));
  return value;
}

/** JSON that may stand in a script element of a page: nothing in it ends the element, or begins a comment. */
export function jsonInPage(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** A text in a page, in an attribute or outside of one. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
