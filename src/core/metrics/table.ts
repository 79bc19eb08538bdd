import type { Cell, Table } from '../../model/doc.ts';
import { Float, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { roundHalfEven } from '../python/float.ts';
import { pyStr } from '../python/text.ts';
import type { Changes } from './diff.ts';
import { compareNames, flatten } from './flatten.ts';
import type { FlatName } from './flatten.ts';
import type { RevisionMetrics } from './revisions.ts';

/** Decimal places of metrics when the user asks for none, or for 0. */
const DEFAULT_PRECISION = 5;

/** Stands where there is no value, and for null. */
const MISSING: Cell = { text: '-', style: 'dim' };

interface DiffTableOptions {
  /** The two revisions as the user typed them. */
  readonly oldLabel: string;
  readonly newLabel: string;
  /** Shows the column `Path`. */
  readonly path: boolean;
}

/**
 * The table of `metrics diff`.
 *
 * @param options `precision` is in decimal places and rounds floats alone.
 */
export function metricsDiffTable(
  changes: Changes,
  options: DiffTableOptions & { readonly precision: number | undefined },
): Table {
  const digits = placesOf(options.precision);
  return diffTable(changes, options, {
    title: 'Metric',
    cell: value => valueCell(value, digits),
    change: value => emphasised(valueCell(value, digits)),
  });
}

/** The table of `params diff`: nothing is rounded, and there is no column of differences. */
export function paramsDiffTable(changes: Changes, options: DiffTableOptions): Table {
  return diffTable(changes, options, { title: 'Param', cell: value => valueCell(value, undefined) });
}

interface DiffColumns {
  readonly title: string;
  readonly cell: (value: Value) => Cell;
  /** Absent: no column `Change`. */
  readonly change?: (value: Value) => Cell;
}

function diffTable(changes: Changes, options: DiffTableOptions, columns: DiffColumns): Table {
  const { title, cell, change: changeCell } = columns;
  const rows: Cell[][] = [];
  for (const [file, names] of changes) {
    for (const [name, change] of names) {
      const row = [name, cell(change.old), cell(change.new)];
      if (changeCell !== undefined) row.push(changeCell(change.diff ?? null));
      rows.push(options.path ? [file, ...row] : row);
    }
  }
  const header = [title, options.oldLabel, options.newLabel];
  if (changeCell !== undefined) header.push('Change');
  return { kind: 'table', header: options.path ? ['Path', ...header] : header, rows };
}

interface ShowTableOptions {
  /** Shows the column `Revision`. */
  readonly revisions: boolean;
  /** Decimal places, floats alone. */
  readonly precision: number | undefined;
}

/**
 * The table of `metrics show`: one row a file and revision, one column for each name that any of them has, in order.
 *
 * A metric that is itself called `Path` or `Revision` overwrites that cell, as it does in DVC's table.
 */
export function metricsTable(
  revisions: ReadonlyMap<string, RevisionMetrics>,
  options: ShowTableOptions,
): Table {
  const digits = placesOf(options.precision);
  const rows: ReadonlyMap<FlatName, Cell>[] = [];
  for (const [revision, metrics] of revisions) {
    if ('error' in metrics) continue;
    for (const [file, read] of metrics.data) {
      const row = new Map<FlatName, Cell>([
        ['Revision', revision],
        ['Path', file],
      ]);
      for (const [name, value] of namesOf('data' in read ? read.data : new Map()))
        row.set(name, valueCell(value, digits));
      rows.push(row);
    }
  }
  const fixed = ['Revision', 'Path'];
  const names = new Set(rows.flatMap(row => [...row.keys()]));
  const metricNames = [...names].filter(name => !fixed.includes(pyStr(name))).sort(compareNames);
  const columns = [...(options.revisions ? fixed : ['Path']), ...metricNames];
  return {
    kind: 'table',
    header: columns.map(pyStr),
    rows: rows.map(row => columns.map(name => row.get(name) ?? MISSING)),
  };
}

function namesOf(data: Value): ReadonlyMap<FlatName, Value> {
  return isMap(data) ? flatten(data) : new Map([['', data]]);
}

function placesOf(precision: number | undefined): number {
  return precision === undefined || precision === 0 ? DEFAULT_PRECISION : precision;
}

function valueCell(value: Value, digits: number | undefined): Cell {
  if (value === null) return MISSING;
  return pyStr(
    value instanceof Float && digits !== undefined ? new Float(roundHalfEven(value.value, digits)) : value,
  );
}

function emphasised(cell: Cell): Cell {
  return typeof cell === 'string' ? { text: cell, style: 'strong' } : cell;
}
