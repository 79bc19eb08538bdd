import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockKeys, readHashRecord, sameContent } from '../../../src/core/lock/hash-record.ts';
import type { HashRecord } from '../../../src/model/hash.ts';
import type { Value } from '../../../src/model/value.ts';

const entry = (values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(values));

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('the record of a path', () => {
  it.each<[string, Readonly<Record<string, Value>>, HashRecord | undefined]>([
    ['nothing', { path: 'a', hash: 'md5' }, undefined],
    ['an empty digest', { hash: 'md5', md5: '' }, undefined],
    ['a digest', { hash: 'md5', md5: MD5, size: 0 }, { name: 'md5', digest: MD5, size: 0 }],
    ['a digest of the past', { md5: MD5, size: 1 }, { name: 'md5-dos2unix', digest: MD5, size: 1 }],
    ['a digest in capitals', { hash: 'md5', md5: MD5.toUpperCase() }, { name: 'md5', digest: MD5 }],
    [
      'a digest that was read as a number',
      { hash: 'md5', md5: 12345678901234567890123456789012n },
      { name: 'md5', digest: '12345678901234567890123456789012' },
    ],
    ['an etag', { hash: 'md5', etag: '0x8DC' }, { name: 'etag', digest: '0x8DC' }],
    ['a checksum', { checksum: 'AbC' }, { name: 'checksum', digest: 'AbC' }],
    [
      'a folder',
      { hash: 'md5', md5: `${MD5}.dir`, size: 3, nfiles: 2 },
      { name: 'md5', digest: `${MD5}.dir`, size: 3, nfiles: 2 },
    ],
    [
      'a file that can be run',
      { hash: 'md5', md5: MD5, isexec: true },
      { name: 'md5', digest: MD5, isexec: true },
    ],
    ['a file that cannot', { hash: 'md5', md5: MD5, isexec: false }, { name: 'md5', digest: MD5 }],
    ['a size that is no number', { hash: 'md5', md5: MD5, size: 'big' }, { name: 'md5', digest: MD5 }],
    [
      'what a cloud keeps',
      { cloud: entry({ r: entry({ etag: 'e', version_id: 'v' }) }) },
      { name: 'etag', digest: 'e', cloud: entry({ r: entry({ etag: 'e', version_id: 'v' }) }) },
    ],
  ])('%s is read', (_, values, record) => expect(readHashRecord(entry(values))).toEqual(record));

  it('names its hash in every lock file but those of the past, in one order', () => {
    const record: HashRecord = {
      files: [],
      cloud: new Map(),
      versionId: 'v',
      isexec: true,
      nfiles: 1,
      size: 2,
      digest: `${MD5}.dir`,
      name: 'md5',
    };
    const rest = ['size', 'nfiles', 'isexec', 'version_id', 'cloud', 'files'];
    const keysOf = (each: HashRecord | undefined): string[] => lockKeys(each).map(([key]) => key);
    expect(keysOf(record)).toEqual(['hash', 'md5', ...rest]);
    expect(keysOf({ ...record, name: 'md5-dos2unix' })).toEqual(['md5', ...rest]);
    expect(keysOf({ ...record, name: 'etag' })).toEqual(['hash', 'etag', ...rest]);
    expect(keysOf({ ...record, digest: MD5 })).toEqual([
      'hash',
      'md5',
      ...rest.filter(key => key !== 'nfiles'),
    ]);
    expect(lockKeys(undefined)).toEqual([['hash', 'md5']]);
  });

  it('is read as it was written', () => {
    const record = fc
      .record(
        {
          name: fc.constantFrom('md5', 'md5-dos2unix', 'etag', 'checksum'),
          digest: fc.stringMatching(/^[0-9a-f]{32}$/),
          size: fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n })),
          isexec: fc.constant(true),
          versionId: fc.string(),
          files: fc.constant([entry({ relpath: 'a' })]),
        },
        { requiredKeys: ['name', 'digest'] },
      )
      .map(each => each as HashRecord);
    fc.assert(
      fc.property(record, each => {
        expect(readHashRecord(new Map(lockKeys(each)))).toEqual(each);
      }),
    );
  });
});

it('two records are of the same bytes when kind and digest agree, whatever else they say', () => {
  const a: HashRecord = { name: 'md5', digest: MD5, size: 1 };
  expect(sameContent(a, { name: 'md5', digest: MD5, isexec: true })).toBe(true);
  expect(sameContent(a, { ...a, name: 'md5-dos2unix' })).toBe(false);
  expect(sameContent(a, { ...a, digest: `${MD5}.dir` })).toBe(false);
  expect(sameContent(undefined, undefined)).toBe(false);
});
