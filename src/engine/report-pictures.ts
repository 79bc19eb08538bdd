import { isPictureContent } from '../core/report/picture-kind.ts';
import { pngSize } from '../core/report/png-size.ts';
import { isSameHash } from '../core/data/state.ts';
import type { HashRecord } from '../model/hash.ts';
import { within, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Appearance, PictureRow, PictureSide } from '../model/report.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Context } from '../ports/context.ts';
import { leadsOut } from './leads-out.ts';
import { recordOf } from './observe.ts';
import { Overlay } from './overlay.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/** Larger pictures are no pictures of a report. */
const MOST_PICTURE_BYTES = 5 * 1024 * 1024;
/** All that a report holds at once, and shows. */
const MOST_BYTES = 50 * 1024 * 1024;
/** So many are compared by what they show; as pixels they take four bytes each. */
const MOST_PIXELS = 16_000_000;

const PICTURE = /[^/]\.(?:png|jpe?g|gif|svg)$/i;

/** One state of the project; without an index only plain files are seen. */
export interface PictureState {
  readonly snapshot: Snapshot;
  readonly index: ProjectIndex | undefined;
}

export interface PictureOptions {
  /** Files that are declared as plots, from the root. */
  readonly declared: readonly string[];
  readonly isWanted: (path: string) => boolean;
}

/**
 * The pictures that stages make and those that are declared as plots, each once, on both sides.
 *
 * @param old absent where there is nothing to compare with.
 */
export async function pictureRows(
  project: Project,
  head: PictureState,
  old: PictureState | undefined,
  { declared, isWanted }: PictureOptions,
): Promise<readonly PictureRow[]> {
  const now = new PictureReader(project, head);
  const then = old === undefined ? undefined : new PictureReader(project, old);
  const named = declared.flatMap(path => within(ROOT, path) ?? []);
  const rows: PictureRow[] = [];
  let room = MOST_BYTES;
  const kept = (side: PictureSide): PictureSide => {
    if (side.kind !== 'here') return side;
    const bytes = side.bytes.length;
    if (bytes > room) return { kind: 'too-large', bytes };
    room -= bytes;
    return side;
  };
  for (const path of new Set([...picturesIn(head.index), ...picturesIn(old?.index), ...named])) {
    if (!isWanted(path)) continue;
    const side = await now.side(path);
    const other = await then?.side(path);
    if (side.kind === 'absent' && (other ?? side).kind === 'absent') continue;
    const isLostAlike =
      side.kind === 'lost' &&
      other?.kind === 'lost' &&
      isSameHash(await now.record(path), await then?.record(path));
    const change = isLostAlike ? 'same' : await appearance(project.context, side, other);
    const shown = kept(side);
    // Of two that look the same one is enough.
    const base = other?.kind === 'here' && change === 'same' ? shown : other && kept(other);
    rows.push({ path, head: shown, ...(base === undefined ? {} : { base }), change });
  }
  return rows;
}

function picturesIn(index: ProjectIndex | undefined): readonly RepoPath[] {
  return (index?.stages ?? []).flatMap(({ outputs }) =>
    outputs.flatMap(({ path }) => (path !== undefined && PICTURE.test(path) ? [path] : [])),
  );
}

class PictureReader {
  readonly #project: Project;
  readonly #overlay: Overlay;
  readonly #snapshot: Snapshot;
  readonly #isWorkspace: boolean;
  readonly #index: ProjectIndex | undefined;

  constructor(project: Project, { snapshot, index }: PictureState) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#isWorkspace = snapshot.revision === undefined;
    this.#overlay = new Overlay(project, snapshot, index);
    this.#index = index;
  }

  async side(path: RepoPath): Promise<PictureSide> {
    if (this.#isWorkspace && leadsOut(this.#project, path)) return { kind: 'outside' };
    const size = await this.#size(path);
    if (size !== undefined && size > MOST_PICTURE_BYTES) return { kind: 'too-large', bytes: size };
    const bytes = await this.#overlay.readBytes(path);
    if (bytes === undefined) return { kind: (await this.#overlay.isTracked(path)) ? 'lost' : 'absent' };
    if (bytes.length > MOST_PICTURE_BYTES) return { kind: 'too-large', bytes: bytes.length };
    return isPictureContent(bytes) ? { kind: 'here', bytes } : { kind: 'broken' };
  }

  /** As far as it is known without reading the whole: nobody wants gigabytes in memory to refuse them. */
  async #size(path: RepoPath): Promise<number | undefined> {
    const there = this.#isWorkspace ? await this.#snapshot.look(path) : undefined;
    const size = there?.size ?? (await this.record(path))?.size;
    return size === undefined ? undefined : Number(size);
  }

  /** What is recorded of an output. */
  async record(path: RepoPath): Promise<HashRecord | undefined> {
    for (const stage of this.#index?.stages ?? []) {
      const output = stage.outputs.find(each => each.path === path);
      if (output === undefined) continue;
      const entry = await this.#index?.locks.entry(stage);
      return recordOf(output, entry?.ok === true ? entry.value : undefined);
    }
    return undefined;
  }
}

async function appearance(
  context: Context,
  head: PictureSide,
  base: PictureSide | undefined,
): Promise<Appearance> {
  if (base === undefined || base.kind === 'absent') return 'new';
  if (head.kind === 'absent') return 'gone';
  if (head.kind !== 'here' || base.kind !== 'here') return 'changed';
  if (Buffer.compare(head.bytes, base.bytes) === 0) return 'same';
  return (await showTheSame(context, head.bytes, base.bytes)) ? 'same' : 'changed';
}

/** Programs write dates and versions into PNG files: of two that differ it counts what is seen. */
async function showTheSame(context: Context, one: Uint8Array, other: Uint8Array): Promise<boolean> {
  const [size, otherSize] = [pngSize(one), pngSize(other)];
  if (size === undefined || size.width !== otherSize?.width || size.height !== otherSize.height) return false;
  if (size.width * size.height > MOST_PIXELS) return false;
  const charts = await context.charts();
  const [pixels, otherPixels] = [await charts.pixels(one, size), await charts.pixels(other, size)];
  return pixels !== undefined && otherPixels !== undefined && Buffer.compare(pixels, otherPixels) === 0;
}
