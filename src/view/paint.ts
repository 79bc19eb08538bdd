import type { Span, Style } from '../model/doc.ts';

/** Gives a text the looks of a style. */
export type Paint = (style: Style, text: string) => string;

/** For what is no terminal: every text as it is. */
export const noPaint: Paint = (_, text) => text;

export function paintSpan(span: Span, paint: Paint): string {
  return typeof span === 'string' ? span : paint(span.style, span.text);
}

export function spanText(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}
