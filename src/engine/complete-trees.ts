import { racyWindowMs } from '../core/digest/memo.ts';
import type { TreeEntry } from '../model/hash.ts';
import { memoFolder, writeMemo } from './memo.ts';
import type { Project } from './project.ts';

/** A folder of objects as it was when it was listed: name, mtime, ctime (epoch ms), inode. */
type Witness = readonly [prefix: string, mtimeMs: number, ctimeMs: number, ino: number];

/**
 * Remembers of large folders that the cache had all their objects. Adding or removing an object changes the times of
 * the folder that it lies in; while those are the same, nothing has to be listed and compared again.
 */
export class CompleteTrees {
  readonly #project: Project;
  readonly #objects: string;

  /** @param objects absolute path of the folder of objects. */
  constructor(project: Project, objects: string) {
    this.#project = project;
    this.#objects = objects;
  }

  /** Was the tree complete when it was looked at last, and has nothing come or gone since? */
  has(digest: string): boolean {
    const text = this.#project.context.files.readText(this.#file(digest));
    if (text === undefined) return false;
    const [objects, witnesses] = parse(text);
    return (
      objects === this.#objects && witnesses.length > 0 && witnesses.every(each => this.#isUnchanged(each))
    );
  }

  /** To be called when all objects of the tree have just been seen. */
  remember(digest: string, entries: readonly TreeEntry[]): void {
    const now = this.#project.context.clock.now();
    const witnesses: Witness[] = [];
    for (const prefix of new Set(entries.map(({ md5 }) => md5.slice(0, 2)))) {
      const stat = this.#project.context.files.stat(`${this.#objects}/${prefix}`);
      // What changed only just may change again without its times showing it.
      if (stat === undefined || stat.mtimeMs > now - racyWindowMs(stat.mtimeMs)) return;
      witnesses.push([prefix, stat.mtimeMs, stat.ctimeMs, stat.ino]);
    }
    writeMemo(this.#project, this.#file(digest), JSON.stringify([this.#objects, witnesses]));
  }

  #isUnchanged([prefix, mtimeMs, ctimeMs, ino]: Witness): boolean {
    const stat = this.#project.context.files.stat(`${this.#objects}/${prefix}`);
    return stat?.mtimeMs === mtimeMs && stat.ctimeMs === ctimeMs && stat.ino === ino;
  }

  #file(digest: string): string {
    return `${memoFolder(this.#project)}/complete-${digest}`;
  }
}

/** Anything that is not what was written reads as nothing known. */
function parse(text: string): readonly [objects: unknown, witnesses: readonly Witness[]] {
  try {
    const content: unknown = JSON.parse(text);
    if (!Array.isArray(content) || !Array.isArray(content[1])) return [undefined, []];
    const witnesses = content[1].filter((each): each is Witness => Array.isArray(each) && each.length === 4);
    return [content[0], witnesses.length === content[1].length ? witnesses : []];
  } catch {
    return [undefined, []];
  }
}
