/** Rows of cells that are Markdown already; the second row says how columns are aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  return rows.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
