import type { PlotTrouble, Point } from '../../model/plot.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { pyTypeName } from '../python/type-name.ts';
import { NO_ROWS, PointRows } from './rows.ts';
import type { Rows } from './rows.ts';
import { SeparatedRows } from './separated.ts';

/** What a data file holds: values, or rows of a CSV or TSV file. */
export type PlotData = Value | SeparatedRows;

/**
 * The rows that a data file holds: of every list of maps with the same keys, found at any depth, the first ones
 * together are the first row, and so on.
 *
 * @source iterative/dvc dvc/render/converter/vega.py (get_datapoints).
 */
export function recordsOf(content: PlotData): Result<Rows, PlotTrouble> {
  if (content instanceof SeparatedRows) return ok(content.isUneven ? NO_ROWS : content);
  const lists = listsIn(content);
  if (!lists.ok) return lists;
  const usable: (readonly ValueMap[])[] = [];
  for (const list of lists.value) {
    if (!list.every(isMap)) continue;
    const [first] = list;
    if (first === undefined) return err(NO_FIRST);
    const names = new Set<unknown>();
    for (const each of list) for (const name of each.keys()) names.add(name);
    if (names.size === first.size) usable.push(list);
  }
  return ok(new PointRows(sideBySide(usable)));
}

function sideBySide(lists: readonly (readonly ValueMap[])[]): readonly Point[] {
  const [only, ...others] = lists;
  if (others.length === 0) return (only ?? []) as readonly Point[];
  const records: Map<string | null, Value>[] = [];
  for (const list of lists)
    list.forEach((each, index) => {
      const record = (records[index] ??= new Map());
      for (const [name, value] of each) record.set(name as string, value);
    });
  return records;
}

/** The field that is drawn when none is named: the last one of the first list of maps. */
export function lastField(content: PlotData): Result<string | undefined, PlotTrouble> {
  if (content instanceof SeparatedRows)
    return content.length === 0
      ? err(NO_FIRST)
      : ok([...content.point(0).keys()].at(-1) as string | undefined);
  const lists = listsIn(content);
  if (!lists.ok) return lists;
  const list = lists.value.find(each => each.every(isMap));
  if (list === undefined) return ok(undefined);
  const [first] = list;
  return isMap(first) ? ok([...first.keys()].at(-1) as string | undefined) : err(NO_FIRST);
}

/** What Python says where the first item of an empty list is asked for its keys. */
const NO_FIRST: PlotTrouble = {
  type: 'AttributeError',
  message: "'NoneType' object has no attribute 'keys'",
};

function listsIn(content: Value): Result<readonly (readonly Value[])[], PlotTrouble> {
  if (isList(content)) return ok([content]);
  if (isMap(content)) return ok(listsBelow(content));
  return err({
    type: 'AttributeError',
    message: `'${pyTypeName(content)}' object has no attribute 'values'`,
  });
}

function listsBelow(map: ReadonlyMap<unknown, Value>): readonly (readonly Value[])[] {
  return [...map.values()].flatMap(value =>
    isMap(value) ? listsBelow(value) : isList(value) ? [value] : [],
  );
}
