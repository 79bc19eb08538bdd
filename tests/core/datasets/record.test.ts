import { describe, expect, it } from 'vitest';
import { datasetName, isRecordOf, readDataset, sameDataset } from '../../../src/core/datasets/record.ts';
import { Timestamp } from '../../../src/model/value.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

const map = (entries: Readonly<Record<string, Value>>): ValueMap => new Map(Object.entries(entries));
const REGISTRY = { name: 'r', url: 'https://x/r', type: 'dvc', rev_lock: 'abc' };
const CATS = { name: 'c', url: 'dc://c', type: 'dc', version: 2 };
const BUCKET = { name: 'b', url: 's3://b', type: 'url' };

it('a dataset is named by what stands behind ds://', () => {
  expect(['ds://a', 'DS://a.b', 'ds://a/b?c', 'ds://', 'data', 's3://ds'].map(datasetName)).toEqual([
    'a',
    'a.b',
    'a',
    '',
    undefined,
    undefined,
  ]);
});

describe('the record of a dataset', () => {
  it('has its keys in the order of DVC, without those that it does not know or that say nothing', () => {
    const read = readDataset(map({ more: 1, rev: null, path: '', ...REGISTRY }));
    expect([...(read ?? [])]).toEqual(Object.entries(REGISTRY));
    const files = [
      map({ relpath: 'b', meta: map({ etag: '1', isexec: false, size: 3 }) }),
      map({ meta: map({ nlink: 1 }), relpath: 'B' }),
    ];
    expect(readDataset(map({ files, meta: map({ nfiles: 2, isdir: true }), ...BUCKET }))).toEqual(
      map({
        ...BUCKET,
        meta: map({ isdir: true, nfiles: 2 }),
        files: [
          map({ relpath: 'B', meta: map({}) }),
          map({ relpath: 'b', meta: map({ size: 3, etag: '1' }) }),
        ],
      }),
    );
    expect(readDataset(map({ ...BUCKET, meta: map({}), files: [] }))?.has('files')).toBe(false);
  });

  it.each<[Value, Value]>([
    ['2024-06-01T12:00:00.1Z', '2024-06-01T12:00:00.100000+00:00'],
    ['2024-06-01 12:00', '2024-06-01T12:00:00'],
    ['2024-06-01', '2024-06-01T00:00:00'],
    ['2024-06-01T12:00:00.000000-0130', '2024-06-01T12:00:00-01:30'],
    ['2024-06-01T12:00:00-00:00', '2024-06-01T12:00:00+00:00'],
    [new Timestamp('2024-06-01 12:00:00+00:00'), '2024-06-01T12:00:00+00:00'],
  ])('has the time %o as Python writes it', (written, read) => {
    expect(readDataset(map({ ...CATS, created_at: written }))?.get('created_at')).toBe(read);
  });

  it.each<Value>([
    'text',
    map({ ...REGISTRY, type: 'other' }),
    map({ name: 'r', url: 'u', type: 'dvc' }),
    map({ ...CATS, created_at: 'yesterday' }),
    map({ ...BUCKET, meta: map({}), files: ['a'] }),
    map({ ...BUCKET, meta: map({}), files: null }),
  ])('is none when it is not whole: %o', value => expect(readDataset(value)).toBeUndefined());

  it('is that of a declaration with the same name, type and origin', () => {
    const record = map({ ...REGISTRY, path: 'd' });
    const declared = { name: 'r', url: 'https://x/r', type: 'dvc', path: 'd' };
    expect(isRecordOf(record, map({ ...declared, rev: null, desc: 'more' }))).toBe(true);
    for (const other of [{ path: 'e' }, { rev: 'v1' }, { type: 'url' }, { url: 'u' }])
      expect(isRecordOf(record, map({ ...declared, ...other })), JSON.stringify(other)).toBe(false);
    expect(isRecordOf(map(REGISTRY), map({ name: 'r', url: 'https://x/r', type: 'dvc', path: null }))).toBe(
      true,
    );
    expect(isRecordOf(record, 'text')).toBe(false);
  });

  it('is the same whatever links and remotes it came by', () => {
    const bucket = (meta: Readonly<Record<string, Value>>): ValueMap =>
      map({ ...BUCKET, meta: map(meta), files: [map({ relpath: 'a', meta: map(meta) })] });
    expect(sameDataset(bucket({ size: 1, remote: 'a' }), bucket({ size: 1, nlink: 2 }))).toBe(true);
    expect(sameDataset(bucket({ size: 1 }), bucket({ size: 2 }))).toBe(false);
  });
});
