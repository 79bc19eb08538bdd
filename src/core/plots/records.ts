import type { PlotTrouble, Point } from '../../model/plot.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyTypeName } from '../python/type-name.ts';

/**
 * The rows that a data file holds: of every list of maps with the same keys, found at any depth, the first ones
 * together are the first row, and so on.
 *
 * @source iterative/dvc dvc/render/converter/vega.py (get_datapoints).
 */
export function recordsOf(content: Value): Result<readonly Point[], PlotTrouble> {
  const lists = listsIn(content);
  if (!lists.ok) return lists;
  const records: Map<string | null, Value>[] = [];
  for (const list of lists.value) {
    if (!list.every(isMap)) continue;
    const [first] = list;
    if (first === undefined) return err(NO_FIRST);
    const names = new Set<unknown>();
    for (const each of list) for (const name of each.keys()) names.add(name);
    if (names.size !== first.size) continue;
    list.forEach((each, index) => {
      const record = (records[index] ??= new Map());
      for (const [name, value] of each) record.set(name as string, value);
    });
  }
  return ok(records);
}

/** The field that is drawn when none is named: the last one of the first list of maps. */
export function lastField(content: Value): Result<string | undefined, PlotTrouble> {
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
