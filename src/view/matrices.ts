import type { Matrix, MatrixSketch } from '../model/sketch.ts';
import { fitted } from './fitted.ts';
import type { Paint } from './paint.ts';
import { seriesPaint } from './series-paint.ts';
import { widthOf } from './width.ts';

const INDENT = 2;
const GAP = 4;
const LONGEST_ROW = 16;
const LONGEST_COLUMN = 10;

/** Small tables of counts, as many beside each other as there is room for. */
export function renderMatrices({ panels }: MatrixSketch, columns: number, paint: Paint): readonly string[] {
  const blocks = panels.map((matrix, index) => tableOf(matrix, seriesPaint(paint, index), paint));
  const width = blocks.reduce((most, block) => Math.max(most, block.width), 0);
  const perLine = Math.max(1, Math.floor((columns - INDENT + GAP) / (width + GAP)));
  const lines: string[] = [];
  for (let first = 0; first < blocks.length; first += perLine) {
    const beside = blocks.slice(first, first + perLine);
    const height = beside.reduce((most, block) => Math.max(most, block.lines.length), 0);
    for (let row = 0; row < height; row++) {
      const cells = beside.map(block => padded(block.lines[row], width));
      lines.push(`${' '.repeat(INDENT)}${cells.join(' '.repeat(GAP))}`);
    }
  }
  return lines;
}

/** Painted, and as wide as it looks. */
interface Shown {
  readonly text: string;
  readonly width: number;
}

function padded(line: Shown | undefined, width: number): string {
  return `${line?.text ?? ''}${' '.repeat(Math.max(0, width - (line?.width ?? 0)))}`;
}

function tableOf(
  { name, columns, rows, isShare }: Matrix,
  series: (text: string) => string,
  paint: Paint,
): { readonly lines: readonly Shown[]; readonly width: number } {
  const shown = rows.map(row => row.counts.map(count => cellText(count, isShare)));
  const names = widest(
    rows.map(row => row.name),
    LONGEST_ROW,
  );
  const cell = widest([...columns, ...shown.flat()], LONGEST_COLUMN) + 2;
  const width = Math.max(names + cell * columns.length, Math.min(widthOf(name), 24));
  const head = columns.map(column => fitted(column, cell, 'right')).join('');
  return {
    width,
    lines: [
      { text: series(fitted(name, width)), width },
      { text: paint('dim', `${' '.repeat(names)}${head}`), width: names + cell * columns.length },
      ...rows.map((row, index) => {
        const most = row.counts.reduce((largest, count) => Math.max(largest, count), 0);
        const cells = row.counts.map((count, column) => {
          const text = fitted(shown[index]?.[column] ?? '', cell, 'right');
          return count === most && count > 0 ? series(text) : paint('dim', text);
        });
        return {
          text: `${fitted(row.name, names, 'right')}${cells.join('')}`,
          width: names + cell * columns.length,
        };
      }),
    ],
  };
}

function cellText(count: number, isShare: boolean): string {
  if (count === 0) return '·';
  return isShare ? `${Math.round(count * 100)}%` : String(count);
}

function widest(texts: readonly string[], most: number): number {
  return texts.reduce((width, text) => Math.max(width, Math.min(most, widthOf(text))), 1);
}
