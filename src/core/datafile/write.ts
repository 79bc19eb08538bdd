import type { HashRecord } from '../../model/hash.ts';
import type { Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { digestKeys, metaKeys } from '../lock/hash-record.ts';

/** The content of a data file that tracks one path, as `add` writes it for the first time. */
export function newDataFile(
  written: string,
  record: HashRecord,
  annotations: ReadonlyMap<string, Value>,
): ValueMap {
  const entry = new Map<string, Value>([...recordKeys(record), ['path', written], ...annotations]);
  return new Map<string, Value>([['outs', [entry]]]);
}

/**
 * The content of an existing data file with new hashes for its outputs (and dependencies). Keys stay where they
 * are; new ones follow at the end, those of an outdated record go.
 */
export function updatedDataFile(content: ValueMap, stage: Stage, records: UpdatedRecords): ValueMap {
  const top = new Map<Scalar, Value>(content);
  patch(
    top,
    'outs',
    stage.outputs.map(out => out.written),
    records.outputs,
  );
  patch(
    top,
    'deps',
    stage.dependencies.map(dep => dep.written),
    records.dependencies,
  );
  if (records.checksum !== undefined) top.set('md5', records.checksum);
  return top;
}

export interface UpdatedRecords {
  /** By path as written; a path that is absent keeps what the file says. */
  readonly outputs: ReadonlyMap<string, HashRecord>;
  readonly dependencies: ReadonlyMap<string, HashRecord>;
  readonly checksum?: string;
}

function patch(
  top: Map<Scalar, Value>,
  section: string,
  written: readonly string[],
  records: ReadonlyMap<string, HashRecord>,
): void {
  const entries = top.get(section);
  if (!isList(entries)) return;
  top.set(
    section,
    entries.map((entry, index) => {
      const record = records.get(written[index] ?? '');
      return record === undefined || !isMap(entry) ? entry : patchEntry(entry, record);
    }),
  );
}

const RECORD_KEYS = [
  'md5',
  'etag',
  'checksum',
  'size',
  'nfiles',
  'isexec',
  'hash',
  'version_id',
  'cloud',
  'files',
];

function patchEntry(entry: ValueMap, record: HashRecord): ValueMap {
  const wanted = new Map<string, Value>(recordKeys(record));
  const patched = new Map<Scalar, Value>();
  for (const [key, value] of entry) {
    const isRecordKey = typeof key === 'string' && RECORD_KEYS.includes(key);
    if (!isRecordKey) patched.set(key, value);
    else if (wanted.has(key)) patched.set(key, wanted.get(key) ?? null);
  }
  for (const [key, value] of wanted) patched.set(key, value);
  return patched;
}

/** In the order of data files, which differs from that of the lock: the digest first, `hash` after what is known. */
function recordKeys(record: HashRecord): [string, Value][] {
  return [
    ...digestKeys(record),
    ...metaKeys(record),
    ...(record.name === 'md5-dos2unix' ? [] : [['hash', 'md5'] satisfies [string, Value]]),
  ];
}
