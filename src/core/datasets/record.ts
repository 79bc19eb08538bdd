import { isList, isMap, Timestamp } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { compareCodePoints } from '../python/order.ts';

/** Keys in DVC's order. A value is left out where it equals the default; without one the key must be there. */
type Fields = readonly (readonly [key: string, omitted?: Value])[];

const COMMON: Fields = [['name'], ['url'], ['type']];
const FROM_REPOSITORY: Fields = [...COMMON, ['path', ''], ['rev', null]];
const DECLARED: ReadonlyMap<Value | undefined, Fields> = new Map([
  ['dvc', FROM_REPOSITORY],
  ['dc', COMMON],
  ['url', COMMON],
]);
const RECORDED: ReadonlyMap<Value | undefined, Fields> = new Map<Value | undefined, Fields>([
  ['dvc', [...FROM_REPOSITORY, ['rev_lock']]],
  ['dc', [...COMMON, ['version'], ['created_at']]],
  ['url', [...COMMON, ['meta'], ['files', []]]],
]);
const META: Fields = [
  ['isdir', false],
  ['size', null],
  ['nfiles', null],
  ['isexec', false],
  ...['version_id', 'etag', 'checksum', 'md5', 'inode', 'mtime', 'remote'].map(key => [key, null] as const),
  ['is_link', false],
  ['destination', null],
  ['nlink', 1],
];
/** What does not count when two records are compared. */
const BESIDE = new Set(['remote', 'is_link', 'destination', 'nlink']);

/** The name in `ds://name`; undefined for what is no dataset. */
export function datasetName(written: string): string | undefined {
  return /^ds:\/\/([^/?#]*)/i.exec(written)?.[1];
}

/**
 * What a lock file records of a dataset, as DVC writes it: keys in its order, nothing that says nothing.
 *
 * @returns a new map each time; undefined when the value is no whole record of a known type.
 * @source iterative/dvc dvc/repo/datasets.py
 */
export function readDataset(value: Value | undefined): ValueMap | undefined {
  const record = picked(value, RECORDED);
  if (record === undefined) return undefined;
  if (record.has('created_at')) {
    const when = isoTime(record.get('created_at'));
    if (when === undefined) return undefined;
    record.set('created_at', when);
  }
  if (record.has('meta')) record.set('meta', metaOf(record.get('meta')));
  if (record.has('files')) {
    const files = filesOf(record.get('files'));
    if (files === undefined) return undefined;
    record.set('files', files);
  }
  return record;
}

/** Is the record that of a dataset declared like this? Both say where it comes from. */
export function isRecordOf(record: ValueMap, declared: Value): boolean {
  const [theirs, ours] = [picked(record, DECLARED), picked(declared, DECLARED)];
  return theirs !== undefined && ours !== undefined && valuesEqual(theirs, ours);
}

export function sameDataset(a: ValueMap, b: ValueMap): boolean {
  return valuesEqual(comparable(a), comparable(b));
}

function picked(
  value: Value | undefined,
  types: ReadonlyMap<Value | undefined, Fields>,
): Map<string, Value> | undefined {
  if (!isMap(value)) return undefined;
  const fields = types.get(value.get('type'));
  return fields === undefined ? undefined : pick(value, fields);
}

function pick(value: ValueMap, fields: Fields): Map<string, Value> | undefined {
  const found = new Map<string, Value>();
  for (const [key, omitted] of fields) {
    const item = value.get(key);
    if (item === undefined && omitted === undefined) return undefined;
    // Nothing stands for the empty path too.
    const said = key === 'path' && item === null ? '' : item;
    if (said !== undefined && (omitted === undefined || !valuesEqual(said, omitted))) found.set(key, said);
  }
  return found;
}

function metaOf(value: Value | undefined): Value {
  return isMap(value) ? (pick(value, META) ?? null) : (value ?? null);
}

function filesOf(value: Value | undefined): readonly Value[] | undefined {
  if (!isList(value)) return undefined;
  const files: { readonly relpath: string; readonly meta: Value }[] = [];
  for (const file of value) {
    const relpath = isMap(file) ? file.get('relpath') : undefined;
    const meta = isMap(file) ? file.get('meta') : undefined;
    if (typeof relpath !== 'string' || meta === undefined) return undefined;
    files.push({ relpath, meta: metaOf(meta) });
  }
  return files
    .sort((a, b) => compareCodePoints(a.relpath, b.relpath))
    .map(
      ({ relpath, meta }) =>
        new Map<string, Value>([
          ['relpath', relpath],
          ['meta', meta],
        ]),
    );
}

const ISO =
  /^(\d{4}-\d\d-\d\d)(?:.(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?$/;

/** A time as Python writes it, whatever the ISO form it is given in. What is no text or time is kept. */
function isoTime(value: Value | undefined): Value | undefined {
  if (value instanceof Timestamp) return value.text.includes(' ') ? value.text.replace(' ', 'T') : value;
  if (typeof value !== 'string') return value;
  const [, day, hours = '00', minutes = '00', seconds = '00', fraction = '', zone = ''] =
    ISO.exec(value) ?? [];
  if (day === undefined) return undefined;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  return `${day}T${hours}:${minutes}:${seconds}${/[1-9]/.test(micros) ? `.${micros}` : ''}${isoZone(zone)}`;
}

function isoZone(zone: string): string {
  if (zone === 'Z') return '+00:00';
  const [sign = '', ...digits] = zone.replaceAll(':', '');
  if (sign === '') return '';
  const [hours, minutes = '00', seconds = '00'] = digits.join('').match(/\d\d/g) ?? [];
  const text = `${hours ?? ''}:${minutes}${seconds === '00' ? '' : `:${seconds}`}`;
  return `${text === '00:00' ? '+' : sign}${text}`;
}

function comparable(record: ValueMap): ValueMap {
  const copy = new Map(record);
  const strip = (meta: Value | undefined): Value =>
    isMap(meta)
      ? new Map([...meta].filter(([key]) => typeof key !== 'string' || !BESIDE.has(key)))
      : (meta ?? null);
  if (copy.has('meta')) copy.set('meta', strip(copy.get('meta')));
  const files = copy.get('files');
  if (isList(files))
    copy.set(
      'files',
      files.map(file => (isMap(file) ? new Map(file).set('meta', strip(file.get('meta'))) : file)),
    );
  return copy;
}
