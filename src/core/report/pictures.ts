import type { PictureRow, PictureSide } from '../../model/report.ts';
import { bytesText } from '../../model/size.ts';
import { codeSpan } from '../markdown/escape.ts';

/** Where a picture is found by who reads the report; undefined where it has been put nowhere. */
export type LinkOf = (picture: PictureRow, side: 'base' | 'head') => string | undefined;

const WIDTH = 400;

/** Pictures that changed, base against head. Those that did not are named in one line. */
export function pictureSection(pictures: readonly PictureRow[], linkOf: LinkOf): string {
  const changed = pictures.filter(picture => !isSame(picture));
  const same = pictures.filter(isSame).map(({ path }) => codeSpan(path));
  const parts = changed.map(picture => picturePair(picture, linkOf));
  if (same.length > 0)
    parts.push(`Unchanged ${same.length === 1 ? 'picture' : 'pictures'}: ${same.join(', ')}`);
  return parts.join('\n\n');
}

function isSame({ base, head }: PictureRow): boolean {
  return base?.kind === 'here' && head.kind === 'here' && Buffer.compare(base.bytes, head.bytes) === 0;
}

function picturePair(picture: PictureRow, linkOf: LinkOf): string {
  const { path, base, head } = picture;
  const sides = base === undefined ? (['head'] as const) : (['base', 'head'] as const);
  const titles = sides.map(side => `<th>${codeSpan(path)}${base === undefined ? '' : `: ${side}`}</th>`);
  const cells = sides.map(side => {
    const link = linkOf(picture, side);
    const shown = side === 'base' && base !== undefined ? base : head;
    return `<td>${link === undefined ? sideWords(shown) : image(link, `${path}, ${side}`)}</td>`;
  });
  return `<table><tr>${titles.join('')}</tr>\n<tr>${cells.join('')}</tr></table>`;
}

function image(link: string, alt: string): string {
  return `<img width="${WIDTH}" alt="${attribute(alt)}" src="${attribute(link)}">`;
}

function attribute(text: string): string {
  return text.replace(/[^\w ./%:?=,-]/g, letter => `&#${letter.codePointAt(0) ?? 0};`);
}

function sideWords(side: PictureSide): string {
  switch (side.kind) {
    case 'here':
      return bytesText(side.bytes.length);
    case 'absent':
      return 'there was none';
    case 'lost':
      return 'neither in git nor in the cache';
    case 'too-large':
      return `too large to show (${bytesText(side.bytes)})`;
  }
}
