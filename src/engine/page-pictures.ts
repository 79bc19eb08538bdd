import type { PagePicture } from '../model/plot-page.ts';
import type { Context } from '../ports/context.ts';
import type { Picture } from './plot-charts.ts';

/** Larger ones the page loads from the file beside it. */
const MOST_BYTES = 1_000_000;
/** Of all pictures in a page together. */
const MOST_OF_ALL = 25_000_000;
const FOLDER = 'static';

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/**
 * The pictures of a page. Each is a file beside it, where DVC puts it and programs may look for it; small ones are in
 * the page as well, so that it can be sent alone and its pictures can be compared pixel by pixel.
 */
export class PagePictureFiles {
  readonly #context: Context;
  readonly #folder: string;
  #embedded = 0;
  #plot: Uint8Array[] = [];

  constructor(context: Context, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  add({ revision, file, bytes }: Picture): PagePicture {
    const name = writePicture(this.#context, `${this.#folder}/${FOLDER}`, { revision, file, bytes });
    const known = this.#plot.findIndex(each => isSame(each, bytes));
    const same = known < 0 ? this.#plot.length : known;
    this.#plot.push(bytes);
    const isEmbedded = bytes.length <= MOST_BYTES && this.#embedded + bytes.length <= MOST_OF_ALL;
    if (isEmbedded) this.#embedded += bytes.length;
    const url = isEmbedded ? dataUrl(file, bytes) : `${FOLDER}/${encodeURIComponent(name)}`;
    return { revision, file, size: bytes.length, url, same };
  }

  /** The next picture is one of another plot: only those of one plot are compared. */
  endPlot(): void {
    this.#plot = [];
  }
}

/** Writes a picture into a folder under the name that DVC gives it, which is returned. */
export function writePicture({ files }: Context, folder: string, { revision, file, bytes }: Picture): string {
  const name = `${revision}_${file}`.replaceAll('/', '_');
  files.makeDirectory(folder);
  files.writeLossy(`${folder}/${name}`, bytes);
  return name;
}

function dataUrl(file: string, bytes: Uint8Array): string {
  const type = TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'image/png';
  return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
