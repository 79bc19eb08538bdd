import { md5OfBytes } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { basename, dirname, isInside, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { PictureRow, PlotRow } from '../model/report.ts';
import { guardFile } from './guard.ts';
import type { Project } from './project.ts';

/** So much of the hash of a picture makes its name: the same picture has the same one in every report. */
const HASH_LETTERS = 10;
const OWN_NAME = /^[0-9a-f]{10}\.(?:png|jpe?g|gif|svg)$/;

/** Refuses a file in the project that a link leads out of it. Elsewhere it is the user's own affair. */
export function guardReport(project: Project, path: string): Failure | undefined {
  const { root } = project;
  return isInside(path, root) ? guardFile(project, path.slice(root.length + 1) as RepoPath) : undefined;
}

/** The folder beside a report in which its pictures lie. */
export class ReportFiles {
  readonly #project: Project;
  readonly #folder: string;
  readonly #name: string;
  readonly #written = new Set<string>();

  /** @param report the file of the report, from the current folder. */
  constructor(project: Project, report: string) {
    const path = join(project.context.cwd, report);
    this.#project = project;
    this.#name = `${basename(path).replace(/(?<=.)\.md$/i, '')}.files`;
    this.#folder = join(dirname(path), this.#name);
  }

  /** Writes a picture, once. @returns where it lies, from the report; undefined for a side that has none. */
  link({ path, base, head }: PictureRow, side: 'base' | 'head'): string | undefined {
    const shown = side === 'base' ? base : head;
    if (shown?.kind !== 'here') return undefined;
    return this.#put(shown.bytes, (/\.[a-z]+$/i.exec(path)?.[0] ?? '').toLowerCase());
  }

  /** As {@link link}, for a chart; undefined for one that is not drawn. */
  linkPlot({ drawn }: PlotRow): string | undefined {
    return drawn === undefined ? undefined : this.#put(drawn.bytes, `.${drawn.format}`);
  }

  /** Removes what earlier reports of this name have left there, and this one does not show. */
  removeOthers(): void {
    const { files } = this.#project.context;
    if (guardReport(this.#project, `${this.#folder}/-`) !== undefined) return;
    for (const { name, kind } of files.list(this.#folder) ?? [])
      if (kind === 'file' && OWN_NAME.test(name) && !this.#written.has(name))
        files.remove(`${this.#folder}/${name}`);
  }

  #put(bytes: Uint8Array, suffix: string): string {
    const name = `${md5OfBytes(bytes).slice(0, HASH_LETTERS)}${suffix}`;
    const { files } = this.#project.context;
    const target = `${this.#folder}/${name}`;
    const refusal = guardReport(this.#project, target);
    if (refusal !== undefined) throw new FailureError(refusal);
    if (!this.#written.has(name) && files.stat(target)?.size !== bytes.length) {
      files.makeDirectory(this.#folder);
      files.writeLossy(target, bytes);
    }
    this.#written.add(name);
    return `${this.#name}/${name}`.split('/').map(encodeURIComponent).join('/');
  }
}
