import type { PlotProps, PlotTrouble } from '../../model/plot.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { lastField, recordsOf } from './records.ts';
import type { PlotData } from './records.ts';
import { NO_ROWS } from './rows.ts';
import type { Cells, Rows } from './rows.ts';
import { SeriesRows } from './series-rows.ts';
import { sourcesIn } from './sources.ts';
import type { Source } from './sources.ts';

/** One plot's rows of one revision, and how they are drawn. */
export interface Drawable {
  /** Those of each series of each revision by themselves; none that are empty. */
  readonly rows: readonly SeriesRows[];
  /** With everything that was left to be inferred. */
  readonly props: PlotProps;
  /** Of each line, bar or cloud: its file, without the folder that all have in common, and its field. */
  readonly series: readonly Source[];
}

/** Columns of several names are put together under these. */
const ANY_X = 'dvc_inferred_x_value';
const ANY_Y = 'dvc_inferred_y_value';
/** The number of a row, where nothing else is said. */
export const STEP = 'step';
const NOTHING: Cells = () => undefined;

/**
 * Turns the content of a plot's files into rows that a template can draw: every row says its revision, file and field.
 *
 * @param files content by path.
 * @returns rows, none of which where there is nothing to draw.
 * @source iterative/dvc dvc/render/converter/vega.py (flat_datapoints).
 */
export function pointsOf(
  id: string,
  given: PlotProps,
  files: ReadonlyMap<string, PlotData>,
  revision: string,
): Result<Drawable, PlotTrouble> {
  const y = yOf(id, given.get('y') ?? null, files);
  if (!y.ok) return y;
  const records = allRecords(files);
  if (!records.ok) return records;
  const x = xOf(id, given.get('x') ?? null, y.value);
  const props = new Map([...given, ...(x === undefined ? [] : [['x', x] as const]), ['y', y.value] as const]);
  const xs = sourcesIn(x);
  const ys = sourcesIn(y.value);
  for (const source of [...xs, ...ys]) {
    const missing = missingField(source, records.value.get(source.file));
    if (missing !== undefined) return err(missing);
  }
  if (xs.length > 1 && xs.length !== ys.length) {
    return err({
      type: 'DvcException',
      message: `Cannot have different number of x and y data sources. Found ${xs.length} x and ${ys.length} y data sources.`,
    });
  }
  const names = {
    x: xs[0] === undefined ? STEP : (onlyField(xs) ?? ANY_X),
    y: ys[0] === undefined ? null : (onlyField(ys) ?? ANY_Y),
  };
  const series = withoutCommonFolder(ys);
  const rows: SeriesRows[] = [];
  for (const [index, source] of ys.entries()) {
    const own = records.value.get(source.file) ?? NO_ROWS;
    const added = new Map<string, Cells>();
    if (names.y === ANY_Y) added.set(ANY_Y, own.cells(source.field) ?? NOTHING);
    const xSource = xs.length > 1 ? xs[index] : xs[0];
    if (xSource === undefined) added.set(STEP, row => row);
    else {
      const from = records.value.get(xSource.file) ?? NO_ROWS;
      if (from.length !== own.length) return err(cannotJoin(xSource, source));
      if (own !== from || names.x !== xSource.field) added.set(names.x, from.cells(xSource.field) ?? NOTHING);
    }
    const { file = '' } = series[index] ?? {};
    const said = new Map([
      ['rev', revision],
      ['filename', file],
      ['field', source.field],
    ]);
    if (own.length > 0) rows.push(SeriesRows.of(own, added, said));
  }
  props.set('x_label', given.get('x_label') ?? (xs.length === 0 ? STEP : (onlyField(xs) ?? 'x')));
  props.set('y_label', given.get('y_label') ?? (ys.length === 0 ? null : (onlyField(ys) ?? 'y')));
  return ok({ rows, props: props.set('x', names.x).set('y', names.y), series });
}

/** A field alone is one of the plot's own file. */
function yOf(
  id: string,
  y: Value,
  files: ReadonlyMap<string, PlotData>,
): Result<ValueMap | null, PlotTrouble> {
  if (isMap(y)) return ok(y);
  if (y !== null) return ok(new Map([[id, y]]));
  const content = files.get(id);
  if (content === undefined) return ok(null);
  const field = lastField(content);
  return field.ok ? ok(field.value === undefined ? null : new Map([[id, field.value]])) : field;
}

/** A field alone is one of every file of y, as often as that has fields. */
function xOf(id: string, x: Value, y: ValueMap | null): ValueMap | undefined {
  if (isMap(x)) return x;
  if (typeof x !== 'string') return undefined;
  if (y === null) return new Map([[id, x]]);
  return new Map([...y].map(([file, fields]) => [file, isList(fields) ? fields.map(() => x) : x]));
}

function allRecords(files: ReadonlyMap<string, PlotData>): Result<ReadonlyMap<string, Rows>, PlotTrouble> {
  const all = new Map<string, Rows>();
  for (const [file, content] of files) {
    const records = recordsOf(content);
    if (!records.ok) return records;
    all.set(file, records.value);
  }
  return ok(all);
}

/** Only the first row is asked. A file that could not be read has its own trouble. */
function missingField({ field }: Source, records: Rows | undefined): PlotTrouble | undefined {
  if (records === undefined) return undefined;
  if (records.length === 0)
    return { type: 'TypeError', message: "argument of type 'NoneType' is not iterable" };
  const first = records.point(0);
  if (first.has(field)) return undefined;
  const found = [...first.keys()].join(', ');
  return {
    type: 'FieldNotFoundError',
    message: `Could not find provided field ('${field}') in data fields ('${found}').`,
  };
}

function onlyField(sources: readonly Source[]): string | undefined {
  const fields = new Set(sources.map(({ field }) => field));
  return fields.size === 1 ? sources[0]?.field : undefined;
}

function cannotJoin(x: Source, y: Source): PlotTrouble {
  return {
    type: 'DvcException',
    message: `Cannot join '${x.field}' from '${x.file}' and '${y.field}' from '${y.file}'. They have to have same length.`,
  };
}

function withoutCommonFolder(sources: readonly Source[]): readonly Source[] {
  const files = [...new Set(sources.map(({ file }) => file))];
  if (files.length < 2) return sources;
  const [first = [], ...others] = files.map(file => file.split('/'));
  let depth = 0;
  while (depth < first.length && others.every(other => other[depth] === first[depth])) depth += 1;
  return sources.map(({ file, field }) => ({ file: file.split('/').slice(depth).join('/'), field }));
}
