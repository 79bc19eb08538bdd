import type { Behind } from './commented.ts';
import { widthOf } from './fold.ts';

/** A piece of the text that carries meaning, and who gets what stands between it and the next one. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Takes a comment on the same line, with all that follows. */
  readonly sameLine?: (behind: Behind) => void;
  /** Takes what starts on a later line. */
  readonly laterLine?: (behind: Behind) => void;
  /** Takes whole lines that the piece before had no use for. */
  readonly before?: (lines: string) => void;
}

/**
 * Gives the comments and blank lines between the pieces of a text to one of their two neighbours, as ruamel.yaml does.
 *
 * @returns false where neither can take them.
 */
export function shareGaps(text: string, pieces: readonly Piece[]): boolean {
  const [first] = pieces;
  const leading = wholeLines(text.slice(0, first?.start));
  if (leading !== '') first?.before?.(leading);
  return pieces.every((piece, index) => {
    const next = pieces[index + 1];
    return next === undefined || shareGap(text, piece, next);
  });
}

function shareGap(text: string, piece: Piece, next: Piece): boolean {
  const gap = text.slice(piece.end, next.start).replace(/ +$/, '');
  // A block text ends with its last line.
  const isOver = text[piece.end - 1] === '\n';
  const newline = gap.indexOf('\n');
  const hash = gap.indexOf('#');
  if (!isOver && hash >= 0 && (newline < 0 || hash < newline)) {
    const column = columnOf(text, piece.end + hash);
    const lines = wholeLines(gap.slice(hash));
    if (piece.sameLine !== undefined) piece.sameLine({ column, text: lines });
    else if (next.before === undefined) return false;
    else next.before(' '.repeat(column) + lines);
    return true;
  }
  if (newline < 0 && !isOver) return true;
  const lines = wholeLines(isOver ? gap : gap.slice(newline + 1));
  if (lines === '') return true;
  if (piece.laterLine !== undefined) piece.laterLine({ text: isOver ? lines : `\n${lines}` });
  else if (next.before === undefined) return false;
  else next.before(lines);
  return true;
}

function columnOf(text: string, offset: number): number {
  return widthOf(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
}

/** Lines, each with its end, blank ones without blanks; what stands before the next piece on its line goes. */
function wholeLines(text: string): string {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const all = last.trim() === '' ? lines : [...lines, last];
  return all.map(line => `${line.trim() === '' ? '' : line}\n`).join('');
}
