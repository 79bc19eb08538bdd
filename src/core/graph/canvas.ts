import { textWidth } from './text-width.ts';

/** A cell of a picture; columns count from the left, lines from the top, both from 0. */
export type Point = readonly [column: number, line: number];

/** Characters by the directions in which their lines leave the cell: 1 up, 2 right, 4 down, 8 left. */
const STROKES = [' ', '│', '─', '└', '│', '│', '┌', '├', '─', '┘', '─', '┴', '┐', '┤', '┬', '┼'];
const UP = 1;
const RIGHT = 2;
const DOWN = 4;
const LEFT = 8;

/** A picture in the making. Lines that meet in a cell are joined to one character; texts lie above lines. */
export class Canvas {
  readonly #strokes: number[][] = [];
  readonly #texts: (string | undefined)[][] = [];

  /** Draws through all points in turn; neighbours share a line or a column. */
  line(points: readonly Point[]): void {
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      if (next !== undefined) this.#stretch(point, next);
    }
  }

  #stretch([column, line]: Point, [lastColumn, lastLine]: Point): void {
    const right = Math.sign(lastColumn - column);
    const down = Math.sign(lastLine - line);
    const [ahead, back] =
      right > 0 ? [RIGHT, LEFT] : right < 0 ? [LEFT, RIGHT] : down > 0 ? [DOWN, UP] : [UP, DOWN];
    for (let x = column, y = line; x !== lastColumn || y !== lastLine; x += right, y += down) {
      this.#stroke(x, y, ahead);
      this.#stroke(x + right, y + down, back);
    }
  }

  #stroke(column: number, line: number, direction: number): void {
    const cells = (this.#strokes[line] ??= []);
    cells[column] = (cells[column] ?? 0) | direction;
  }

  text([column, line]: Point, text: string): void {
    const cells = (this.#texts[line] ??= []);
    cells[column] = text;
    // The text stands in its first cell; those that it covers print nothing.
    for (let at = column + 1; at < column + textWidth(text); at++) cells[at] = '';
  }

  /** The lines of the picture, without blanks at their ends. */
  lines(): readonly string[] {
    const height = Math.max(this.#strokes.length, this.#texts.length);
    return Array.from({ length: height }, (_, line) => {
      const strokes = this.#strokes[line] ?? [];
      const texts = this.#texts[line] ?? [];
      const width = Math.max(strokes.length, texts.length);
      const cells = Array.from({ length: width }, (_, at) => texts[at] ?? STROKES[strokes[at] ?? 0] ?? ' ');
      return cells.join('').trimEnd();
    });
  }
}
