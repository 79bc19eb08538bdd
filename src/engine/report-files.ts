import { md5OfBytes } from '../core/digest/tree.ts';
import { basename, dirname, join } from '../model/path.ts';
import type { PictureRow, PlotRow } from '../model/report.ts';
import type { Context } from '../ports/context.ts';

/** So much of the hash of a picture makes its name: the same picture has the same one in every report. */
const HASH_LETTERS = 10;
const OWN_NAME = /^[0-9a-f]{10}\.(?:png|jpe?g|gif|svg)$/;

/** The folder beside a report in which its pictures lie. */
export class ReportFiles {
  readonly #context: Context;
  readonly #folder: string;
  readonly #name: string;
  readonly #written = new Set<string>();

  /** @param report the file of the report, from the current folder. */
  constructor(context: Context, report: string) {
    const path = join(context.cwd, report);
    this.#context = context;
    this.#name = `${basename(path).replace(/(?<=.)\.[^.]*$/, '')}.files`;
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
    const { files } = this.#context;
    for (const { name, kind } of files.list(this.#folder) ?? [])
      if (kind === 'file' && OWN_NAME.test(name) && !this.#written.has(name))
        files.remove(`${this.#folder}/${name}`);
  }

  #put(bytes: Uint8Array, suffix: string): string {
    const name = `${md5OfBytes(bytes).slice(0, HASH_LETTERS)}${suffix}`;
    const { files } = this.#context;
    const target = `${this.#folder}/${name}`;
    if (!this.#written.has(name) && files.stat(target)?.size !== bytes.length) {
      files.makeDirectory(this.#folder);
      files.writeLossy(target, bytes);
    }
    this.#written.add(name);
    return `${this.#name}/${name}`.split('/').map(encodeURIComponent).join('/');
  }
}
