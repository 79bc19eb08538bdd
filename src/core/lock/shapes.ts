import { anything, either, list, literal, map, nothing, record, text } from '../schema/shape.ts';
import type { Fields, Shape } from '../schema/shape.ts';

/** @source iterative/dvc dvc/schema.py: what an entry about one path may hold, in lock and data files alike. */
export const recordFields: Fields = {
  path: text,
  hash: text,
  md5: anything,
  etag: anything,
  checksum: anything,
  size: anything,
  nfiles: anything,
  isexec: anything,
  version_id: anything,
  cloud: anything,
  files: anything,
  dataset: anything,
};

/** One stage of the lock file; also the text of a run-cache entry. */
export const LOCK_STAGE_SHAPE: Shape = record(
  {
    cmd: either(text, list(anything)),
    deps: list(record(recordFields, ['path'])),
    params: map(map(anything)),
    outs: list(record(recordFields, ['path'])),
  },
  ['cmd'],
);

export const LOCK_SHAPE: Shape = record(
  { schema: literal('2.0'), datasets: anything, stages: either(map(LOCK_STAGE_SHAPE), nothing) },
  ['schema'],
);
