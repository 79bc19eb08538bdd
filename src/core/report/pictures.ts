import type { Appearance, PictureRow, PictureSide, PlotRow } from '../../model/report.ts';
import { bytesText } from '../../model/size.ts';
import { attribute, codeElement, codeSpan, plainText } from '../markdown/escape.ts';
import { pngSize } from './png-size.ts';
import { listed } from './words.ts';

/** Where a picture is found by who reads the report; undefined where it has been put nowhere. */
export type LinkOf = (picture: PictureRow, side: 'base' | 'head') => string | undefined;

/** As {@link LinkOf}, for a chart. */
export type PlotLinkOf = (plot: PlotRow) => string | undefined;

const WIDTH = 400;
const MOST_WIDTH = 800;
/** Charts are drawn with so many pixels for one of the screen. */
const SHARPNESS = 2;

/** A picture that changed, base against head. */
export function picturePair(picture: PictureRow, linkOf: LinkOf): string {
  const { path, base, head } = picture;
  const sides = base === undefined ? (['head'] as const) : (['base', 'head'] as const);
  const titles = sides.map(
    side => `<th>${codeElement(path)}${base === undefined ? '' : `: ${SIDES[side]}`}</th>`,
  );
  const cells = sides.map(side => {
    const link = linkOf(picture, side);
    const shown = side === 'base' && base !== undefined ? base : head;
    const alt = base === undefined ? path : `${path}, ${SIDES[side]}`;
    return `<td>${link === undefined ? sideWords(shown) : image(link, alt, WIDTH)}</td>`;
  });
  return `<table><tr>${titles.join('')}</tr>\n<tr>${cells.join('')}</tr></table>`;
}

const SIDES = { base: 'base', head: 'now' };

/** Charts that have been put somewhere, in rows of one or two. Where there is no room, a forge breaks a row. */
export function plotPictures(plots: readonly PlotRow[], linkOf: PlotLinkOf): readonly string[] {
  const rows: string[][] = [];
  let isOpen = false;
  for (const plot of plots) {
    const picture = plotPicture(plot, linkOf);
    if (picture === undefined) continue;
    const fits: boolean = isOpen && !picture.isWide;
    if (fits) rows.at(-1)?.push(picture.text);
    else rows.push([picture.text]);
    isOpen = !fits && !picture.isWide;
  }
  return rows.map(row => `<p>${row.join(' ')}</p>`);
}

/** Charts that are drawn wider than this have a row of their own. */
const WIDE = 600;

function plotPicture(
  plot: PlotRow,
  linkOf: PlotLinkOf,
): { readonly text: string; readonly isWide: boolean } | undefined {
  const link = linkOf(plot);
  if (link === undefined || plot.drawn === undefined) return undefined;
  const width = (pngSize(plot.drawn.bytes)?.width ?? SHARPNESS * WIDTH) / SHARPNESS;
  const alt = `${plot.name}${plot.change === 'new' ? ', new' : ': base and now'}`;
  const isWide = width > WIDE;
  return { text: image(link, alt, isWide ? Math.min(MOST_WIDTH, Math.round(width)) : WIDTH), isWide };
}

/** What of charts is not to be seen: those that are the same or have gone, and what cannot be drawn. */
export function plotRemarks(plots: readonly PlotRow[], linkOf: PlotLinkOf): string {
  const areLinked = plots.some(plot => linkOf(plot) !== undefined);
  const unseen = plots.filter(plot => linkOf(plot) === undefined && plot.troubles.length === 0);
  return [
    ...listOf(unseen, ['changed', 'new'], areLinked ? '' : HOW_TO_SEE),
    ...listOf(plots, ['gone', 'same']),
    ...plots.flatMap(({ troubles }) => troubles.map(trouble => `- ${plainText(trouble)}`)),
  ].join('\n');
}

/** What of pictures is not to be seen. */
export function pictureRemarks(pictures: readonly PictureRow[], areLinked: boolean): string {
  const rows = pictures.map(({ path, change }) => ({ name: path, change }));
  return [
    ...(areLinked ? [] : listOf(rows, ['changed', 'new', 'gone'], HOW_TO_SEE)),
    ...listOf(rows, ['same']),
  ].join('\n');
}

const HOW_TO_SEE = ': `mltrack report -o report.md` writes pictures beside it';

/** A line for each of these, with the names of what came to that. */
function listOf(
  rows: readonly { readonly name: string; readonly change: Appearance }[],
  changes: readonly Appearance[],
  after = '',
): readonly string[] {
  return changes.flatMap(wanted => {
    const names = rows.filter(({ change }) => change === wanted).map(({ name }) => codeSpan(name));
    return names.length === 0 ? [] : [`- ${WORDS[wanted]} (${names.length}): ${listed(names)}${after}`];
  });
}

const WORDS: Readonly<Record<Appearance, string>> = {
  changed: 'Changed',
  new: 'New',
  gone: 'Gone',
  same: 'Unchanged',
};

function image(link: string, alt: string, width: number): string {
  return `<img width="${width}" align="top" alt="${attribute(alt)}" src="${attribute(link)}">`;
}

/** What is said of a side where it cannot be seen. */
export function sideWords(side: PictureSide): string {
  switch (side.kind) {
    case 'here':
      return bytesText(side.bytes.length);
    case 'absent':
      return 'there is none';
    case 'lost':
      return 'neither in git nor in the cache';
    case 'outside':
      return 'a link that leads out of the project';
    case 'broken':
      return 'no picture';
    case 'too-large':
      return `too large to show (${bytesText(side.bytes)})`;
  }
}
