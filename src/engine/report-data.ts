import { isSameHash } from '../core/data/state.ts';
import { compareCodePoints } from '../core/python/order.ts';
import type { HashRecord } from '../model/hash.ts';
import type { RepoPath } from '../model/path.ts';
import type { DataRow, DataSize } from '../model/report.ts';
import type { ProjectIndex } from './project-index.ts';

/** Data files that record something else than in the base. What stages make follows from what they read. */
export function dataRows(head: ProjectIndex, base: ProjectIndex | undefined): readonly DataRow[] {
  if (base === undefined) return [];
  const [now, then] = [recordsIn(head), recordsIn(base)];
  const paths = [...new Set([...now.keys(), ...then.keys()])].sort(compareCodePoints);
  return paths.flatMap(path => {
    const [new_, old] = [now.get(path), then.get(path)];
    if (isSameHash(new_, old)) return [];
    return [
      {
        path,
        ...(old === undefined ? {} : { old: sizeOf(old) }),
        ...(new_ === undefined ? {} : { new: sizeOf(new_) }),
      },
    ];
  });
}

function recordsIn({ stages }: ProjectIndex): ReadonlyMap<RepoPath, HashRecord> {
  return new Map(
    stages.flatMap(({ kind, outputs }) =>
      outputs.flatMap(({ path, recorded }) =>
        kind === 'data' && path !== undefined && recorded !== undefined ? [[path, recorded] as const] : [],
      ),
    ),
  );
}

function sizeOf({ size, nfiles }: HashRecord): DataSize {
  return {
    ...(size === undefined ? {} : { bytes: Number(size) }),
    ...(nfiles === undefined ? {} : { files: nfiles }),
  };
}
