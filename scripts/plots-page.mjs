/**
 * Builds the page of `plots show`, so that the program only has to put parts together: `dist/plots-page.html` is its
 * frame with style and script, `dist/vega.html` is what draws. Of both there is one for each source: `-cdn` loads what
 * draws from there, and the policy of the page says so.
 */
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** As published: the CDN serves files of packages as they are, so the integrity of ours is that of theirs. */
const PUBLISHED = {
  vega: 'build/vega.min.js',
  'vega-lite': 'build/vega-lite.min.js',
  'vega-embed': 'build/vega-embed.min.js',
};
const CDN = 'https://cdn.jsdelivr.net/npm/';

/** @returns what esbuild says of all inputs, for the licences. */
export async function buildPlotsPage(root, out) {
  const options = {
    absWorkingDir: root,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    metafile: true,
    write: false,
    // Nothing ends the script element that it stands in.
    supported: { 'inline-script': false },
    logLevel: 'warning',
  };
  const [libraries, script] = await Promise.all([
    build({ ...options, entryPoints: ['src/page/vega.ts'], legalComments: 'none' }),
    build({ ...options, entryPoints: ['src/page/main.ts'] }),
  ]);
  const { code: style } = await transform(readFileSync(`${root}src/page/page.css`, 'utf8'), {
    loader: 'css',
    minify: true,
  });
  const own = inline(script);
  const bundled = inline(libraries);
  const frame = readFileSync(`${root}src/page/page.html`, 'utf8');
  const published = Object.entries(PUBLISHED).map(([name, file]) => publishedScript(root, name, file));
  for (const [suffix, drawing] of [
    ['', [bundled]],
    ['-cdn', published],
  ]) {
    const rules = policy(style.trim(), [...drawing, own]);
    const page = fill(frame, { style: style.trim(), policy: rules, script: own.tag });
    writeFileSync(`${out}/plots-page${suffix}.html`, page);
    writeFileSync(`${out}/vega${suffix}.html`, drawing.map(({ tag }) => tag).join('\n'));
  }
  return [libraries, script];
}

function inline({ outputFiles: [{ text }] }) {
  const code = text.trim();
  if (/<\/script|<!--/i.test(code)) throw new Error('a script of the page would end its element');
  return { tag: `<script>${code}</script>`, source: `'sha256-${digest('sha256', code)}'` };
}

function publishedScript(root, name, file) {
  const folder = `${root}node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const url = `${CDN}${name}@${version}/${file}`;
  const integrity = `sha384-${digest('sha384', readFileSync(`${folder}/${file}`))}`;
  return {
    tag: `<script src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`,
    source: url,
  };
}

/** Nothing may be loaded, asked or run but what is named here; there is no connect-src. */
function policy(style, scripts) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(({ source }) => source).join(' ')}`,
    `style-src 'sha256-${digest('sha256', style)}'`,
    // Pictures beside the page, wherever it is read.
    "img-src data: blob: 'self' file:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function digest(algorithm, content) {
  return createHash(algorithm).update(content).digest('base64');
}

function fill(frame, values) {
  return frame.replace(/\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole);
}
