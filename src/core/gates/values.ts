import type { GateTrouble } from '../../model/gate.ts';
import { isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { flatten } from '../metrics/flatten.ts';
import type { FileMetrics, Trouble } from '../metrics/revisions.ts';
import { pyStr } from '../python/text.ts';
import type { GateValues } from './judge.ts';

/** The metrics of one side by their flattened names. Files that are not there have none. */
export function gateValues(files: ReadonlyMap<string, FileMetrics>, revision: string): GateValues {
  const values = new Map<string, ReadonlyMap<string, Value> | GateTrouble>();
  for (const [file, read] of files) {
    if ('data' in read) values.set(file, namesOf(read.data));
    else if (!isAbsent(read.error)) {
      const detail = read.error.detail ?? read.error.message;
      values.set(file, { kind: 'unreadable', revision, detail });
    }
  }
  return values;
}

/** Not there, and not known to have been. */
export function isAbsent(trouble: Trouble): boolean {
  return trouble.type === 'FileNotFoundError' && trouble.isLost !== true;
}

/** A file that holds one bare number has a metric without a name. */
function namesOf(data: Value): ReadonlyMap<string, Value> {
  if (!isMap(data)) return new Map([['', data]]);
  return new Map([...flatten(data)].map(([name, value]) => [pyStr(name), value]));
}
