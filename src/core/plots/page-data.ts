import type { Point } from '../../model/plot.ts';
import type { PageTable, PageValue } from '../../model/plot-page.ts';
import { Float, isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';

/** What of a row tells it from rows of other lines: within one line it is the same in all. */
const APART = ['rev', 'filename', 'field', 'filename::field'];

/** Rows as columns, which take less room: what all rows of a line have in common is said once. */
export function tablesOf(points: readonly Point[]): readonly PageTable[] {
  const tables: PageTable[] = [];
  for (let start = 0; start < points.length; ) {
    const first = points[start];
    if (first === undefined) break;
    let end = start + 1;
    for (let next = points[end]; next !== undefined && isAlike(first, next); next = points[end]) end += 1;
    tables.push(tableOf(points.slice(start, end), [...first.keys()]));
    start = end;
  }
  return tables;
}

function isAlike(first: Point, other: Point): boolean {
  if (first.size !== other.size) return false;
  for (const key of first.keys()) if (!other.has(key)) return false;
  return APART.every(key => first.get(key) === other.get(key));
}

function tableOf(points: readonly Point[], keys: readonly (string | null)[]): PageTable {
  return {
    rows: points.length,
    columns: keys.map(key => {
      const values = points.map(point => pageValue(point.get(key) ?? null));
      const [all = null] = values;
      const name = key ?? 'null';
      return values.every(each => each === all) ? { name, all } : { name, values };
    }),
  };
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
