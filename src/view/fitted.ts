import { widthOf } from './width.ts';

/** A text in so many columns: cut, with `…` at its end, or filled up with blanks. */
export function fitted(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const line = cut(text.replace(/\s+/g, ' '), width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(line)));
  return side === 'left' ? line + blanks : blanks + line;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const letter of text) {
    if (widthOf(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** `0.1524`, `1,234`, `1.2e+19`: four digits say enough. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(2).replace(/\.?0+e/, 'e');
  if (size >= 1e4) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return String(Number(value.toPrecision(4)));
}
