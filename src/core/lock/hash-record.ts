import { isDirDigest } from '../../model/hash.ts';
import type { HashName, HashRecord } from '../../model/hash.ts';
import { isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';

/** Reads what an entry of a lock or data file says of one path; undefined when it holds no hash. */
export function readHashRecord(entry: ValueMap): HashRecord | undefined {
  const cloud = entry.get('cloud');
  const found = digestOf(entry) ?? (isMap(cloud) ? cloudDigest(cloud) : undefined);
  if (found === undefined) return undefined;
  const size = entry.get('size');
  const nfiles = entry.get('nfiles');
  const versionId = entry.get('version_id');
  const files = entry.get('files');
  return {
    ...found,
    ...(typeof size === 'number' || typeof size === 'bigint' ? { size } : {}),
    ...(typeof nfiles === 'number' ? { nfiles } : {}),
    ...(entry.get('isexec') === true ? { isexec: true } : {}),
    ...(versionId === undefined ? {} : { versionId }),
    ...(cloud === undefined ? {} : { cloud }),
    ...(files === undefined ? {} : { files }),
  };
}

function digestOf(entry: ValueMap): { name: HashName; digest: string } | undefined {
  for (const name of ['md5', 'etag', 'checksum'] as const) {
    const value = entry.get(name);
    // A digest of digits alone may stand unquoted in old files and then loads as a number.
    const digest = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
    if (typeof digest !== 'string' || digest === '') continue;
    if (name === 'md5')
      return { name: entry.has('hash') ? 'md5' : 'md5-dos2unix', digest: digest.toLowerCase() };
    return { name, digest };
  }
  return undefined;
}

function cloudDigest(cloud: ValueMap): { name: HashName; digest: string } | undefined {
  const [first] = cloud.values();
  return isMap(first) ? digestOf(first) : undefined;
}

/**
 * The keys of a record in the order of the lock file: `hash`, the digest, then what is known of the content.
 * `hash` is absent for legacy digests, and that absence is what marks them.
 */
export function lockKeys(record: HashRecord | undefined): [string, Value][] {
  if (record === undefined) return [['hash', 'md5']];
  const keys: [string, Value][] = [];
  if (record.name !== 'md5-dos2unix') keys.push(['hash', 'md5']);
  keys.push(...digestKeys(record), ...metaKeys(record));
  return keys;
}

export function digestKeys(record: HashRecord): [string, Value][] {
  return [[record.name === 'md5-dos2unix' ? 'md5' : record.name, record.digest]];
}

/** `size, nfiles, isexec, version_id, cloud, files`: those that are known. */
export function metaKeys(record: HashRecord): [string, Value][] {
  const keys: [string, Value][] = [];
  if (record.size !== undefined) keys.push(['size', record.size]);
  if (record.nfiles !== undefined && isDirDigest(record.digest)) keys.push(['nfiles', record.nfiles]);
  if (record.isexec === true) keys.push(['isexec', true]);
  if (record.versionId !== undefined) keys.push(['version_id', record.versionId]);
  if (record.cloud !== undefined) keys.push(['cloud', record.cloud]);
  if (record.files !== undefined) keys.push(['files', record.files]);
  return keys;
}

/** Do two records name the same bytes? Only the kind of hash and the digest count. */
export function sameContent(a: HashRecord | undefined, b: HashRecord | undefined): boolean {
  return a !== undefined && b !== undefined && a.name === b.name && a.digest === b.digest;
}
