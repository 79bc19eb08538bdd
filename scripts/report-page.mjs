/** Builds the frame of the page of `report`: its style, and a policy by which it loads and runs nothing at all. */
import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export async function buildReportPage(root, out) {
  const { code } = await transform(readFileSync(`${root}src/page/report.css`, 'utf8'), {
    loader: 'css',
    minify: true,
  });
  const style = code.trim();
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const frame = readFileSync(`${root}src/page/report.html`, 'utf8')
    .replace('{{policy}}', policy)
    .replace('{{style}}', () => style);
  writeFileSync(`${out}/report-page.html`, frame);
}
