import type { RepoPath } from '../model/path.ts';
import type { PictureRow, PictureSide } from '../model/report.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { Overlay } from './overlay.ts';
import type { Project } from './project.ts';
import { loadIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';

/** Larger pictures are no pictures of a report. */
const MOST_PICTURE_BYTES = 5 * 1024 * 1024;

const PICTURE = /[^/]\.(?:png|jpe?g|gif|svg)$/i;

/**
 * The pictures that stages make, on both sides.
 *
 * @param before absent where there is nothing to compare with.
 */
export async function picturesOf(
  project: Project,
  index: ProjectIndex,
  before: Snapshot | undefined,
): Promise<readonly PictureRow[]> {
  const now = new Overlay(project, index.snapshot, index);
  const loaded = before === undefined ? undefined : await loadIndex(project, before, { anyGraph: true });
  const indexThen = loaded?.ok === true ? loaded.value : undefined;
  const then = before === undefined ? undefined : new Overlay(project, before, indexThen);
  const rows: PictureRow[] = [];
  for (const path of new Set([...pathsIn(index), ...pathsIn(indexThen)])) {
    const head = await sideOf(now, path);
    const base = then === undefined ? undefined : await sideOf(then, path);
    if (head.kind !== 'absent' || (base ?? head).kind !== 'absent')
      rows.push({ path, head, ...(base === undefined ? {} : { base }) });
  }
  return rows;
}

function pathsIn(index: ProjectIndex | undefined): readonly RepoPath[] {
  return (index?.stages ?? []).flatMap(({ outputs }) =>
    outputs.flatMap(({ path }) => (path !== undefined && PICTURE.test(path) ? [path] : [])),
  );
}

async function sideOf(overlay: Overlay, path: RepoPath): Promise<PictureSide> {
  const bytes = await overlay.readBytes(path);
  if (bytes === undefined) return { kind: (await overlay.isTracked(path)) ? 'lost' : 'absent' };
  return bytes.length > MOST_PICTURE_BYTES
    ? { kind: 'too-large', bytes: bytes.length }
    : { kind: 'here', bytes };
}
