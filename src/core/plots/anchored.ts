import { PLOT_ANCHOR } from '../../model/layout.ts';
import type { PageTable, PageValue } from '../../model/plot-page.ts';

export type PageRow = Record<string, PageValue>;

const ANCHOR = new RegExp(`^<${PLOT_ANCHOR}([A-Z_]+)>$`);

/** Rows as Vega wants them. */
export function rowsOf(tables: readonly PageTable[]): readonly PageRow[] {
  return tables.flatMap(({ rows, columns }) =>
    Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(
        columns.map(column => [column.name, 'all' in column ? column.all : (column.values[row] ?? null)]),
      ),
    ),
  );
}

/** Puts values where a specification has their anchors. */
export function withAnchors(value: unknown, filling: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') {
    const name = ANCHOR.exec(value)?.[1]?.toLowerCase();
    return name !== undefined && Object.hasOwn(filling, name) ? filling[name] : value;
  }
  if (Array.isArray(value)) return value.map(each => withAnchors(each, filling));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withAnchors(each, filling)]));
}
