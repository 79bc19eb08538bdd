import type { Style } from '../model/doc.ts';
import type { Paint } from './paint.ts';

/** Beside each other they are told apart, on light and on dark. */
const LOOKS: readonly Style[] = ['number', 'name', 'warn', 'path', 'good'];

/** Paints what belongs to one of several revisions. */
export function seriesPaint(paint: Paint, index: number): (text: string) => string {
  return text => paint(LOOKS[index % LOOKS.length] ?? 'strong', text);
}
