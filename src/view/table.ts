import type { Cell, Table } from '../model/doc.ts';
import { spanText, type Paint } from './paint.ts';
import { widthOf } from './width.ts';

/**
 * A table as DVC prints it off a terminal: columns two blanks apart, no rules, no blanks at line ends. The
 * empty string when there are no rows. A table without titles has no first line.
 */
export function renderPlainTable(table: Table): string {
  if (table.rows.length === 0) return '';
  const measured = measure(table);
  const { header, rows } = measured;
  return (header.length === 0 ? rows : [header, ...rows])
    .flatMap(row => rowLines(row, measured).map(cells => `${cells.join('  ').trimEnd()}\n`))
    .join('');
}

/** A table as DVC prints it with `--md`, the blank line after it included. Bars in cells stay as they are. */
export function renderMarkdownTable(table: Table): string {
  const measured = measure(table);
  const { header, rows, widths } = measured;
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|\n`;
  const body = (row: readonly string[]): string =>
    rowLines(row, measured)
      .map(cells => `| ${cells.join(' | ')} |\n`)
      .join('');
  return `${body(header)}${rule}${rows.map(body).join('')}\n`;
}

/** For people: the header stands out, a rule runs under it, cells keep their colours. */
export function renderTerminalTable(table: Table, columns: number, paint: Paint): string {
  if (table.rows.length === 0) return '';
  const measured = measure(table);
  const { header, rows, widths } = measured;
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  const rule = paint('dim', '─'.repeat(Math.max(1, Math.min(total, columns))));
  const titles = rowLines(header, measured).map(cells => paint('strong', cells.join('  ').trimEnd()));
  const head = header.length === 0 ? [] : [...titles, rule];
  const body = rows.flatMap((row, index) =>
    rowLines(row, measured).map(cells => {
      const last = cells.findLastIndex(cell => cell.trimEnd() !== '');
      return cells
        .slice(0, last + 1)
        .map((cell, column) =>
          paintCell(table.rows[index]?.[column], column === last ? cell.trimEnd() : cell, paint),
        )
        .join('  ');
    }),
  );
  return [...head, ...body].map(line => `${line}\n`).join('');
}

interface Measured {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly hasLineEnds: boolean;
}

/** A column is as wide as its widest line, and two wider than its title. */
function measure(table: Table): Measured {
  const columns = Math.max(table.header.length, ...table.rows.slice(0, 1).map(row => row.length));
  const rows = table.rows.map(row =>
    Array.from({ length: columns }, (_, column) => spanText(row[column] ?? '-').trim()),
  );
  const widths = Array.from({ length: columns }, (_, column) => {
    const title = table.header[column];
    return Math.max(
      title === undefined ? 0 : linesWidth(title) + 2,
      ...rows.map(row => linesWidth(row[column] ?? '')),
    );
  });
  const hasLineEnds = [table.header, ...table.rows].some(row =>
    row.some(cell => /[\r\n]/.test(spanText(cell))),
  );
  return { header: table.header, rows, widths, hasLineEnds };
}

function linesWidth(text: string): number {
  return Math.max(...text.split(/\r\n|\r|\n/).map(cellWidth));
}

/**
 * The lines of a row, more than one where a cell has line ends; cells padded to their columns. Where any row
 * has line ends, DVC's tables leave out rows that are empty.
 */
function rowLines(row: readonly string[], { widths, hasLineEnds }: Measured): readonly (readonly string[])[] {
  if (hasLineEnds && row.every(cell => cell === '')) return [];
  const cells = row.map(cell => cell.split(/\r\n|\r|\n/));
  const height = Math.max(...cells.map(cell => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells.map((cell, column) => pad(cell[line] ?? '', widths[column] ?? 0)),
  );
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}

/** DVC's tables take a text with control characters for one that is narrower than nothing. */
function cellWidth(text: string): number {
  return /\p{Cc}/u.test(text) ? -1 : widthOf(text);
}

function paintCell(cell: Cell | undefined, text: string, paint: Paint): string {
  return cell === undefined || typeof cell === 'string' ? text : paint(cell.style, text);
}
