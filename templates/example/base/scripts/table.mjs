/** Tables as CSV files: a header, then one line a row; no quotes, no commas inside a cell. */
import { readFileSync, writeFileSync } from 'node:fs';

/** @returns {{ columns: string[], rows: string[][] }} every cell as the text it has in the file. */
export function readTable(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return { columns: header.split(','), rows: lines.map(line => line.split(',')) };
}

/** Writes numbers with 6 decimals at most, so that the last bits of a machine's arithmetic do not show. */
export function writeTable(path, columns, rows) {
  const lines = rows.map(row => row.map(cell => (typeof cell === 'number' ? rounded(cell) : cell)).join(','));
  writeFileSync(path, `${[columns.join(','), ...lines].join('\n')}\n`);
}

/** @returns the number with 6 decimals at most. */
export function rounded(number) {
  return Number(number.toFixed(6));
}

/** Reads a table that `prepare.mjs` made: the last column is the label, 1 or 0, the others are features. */
export function readExamples(path) {
  const rows = readTable(path).rows.map(row => row.map(Number));
  return { features: rows.map(row => row.slice(0, -1)), labels: rows.map(row => row.at(-1)) };
}
