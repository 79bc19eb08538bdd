import { expect, it } from 'vitest';
import { dataLines } from '../../../src/core/report/data-lines.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { DataSize } from '../../../src/model/report.ts';

const row = (path: string, old?: DataSize, now?: DataSize) => ({
  path: path as RepoPath,
  ...(old === undefined ? {} : { old }),
  ...(now === undefined ? {} : { new: now }),
});

it('data is told by what became of it, with sizes as far as they are known', () => {
  const text = dataLines([
    row('a', undefined, { bytes: 2048 }),
    row('b', { bytes: 1 }),
    row('c', { bytes: 1, files: 1 }, { bytes: 3, files: 2 }),
    row('d', { bytes: 5 }, { bytes: 5 }),
    row('e', {}, { bytes: 5 }),
  ]);
  expect(text.split('\n')).toEqual([
    '- `a` is new (2.0 KiB)',
    '- `b` has gone',
    '- `c` changed (1 file, 1 B → 2 files, 3 B)',
    '- `d` changed (5 B)',
    '- `e` changed (5 B)',
  ]);
});

it('of very many data the first are told', () => {
  const text = dataLines(Array.from({ length: 25 }, (_, number) => row(`f${number}`, undefined, {})));
  expect(text.split('\n')).toHaveLength(21);
  expect(text).toMatch(/- and 5 more$/);
});
