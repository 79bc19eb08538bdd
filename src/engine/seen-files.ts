import { basename, dirname, isInside, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { FileTrouble } from '../ports/files.ts';
import type { Context } from '../ports/context.ts';
import type { Files, FileStat } from '../ports/files.ts';
import type { Snapshot } from '../ports/snapshot.ts';

type Skip = Parameters<Files['walk']>[1];

/** Absolute path → how what is there looks. */
export type Looks = ReadonlyMap<string, string>;

/** How the files look now, and where one has to listen to hear of a change. */
export interface Survey {
  readonly looks: Looks;
  /** Absolute paths. */
  readonly folders: ReadonlySet<string>;
  /** How many files there are. */
  readonly files: number;
}

/** A file or folder that work depends on: an absolute path, and what of a folder does not count. */
export interface Source {
  readonly path: string;
  readonly skip: Skip;
}

export const EVERYTHING_COUNTS: Skip = () => false;

interface Look {
  /** Of the file, or of a folder's files, by path. */
  readonly texts: readonly (readonly [path: string, text: string])[];
  readonly folders: readonly string[];
  readonly files: number;
}

/**
 * The files that a run depends on, as they were when it looked at them. Told apart by time, size and inode: whether a
 * change means anything, the next run finds out.
 */
export class SeenFiles {
  readonly #files: Files;
  readonly #root: string;
  readonly #leftOut: ReadonlySet<string>;
  readonly #before = new Map<string, string>();
  readonly #sources = new Map<string, Source>();
  /** What stages make: absolute paths. */
  #made: readonly string[] = [];
  /** Those that are there, and are to stay. */
  #kept: readonly string[] = [];
  #isReading = true;

  /** @param leftOut names of files that do not count. */
  constructor({ files }: Pick<Context, 'files'>, root: string, leftOut: ReadonlySet<string>) {
    this.#files = files;
    this.#root = root;
    this.#leftOut = leftOut;
  }

  /** The same context, in which files of the project that are read as texts are taken for sources. */
  reading(context: Context): Context {
    return {
      ...context,
      files: this.#withOwnWrites(context.files),
      workspace: root => this.#readingFrom(context.workspace(root), root),
    };
  }

  /**
   * From now on nothing counts but what was read before and these; of what was read, `isMade` says what does not.
   *
   * @param made what the work makes: once it is done, only that this stays there counts.
   */
  settle(sources: readonly Source[], isMade: (path: string) => boolean, made: readonly string[]): void {
    this.#isReading = false;
    this.#made = made;
    for (const path of this.#sources.keys()) if (isMade(path)) this.#forget(path);
    for (const source of sources) this.add(source);
  }

  /** The work is done: what it has made is to stay. */
  keepMade(): void {
    this.#kept = this.#made.filter(path => this.#isThere(path));
    for (const path of this.#kept) this.#before.set(path, 'made');
  }

  #isThere(path: string): boolean {
    return this.#look({ path, skip: () => true }).texts[0]?.[1] !== 'nothing';
  }

  hasChanged({ looks }: Survey): boolean {
    return !sameLooks(looks, this.#before);
  }

  survey(): Survey {
    const looks = new Map<string, string>();
    const folders = new Set<string>([this.#root]);
    let files = 0;
    for (const source of this.#sources.values()) {
      const look = this.#look(source);
      for (const [path, text] of look.texts) looks.set(path, text);
      files += look.files;
      for (const folder of look.folders) folders.add(folder);
      for (const folder of this.#above(source.path)) folders.add(folder);
    }
    for (const path of this.#kept) {
      looks.set(path, this.#isThere(path) ? 'made' : 'nothing');
      for (const folder of this.#above(path)) folders.add(folder);
    }
    return { looks, folders, files };
  }

  /** A source from now on, as it is now. */
  add(source: Source): void {
    const { path } = source;
    if (this.#sources.has(path) || this.#leftOut.has(basename(path))) return;
    this.#sources.set(path, source);
    for (const [each, text] of this.#look(source).texts) this.#before.set(each, text);
  }

  #forget(path: string): void {
    this.#sources.delete(path);
    this.#before.delete(path);
  }

  #readingFrom(snapshot: Snapshot, root: string): Snapshot {
    return {
      ...snapshot,
      readText: (path: RepoPath) => {
        // Before it is read: whoever edits it meanwhile is noticed.
        if (this.#isReading) this.add({ path: join(root, path), skip: EVERYTHING_COUNTS });
        return snapshot.readText(path);
      },
    };
  }

  /** What we write to a source ourselves is no edit. */
  #withOwnWrites(files: Files): Files {
    const written = (path: string): void => {
      const stat = this.#before.has(path) ? files.stat(path) : undefined;
      if (stat !== undefined) this.#before.set(path, textOf(stat));
    };
    return {
      ...files,
      writeAtomic: (path, content, mode) => {
        files.writeAtomic(path, content, mode);
        written(path);
      },
      link: (type, from, to) => {
        const done = files.link(type, from, to);
        written(to);
        return done;
      },
    };
  }

  #look({ path, skip }: Source): Look {
    try {
      const stat = this.#files.stat(path);
      if (stat === undefined) return nothing(path);
      if (stat.kind === 'directory') return this.#lookInside(path, skip);
      return { texts: [[path, textOf(stat)]], folders: this.#behindLink(path), files: 1 };
    } catch (error) {
      if (error instanceof FileTrouble) return nothing(path, error.code);
      throw error;
    }
  }

  #lookInside(path: string, skip: Skip): Look {
    const walked = this.#files.walk(path, skip);
    if (walked === undefined) return nothing(path);
    const { names, stats } = walked;
    const texts = names.map((name, index): [string, string] => {
      const [mtimeMs = 0, , size = 0, ino = 0] = stats.subarray(index * 4, index * 4 + 4);
      return [`${path}/${name}`, textOf({ mtimeMs, size, ino })];
    });
    const folders = ['', ...walked.folders].map(folder => (folder === '' ? path : `${path}/${folder}`));
    return { texts: [[path, 'folder'], ...texts], folders, files: names.length };
  }

  #behindLink(path: string): readonly string[] {
    const real = this.#files.realPath(path);
    return real === undefined || real === path ? [] : [dirname(real)];
  }

  /** Each folder of the project above may be renamed or removed with all that is in it; a missing one may come. */
  *#above(path: string): Generator<string> {
    const inside = isInside(path, this.#root);
    for (let folder = dirname(path); folder !== this.#root; folder = dirname(folder)) {
      yield folder;
      if (!inside) return;
    }
  }
}

function nothing(path: string, why = 'nothing'): Look {
  return { texts: [[path, why]], folders: [], files: 0 };
}

export function sameLooks(one: Looks, other: Looks): boolean {
  if (one.size !== other.size) return false;
  for (const [path, look] of one) if (other.get(path) !== look) return false;
  return true;
}

/** Not by ctime, which a new name of a file changes as well: the cache's, for one. */
function textOf({ mtimeMs, size, ino }: Pick<FileStat, 'mtimeMs' | 'size' | 'ino'>): string {
  return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
}
