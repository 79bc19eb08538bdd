import type { HashRecord } from '../../model/hash.ts';
import { Tuple } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { pyRepr } from '../python/text.ts';
import { md5OfText } from './tree.ts';

interface Answer {
  readonly url: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * What a lock records of a file on a web server, by its headers: a checksum that the server gives, or else one of all
 * that it says, in Python's spelling.
 *
 * @param answers of one file, a later one counting before an earlier one; none: undefined.
 * @source fsspec fsspec/implementations/http.py (_file_info) and fsspec/spec.py (checksum), dvc-data hashfile/meta.py
 */
export function webRecord(url: string, answers: readonly Answer[]): HashRecord | undefined {
  if (answers.length === 0) return undefined;
  const info = new Map<string, Value>([
    ['name', url],
    ['size', null],
  ]);
  for (const answer of answers) for (const [key, value] of infoOf(answer)) info.set(key, value);
  info.set('type', 'file');
  const [size, etag, md5] = ['size', 'ETag', 'Content-MD5'].map(key => info.get(key));
  const given = etag ?? md5;
  return {
    name: 'checksum',
    digest: typeof given === 'string' ? given : tokenOf(info),
    ...(typeof size === 'number' ? { size } : {}),
  };
}

function infoOf({ url, header }: Answer): ReadonlyMap<string, Value> {
  const info = new Map<string, Value>();
  const [length, range, encoding] = [
    header('Content-Length'),
    header('Content-Range'),
    header('Content-Encoding'),
  ];
  const isPlain = encoding === undefined || encoding === '' || encoding === 'identity';
  if (length !== undefined) {
    if (isPlain) info.set('size', Number(length));
  } else if (range !== undefined) info.set('size', Number(range.split('/')[1]));
  const type = header('Content-Type');
  if (type !== undefined) info.set('mimetype', type.split(';')[0] ?? '');
  if (header('Accept-Ranges') === 'none') info.set('partial', false);
  info.set('url', url);
  for (const name of ['ETag', 'Content-MD5', 'Digest', 'Last-Modified']) {
    const value = header(name);
    if (value !== undefined && value !== '') info.set(name, value);
  }
  return info;
}

function tokenOf(info: ReadonlyMap<string, Value>): string {
  return BigInt(`0x${md5OfText(pyRepr(Tuple.of(info)))}`).toString();
}
