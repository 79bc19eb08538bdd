/**
 * Builds the published bundle: the entry, which is all that `--version` loads; the program; a thread that hashes; and
 * each big package, which only those commands load that need it.
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildPlotsPage } from './plots-page.mjs';
import { buildReportPage } from './report-page.mjs';
import { importTypescript } from './typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}dist`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

/** Big and seldom needed: each a file of its own, loaded when something asks for it. */
const PACKAGES = {
  yaml: 'yaml.cjs',
  '@dagrejs/dagre': 'dagre.cjs',
  'py-ast': 'py-ast.cjs',
  'simple-git': 'simple-git.cjs',
  vega: 'vega.cjs',
  'vega-interpreter': 'vega-interpreter.cjs',
  'vega-lite': 'vega-lite.cjs',
};

/** Installed beside the program, since it is not JavaScript. */
const NATIVE = ['@resvg/resvg-js'];

/** Of the pictures of charts. */
const FONTS = {
  'Roboto-Regular.ttf': '400Regular/Roboto_400Regular.ttf',
  'Roboto-SemiBold.ttf': '600SemiBold/Roboto_600SemiBold.ttf',
  'LICENSE.txt': 'LICENSE_FONT',
};

const options = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.12',
  minify: true,
  metafile: true,
  logLevel: 'warning',
  // Node's form of it waits for an optional package while it is loaded, which CommonJS cannot.
  alias: { 'vega-canvas': './node_modules/vega-canvas/build/vega-canvas.browser.js' },
};
const commonJs = { ...options, format: 'cjs', outExtension: { '.js': '.cjs' } };

const built = await Promise.all([
  build({
    ...commonJs,
    entryPoints: { program: 'src/cli/main.ts' },
    define: { 'import.meta.url': 'moduleUrl' },
    // As launch.ts calls it, and all of it: joining strings of this size takes longer than many a command.
    banner: { js: '(function(module,require,moduleUrl){' },
    footer: { js: '})' },
    // What is import()ed from inside the file is set up at that moment, what lies outside is require()d.
    supported: { 'dynamic-import': false },
    plugins: [nodesOwnModules(), packagesApart()],
  }),
  build({ ...commonJs, entryPoints: { 'hash-worker': 'src/adapters/hash-worker.ts' } }),
  ...Object.entries(PACKAGES).map(([name, file]) =>
    build({
      ...commonJs,
      entryPoints: { [file.replace('.cjs', '')]: name },
      plugins: [packagesApart()],
    }),
  ),
]);
const programHash = createHash('sha256');
for (const file of ['program.cjs', ...Object.values(PACKAGES)])
  programHash.update(readFileSync(`${out}/${file}`));
built.push(
  await build({
    ...commonJs,
    entryPoints: { main: 'src/cli/launch.ts' },
    define: {
      'import.meta.url': '__filename',
      BUILD_ID: JSON.stringify(programHash.digest('hex').slice(0, 16)),
      VERSION: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version),
    },
  }),
);
built.push(...(await buildPlotsPage(root, out)));
await buildReportPage(root, out);
const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${out}/THIRD-PARTY-LICENSES.txt`, licences(inputs));
mkdirSync(`${out}/fonts`);
for (const [name, file] of Object.entries(FONTS))
  copyFileSync(`${root}node_modules/@expo-google-fonts/roboto/${file}`, `${out}/fonts/${name}`);
// For editors.
const { PIPELINE_JSON_SCHEMAS } = await importTypescript('src/core/pipeline/json-schema.ts');
for (const [name, schema] of Object.entries(PIPELINE_JSON_SCHEMAS))
  writeFileSync(`${out}/${name}.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`);

/**
 * Those of Node's own modules of which a short command calls nothing are loaded with the first call: crypto alone
 * takes longer than all that a command does in which nothing changed. docs/PERFORMANCE.md has the figures.
 */
function nodesOwnModules() {
  const require = createRequire(import.meta.url);
  /** Of these we use functions and classes only. */
  const late = new Set(['child_process', 'crypto', 'net', 'os', 'timers/promises', 'worker_threads']);
  const call = name =>
    `export function ${name}(...a){const f=require(id).${name};return new.target?Reflect.construct(f,a):f(...a)}`;
  return {
    name: 'nodes-own-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path }) => {
        const name = path.replace(/^node:/, '');
        return late.has(name) ? { path: name, namespace: 'node', sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => {
        const functions = Object.entries(require(`node:${path}`)).filter(
          ([key, value]) => typeof value === 'function' && key !== 'default',
        );
        return {
          contents: [
            // Not spelt as a string in the call, so that the bundler leaves it alone.
            `const id='node:${path}';`,
            'export default new Proxy({},{get:(_,key)=>require(id)[key]});',
            ...functions.map(([name]) => call(name)),
          ].join(''),
        };
      });
    },
  };
}

function packagesApart() {
  return {
    name: 'packages-apart',
    setup({ onResolve }) {
      onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (NATIVE.includes(path)) return { path, external: true };
        return Object.hasOwn(PACKAGES, path) ? { path: `./${PACKAGES[path]}`, external: true } : undefined;
      });
    },
  };
}

/**
 * The licence of every package of which code is in the bundle, and of those that it depends on: some packages are
 * published with their dependencies built in.
 */
function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const about = folder => JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'));
  // A set hands out what is added while it is walked.
  for (const folder of packages) {
    for (const name of Object.keys(about(folder).dependencies ?? {})) {
      if (existsSync(`${root}node_modules/${name}`)) packages.add(`node_modules/${name}`);
    }
  }
  return [...packages]
    .sort()
    .map(folder => {
      const { name, version, license } = about(folder);
      const file = readdirSync(`${root}${folder}`).find(each => /^licen[cs]e([.-]|$)/i.test(each));
      if (file === undefined) throw new Error(`${name} ships no licence text`);
      const text = readFileSync(`${root}${folder}/${file}`, 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'='.repeat(78)}\n\n`);
}
