import {
  decodeMemo,
  digestAt,
  encodeMemo,
  memoName,
  putDigest,
  racyWindowMs,
  STATS_PER_FILE,
} from '../core/digest/memo.ts';
import type { MemoTable } from '../core/digest/memo.ts';
import { MEMO_VARIABLE } from '../model/layout.ts';
import { join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { FileStat } from '../ports/files.ts';
import type { Project } from './project.ts';

/**
 * Remembers the hashes of files by their times, size and inode, outside the project, where losing it costs only
 * time. A file that changed in the moment before it was hashed could change again unseen, so it is not believed.
 */
export class Memo {
  readonly #project: Project;
  readonly #folder: string;
  #singles: Map<string, { stat: FileStat; md5: string }> | undefined;
  #changed = false;

  constructor(project: Project) {
    this.#project = project;
    this.#folder = memoFolder(project);
  }

  /** The MD5 of one file, if it is known to be unchanged. `key` is its path, with a mark for other kinds of hash. */
  file(key: string, stat: FileStat): string | undefined {
    const known = this.#load().get(key);
    if (known === undefined) return undefined;
    const same =
      known.stat.mtimeMs === stat.mtimeMs &&
      known.stat.ctimeMs === stat.ctimeMs &&
      known.stat.size === stat.size &&
      known.stat.ino === stat.ino;
    return same ? known.md5 : undefined;
  }

  /** @param hashedAt when reading began (epoch ms). */
  rememberFile(key: string, stat: FileStat, md5: string, hashedAt: number): void {
    const trusted = isSettled(stat.mtimeMs, stat.ctimeMs, hashedAt);
    this.#load().set(key, { stat: trusted ? stat : { ...stat, mtimeMs: Number.NaN }, md5 });
    this.#changed = true;
  }

  folder(path: RepoPath): MemoTable | undefined {
    const bytes = this.#project.context.files.readBytes(this.#tableFile(path));
    return bytes === undefined ? undefined : decodeMemo(bytes);
  }

  rememberFolder(path: RepoPath, table: MemoTable, hashedAt: number): void {
    const stats = table.stats.slice();
    for (let i = 0; i < stats.length; i += STATS_PER_FILE) {
      if (!isSettled(stats[i] ?? 0, stats[i + 1] ?? 0, hashedAt)) stats[i] = Number.NaN;
    }
    writeMemo(this.#project, this.#tableFile(path), encodeMemo({ ...table, stats }));
  }

  /** Writes what was learned. Trouble is not the user's: without a memo everything works, only slower. */
  save(): void {
    if (!this.#changed || this.#singles === undefined) return;
    const entries = [...this.#singles];
    const stats = new Float64Array(entries.length * STATS_PER_FILE);
    const digests = new Uint8Array(entries.length * 16);
    entries.forEach(([, { stat, md5 }], index) => {
      stats.set([stat.mtimeMs, stat.ctimeMs, stat.size, stat.ino], index * STATS_PER_FILE);
      putDigest(digests, index, md5);
    });
    writeMemo(
      this.#project,
      `${this.#folder}/files`,
      encodeMemo({ names: entries.map(([key]) => key), stats, digests, treeDigest: '' }),
    );
    this.#changed = false;
  }

  #load(): Map<string, { stat: FileStat; md5: string }> {
    if (this.#singles !== undefined) return this.#singles;
    const bytes = this.#project.context.files.readBytes(`${this.#folder}/files`);
    const table = bytes === undefined ? undefined : decodeMemo(bytes);
    this.#singles = new Map(
      table?.names.map((name, index) => {
        const [mtimeMs = 0, ctimeMs = 0, size = 0, ino = 0] = table.stats.subarray(index * STATS_PER_FILE);
        return [
          name,
          {
            stat: { kind: 'file', mtimeMs, ctimeMs, size, ino, mode: 0, links: 1 },
            md5: digestAt(table, index),
          },
        ];
      }),
    );
    return this.#singles;
  }

  #tableFile(path: RepoPath): string {
    return `${this.#folder}/folder-${memoName(path)}`;
  }
}

/** Writes a file of the memo. Trouble is not the user's: without it everything works, only slower. */
export function writeMemo({ context }: Project, file: string, content: Uint8Array | string): void {
  try {
    context.files.makeDirectory(file.slice(0, file.lastIndexOf('/')));
    context.files.writeLossy(file, content);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'FileTrouble') throw error;
    context.emit({
      type: 'notice',
      level: 'debug',
      message: `hashes are not remembered: ${error.message}`,
    });
  }
}

/** Did it change so long before it was looked at (epoch ms) that every later change shows in its times? */
export function isSettled(mtimeMs: number, ctimeMs: number, lookedAt: number): boolean {
  const window = racyWindowMs(mtimeMs);
  return mtimeMs < lookedAt - window && ctimeMs < lookedAt - window;
}

/** Outside the project, one for each: losing it costs time and nothing else. */
export function memoFolder({ context, root, settings }: Project): string {
  const { env, machine } = context;
  const { XDG_CACHE_HOME: named = '' } = env;
  const base =
    env[MEMO_VARIABLE] ??
    (settings.siteCacheDirectory === undefined
      ? `${named === '' ? join(machine.homeDirectory, '.cache') : named}/mltrack`
      : `${join(context.cwd, settings.siteCacheDirectory)}/mltrack`);
  return `${base}/${memoName(root)}`;
}
