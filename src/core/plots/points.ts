import type { PlotProps, PlotTrouble, Point } from '../../model/plot.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { lastField, recordsOf } from './records.ts';
import { sourcesIn } from './sources.ts';
import type { Source } from './sources.ts';

/** One plot's rows of one revision, and how they are drawn. */
export interface Drawable {
  readonly points: readonly Point[];
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

type Row = Map<string | null, Value>;

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
  files: ReadonlyMap<string, Value>,
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
  const points: Point[] = [];
  for (const [index, source] of ys.entries()) {
    const rows = (records.value.get(source.file) ?? []).map(record => new Map(record));
    if (names.y === ANY_Y) copyField(rows, rows, source.field, ANY_Y);
    const xSource = xs.length > 1 ? xs[index] : xs[0];
    if (xSource === undefined) rows.forEach((row, step) => row.set(STEP, step));
    else {
      const from = records.value.get(xSource.file) ?? [];
      if (from.length !== rows.length) return err(cannotJoin(xSource, source));
      copyField(rows, from, xSource.field, names.x);
    }
    const { file = '' } = series[index] ?? {};
    for (const row of rows)
      points.push(row.set('rev', revision).set('filename', file).set('field', source.field));
  }
  props.set('x_label', given.get('x_label') ?? (xs.length === 0 ? STEP : (onlyField(xs) ?? 'x')));
  props.set('y_label', given.get('y_label') ?? (ys.length === 0 ? null : (onlyField(ys) ?? 'y')));
  return ok({ points, props: props.set('x', names.x).set('y', names.y), series });
}

/** A field alone is one of the plot's own file. */
function yOf(id: string, y: Value, files: ReadonlyMap<string, Value>): Result<ValueMap | null, PlotTrouble> {
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

function allRecords(
  files: ReadonlyMap<string, Value>,
): Result<ReadonlyMap<string, readonly Point[]>, PlotTrouble> {
  const all = new Map<string, readonly Point[]>();
  for (const [file, content] of files) {
    const records = recordsOf(content);
    if (!records.ok) return records;
    all.set(file, records.value);
  }
  return ok(all);
}

/** Only the first row is asked. A file that could not be read has its own trouble. */
function missingField({ field }: Source, records: readonly Point[] | undefined): PlotTrouble | undefined {
  if (records === undefined) return undefined;
  const [first] = records;
  if (first === undefined)
    return { type: 'TypeError', message: "argument of type 'NoneType' is not iterable" };
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

function copyField(rows: readonly Row[], from: readonly Point[], field: string, to: string): void {
  rows.forEach((row, index) => {
    const value = from[index]?.get(field);
    if (value !== undefined) row.set(to, value);
  });
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
