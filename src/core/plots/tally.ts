import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { PointRows } from './rows.ts';
import { SeriesRows } from './series-rows.ts';

/** A specification that only counts rows, with the counts for data. */
export interface Tally {
  readonly content: ValueMap;
  readonly rows: readonly SeriesRows[];
}

/**
 * Counts rows beforehand where a specification does nothing with them but count those that are alike, as for a
 * confusion matrix: then it draws any number of rows exactly, from few.
 *
 * @param content facets of which each first counts.
 * @param most undefined is returned where there are more different rows than that.
 */
export function tallied(content: ValueMap, all: readonly SeriesRows[], most: number): Tally | undefined {
  const counting = countingIn(content);
  if (counting === undefined) return undefined;
  const { facet, spec, transforms, count, by } = counting;
  const fields = new Set([...by, ...fieldsOf(facet)].map(field => field.replace(/\\([.[\]])/g, '$1')));
  let name = 'rows';
  while (all.some(rows => rows.names.includes(name))) name += ' ';
  const rows = all.map(each => countAlike(each, fields, name));
  if (rows.reduce((sum, { length }) => sum + length, 0) > most) return undefined;
  const sum = new Map([...count, ['aggregate', [new Map([...counting.op, ['op', 'sum'], ['field', name]])]]]);
  const summing = new Map([...spec, ['transform', [sum, ...transforms.slice(1)]]]);
  return { content: new Map([...content, ['spec', summing]]), rows };
}

interface Counting {
  readonly facet: ValueMap;
  readonly spec: ValueMap;
  readonly transforms: readonly Value[];
  /** The first transform. */
  readonly count: ValueMap;
  readonly op: ValueMap;
  /** The fields in which rows that are alike are the same. */
  readonly by: readonly string[];
}

function countingIn(content: ValueMap): Counting | undefined {
  const [facet, spec] = [content.get('facet'), content.get('spec')];
  if (!isMap(facet) || !isMap(spec) || content.has('transform')) return undefined;
  const transforms = spec.get('transform');
  const [count] = isList(transforms) ? transforms : [];
  if (!isList(transforms) || !isMap(count)) return undefined;
  const [ops, by] = [count.get('aggregate'), count.get('groupby')];
  if (!isList(ops) || !isList(by) || ops.length !== 1) return undefined;
  const [op] = ops;
  const isCount = isMap(op) && op.get('op') === 'count' && !op.has('field');
  if (!isCount || !by.every(field => typeof field === 'string')) return undefined;
  return { facet, spec, transforms, count, op, by };
}

function fieldsOf(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(fieldsOf);
  if (!isMap(value)) return [];
  const field = value.get('field');
  return [...(typeof field === 'string' ? [field] : []), ...[...value.values()].flatMap(fieldsOf)];
}

interface Group {
  readonly row: number;
  count: number;
}

/** One row for all that are alike. What only looks alike stays apart: counts of it are added up later. */
function countAlike(rows: SeriesRows, fields: ReadonlySet<string>, name: string): SeriesRows {
  const columns = [...fields].flatMap(field => rows.cells(field) ?? []);
  const groups = new Map<string, Group>();
  const codes = columns.map(() => new Map<Value | undefined, number>());
  for (let row = 0; row < rows.length; row += 1) {
    let key = '';
    for (const [at, cells] of columns.entries()) {
      const known = codes[at];
      const value = cells(row);
      let code = known?.get(value);
      if (code === undefined) known?.set(value, (code = known.size));
      key += `${code ?? 0},`;
    }
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { row, count: 1 });
    else group.count += 1;
  }
  const points = Array.from(groups.values(), ({ row, count }) => {
    const point = rows.point(row);
    for (const column of point.keys()) if (!fields.has(column ?? '')) point.delete(column);
    return point.set(name, count);
  });
  return SeriesRows.of(new PointRows(points), new Map(), rows.said);
}
