import { FailureError } from '../model/failure.ts';
import type { HashName, HashRecord } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { FileTrouble } from '../ports/files.ts';
import type { Digested, Digester } from './digester.ts';
import { guardWrite } from './guard.ts';
import { memoFolder, writeMemo } from './memo.ts';
import type { Cache } from './objects.ts';
import type { Project } from './project.ts';

interface Made {
  readonly name: HashName;
  readonly digest: string;
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

  remember(path: RepoPath, { name, digest }: HashRecord): void {
    this.#load().set(path, { name, digest });
    this.#changed = true;
  }

  /**
   * Takes away what was made here and is not tracked any more, as long as it holds nothing but what was made, git does
   * not have it and the cache does.
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

  async #mayGo(path: RepoPath, { name, digest }: Made): Promise<boolean> {
    if (guardWrite(this.#project, path) !== undefined) return false;
    const absolute = this.#project.absolute(path);
    const now = await this.#lookAt(path, name);
    if (now?.record.digest !== digest) {
      // From now on it is the user's.
      this.#load().delete(path);
      this.#changed = true;
      return false;
    }
    if (this.#holdsMore(absolute, now)) return false;
    const tracked = await this.#project.git?.tracked([absolute]);
    return tracked?.has(absolute) !== true && this.#cache.of({ name, digest }).hasAll({ name, digest });
  }

  async #lookAt(path: RepoPath, name: HashName): Promise<Digested | undefined> {
    try {
      return await this.#digester.digest(path, { name });
    } catch (error) {
      // Nobody asked for this path: what cannot be tracked is not ours, and is no trouble.
      if (error instanceof FailureError || error instanceof FileTrouble) return undefined;
      throw error;
    }
  }

  /** Something that no hash is made of: files that are ignored, links to folders, links that lead nowhere. */
  #holdsMore(absolute: string, { walked }: Digested): boolean {
    if (walked === undefined) return false;
    const all = this.#project.context.files.walk(absolute, () => false);
    const count = (all?.names.length ?? 0) + (all?.linkedFolders.length ?? 0) + (all?.broken.length ?? 0);
    return count !== walked.names.length;
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
  const { name, digest } = made as Partial<Record<keyof Made, unknown>>;
  return typeof name === 'string' && typeof digest === 'string';
}
