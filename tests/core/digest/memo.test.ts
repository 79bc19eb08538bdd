import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMemo,
  digestAt,
  encodeMemo,
  memoName,
  putDigest,
  racyWindowMs,
  STATS_PER_FILE,
} from '../../../src/core/digest/memo.ts';
import type { MemoTable } from '../../../src/core/digest/memo.ts';
import { md5 } from './arbitrary.ts';

interface Row {
  readonly name: string;
  readonly stats: readonly number[];
  readonly md5: string;
}

const stat = fc.oneof(fc.double({ min: 0, max: 2 ** 53 }), fc.constant(Number.NaN));
const name = fc.string({ unit: 'binary', maxLength: 12 }).map(text => text.replaceAll('\0', ''));
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({ name, stats: fc.tuple(stat, stat, stat, stat), md5 }),
  { maxLength: 8 },
);
const treeDigest = fc.oneof(
  fc.constant(''),
  md5.map(hex => `${hex}.dir`),
);

function table(list: readonly Row[], digest = ''): MemoTable {
  const digests = new Uint8Array(list.length * 16);
  list.forEach((row, index) => putDigest(digests, index, row.md5));
  return {
    names: list.map(row => row.name),
    stats: Float64Array.from(list.flatMap(row => row.stats)),
    digests,
    treeDigest: digest,
  };
}

function rowsOf(memo: MemoTable): readonly Row[] {
  return memo.names.map((each, index) => ({
    name: each,
    stats: [...memo.stats.subarray(index * STATS_PER_FILE, (index + 1) * STATS_PER_FILE)],
    md5: digestAt(memo, index),
  }));
}

/** The same bytes, starting at an odd place of a larger buffer, as small files are read. */
function misplaced(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  return larger.subarray(3);
}

/** Everything that is believed of a file; undefined when it is not accepted. */
function digestsOf(bytes: Uint8Array): readonly string[] | undefined {
  const read = decodeMemo(bytes);
  return read && [read.treeDigest, ...rowsOf(read).map(row => row.md5)];
}

describe('a table of hashes', () => {
  it('is read back as it was written, wherever its bytes lie in memory', () => {
    fc.assert(
      fc.property(rows, treeDigest, (list, digest) => {
        const bytes = encodeMemo(table(list, digest));
        for (const copy of [bytes, misplaced(bytes), Buffer.from(bytes)]) {
          const read = decodeMemo(copy);
          expect(read && rowsOf(read)).toEqual(list);
          expect(read?.treeDigest).toBe(digest);
        }
      }),
    );
  });

  it('is not believed when it is cut off, or longer than it was', () => {
    const bytes = encodeMemo(table([{ name: 'a', stats: [1, 2, 3, 4], md5: '0'.repeat(32) }]));
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeMemo(bytes.subarray(0, length)), `${length} bytes`).toBeUndefined();
    }
    expect(decodeMemo(new Uint8Array([...bytes, 0]))).toBeUndefined();
  });

  it('never has another digest than was written, whichever bit is another', () => {
    fc.assert(
      fc.property(rows, treeDigest, fc.nat(), fc.nat(7), (list, digest, at, bit) => {
        const bytes = encodeMemo(table(list, digest));
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        expect(digestsOf(bytes) ?? digestsOf(encodeMemo(table(list, digest)))).toEqual(
          digestsOf(encodeMemo(table(list, digest))),
        );
      }),
    );
  });

  it('never has another digest than was written, whichever block never reached the disk', () => {
    const list = Array.from({ length: 500 }, (_, index) => ({
      name: `file-${index}`,
      stats: [1_700_000_000_000 + index, 1_700_000_000_000 + index, index, index],
      md5: String(index).padStart(32, '7'),
    }));
    const whole = encodeMemo(table(list));
    expect(decodeMemo(whole)?.names).toHaveLength(500);
    for (let block = 0; block * 4096 < whole.length; block++) {
      const bytes = whole.slice().fill(0, block * 4096, (block + 1) * 4096);
      expect(digestsOf(bytes) ?? digestsOf(whole), `block ${block}`).toEqual(digestsOf(whole));
    }
  });

  it('is not believed when it is something else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => decodeMemo(bytes) === undefined));
    // A header that promises more files than any memory holds.
    const bytes = encodeMemo(table([]));
    new DataView(bytes.buffer).setUint32(4, 0xffff_ffff, true);
    expect(decodeMemo(bytes)).toBeUndefined();
  });
});

describe('the name of a table', () => {
  it('is another one for each path', () => {
    const paths = Array.from({ length: 20_000 }, (_, index) => `data/part-${index % 100}/file-${index}.csv`);
    expect(new Set([...paths, 'data', 'atad', 'data/', ''].map(memoName)).size).toBe(paths.length + 4);
  });

  it('is made of 16 hex digits, whatever the path', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), path => /^[0-9a-f]{16}$/.test(memoName(path))));
  });
});

it('the moment in which a file may change unseen is longer where times are whole seconds', () => {
  expect([racyWindowMs(1_700_000_000_000), racyWindowMs(1_700_000_000_001.5)]).toEqual([2000, 50]);
});
