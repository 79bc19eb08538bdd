import { md5OfBytes } from '../core/digest/tree.ts';
import { basename, dirname, join } from '../model/path.ts';
import type { PictureRow } from '../model/report.ts';
import type { Context } from '../ports/context.ts';

/** So much of the hash of a picture makes its name: the same picture has the same one in every report. */
const HASH_LETTERS = 10;

/** The folder beside a report in which its pictures lie. */
export class ReportFiles {
  readonly #context: Context;
  readonly #folder: string;
  readonly #name: string;

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
    const suffix = (/\.[a-z]+$/i.exec(path)?.[0] ?? '').toLowerCase();
    const name = `${md5OfBytes(shown.bytes).slice(0, HASH_LETTERS)}${suffix}`;
    const { files } = this.#context;
    const target = `${this.#folder}/${name}`;
    if (files.stat(target)?.size !== shown.bytes.length) {
      files.makeDirectory(this.#folder);
      files.writeLossy(target, shown.bytes);
    }
    return `${this.#name}/${name}`.split('/').map(encodeURIComponent).join('/');
  }
}
