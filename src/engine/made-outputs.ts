import { witnessOf } from '../core/digest/witness.ts';
import type { HashName, HashRecord } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { WalkedFiles } from '../ports.ts';
import type { Digester } from './digester.ts';
import { guardWrite } from './guard.ts';
import { memoFolder, writeMemo } from './memo.ts';
import type { Cache } from './objects.ts';
import type { Project } from './project.ts';

interface Made {
  readonly name: HashName;
  readonly digest: string;
  /** What the path looked like right after: inodes, times and sizes. */
  readonly witness: string;
}

/**
 * Remembers, outside the project, which tracked paths were made here. When git brings in a version that does not track
 * one of them any more, nobody but us can tell that it may go.
 */
export class MadeOutputs {
  readonly #project: Project;
  readonly #digester: Digester;
  readonly #cache: Cache;
  #made: Map<string, Made> | undefined;
  #changed = false;

  constructor(project: Project, digester: Digester, cache: Cache) {
    this.#project = project;
    this.#digester = digester;
    this.#cache = cache;
  }

  /** @param walked how a folder looks now, if somebody has just looked. */
  async remember(path: RepoPath, record: HashRecord, walked?: WalkedFiles): Promise<void> {
    const witness = await this.#witness(path, walked);
    if (witness === undefined) return;
    this.#load().set(path, { name: record.name, digest: record.digest, witness });
    this.#changed = true;
  }

  /**
   * Takes away what was made here and is not tracked any more, as long as it has not been touched since, git does not
   * have it and the cache does.
   *
   * @param used every path that is tracked now.
   * @returns what went; folders with `/` at the end.
   */
  async removeUnused(used: readonly RepoPath[]): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const [key, made] of this.#load()) {
      const path = key as RepoPath;
      if (used.some(output => isInside(path, output))) continue;
      const absolute = this.#project.absolute(path);
      if (!(await this.#mayGo(path, made))) continue;
      const isFolder = this.#project.context.files.lstat(absolute)?.kind === 'directory';
      this.#project.context.files.remove(absolute);
      this.#load().delete(key);
      this.#changed = true;
      gone.push(`${path}${isFolder ? '/' : ''}`);
    }
    return gone;
  }

  save(): void {
    if (!this.#changed || this.#made === undefined) return;
    writeMemo(this.#project, this.#file(), JSON.stringify([...this.#made]));
    this.#changed = false;
  }

  async #mayGo(path: RepoPath, { name, digest, witness }: Made): Promise<boolean> {
    if (guardWrite(this.#project, path) !== undefined || (await this.#witness(path)) !== witness)
      return false;
    const absolute = this.#project.absolute(path);
    const tracked = await this.#project.git?.tracked([absolute]);
    return tracked?.has(absolute) !== true && this.#cache.of({ name, digest }).hasAll({ name, digest });
  }

  async #witness(path: RepoPath, walked?: WalkedFiles): Promise<string | undefined> {
    const stat = this.#project.context.files.lstat(this.#project.absolute(path));
    if (stat === undefined || stat.kind === 'other') return undefined;
    if (stat.kind !== 'directory') return [stat.ino, stat.mtimeMs, stat.size].join(' ');
    const seen = walked ?? (await this.#digester.walk(path));
    if (seen === undefined) return undefined;
    return `${String(stat.ino)} ${witnessOf(seen.names, seen.stats, seen.folders)}`;
  }

  #load(): Map<string, Made> {
    return (this.#made ??= parse(this.#project.context.files.readText(this.#file())));
  }

  #file(): string {
    return `${memoFolder(this.#project)}/made`;
  }
}

/** Anything that is not what was written reads as nothing known. */
function parse(text: string | undefined): Map<string, Made> {
  try {
    const content: unknown = JSON.parse(text ?? '[]');
    return new Map((Array.isArray(content) ? (content as unknown[]) : []).filter(isEntry));
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, Made] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const made: unknown = entry[1];
  if (typeof made !== 'object' || made === null) return false;
  const { name, digest, witness } = made as Partial<Record<keyof Made, unknown>>;
  return typeof name === 'string' && typeof digest === 'string' && typeof witness === 'string';
}
