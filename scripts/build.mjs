/** Builds the published bundle: one entry per process kind, shared code split so that a verb loads only its own. */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}dist`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const options = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.12',
  minify: true,
  metafile: true,
  logLevel: 'warning',
  plugins: [nodesOwnModules(), verbsTogether()],
};
const built = await Promise.all([
  build({ ...options, entryPoints: { main: 'src/cli/main.ts' }, splitting: true }),
  // Apart, or what it has in common with the program would be cut into chunks of their own.
  build({ ...options, entryPoints: { 'hash-worker': 'src/adapters/hash-worker.ts' } }),
]);
const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${out}/THIRD-PARTY-LICENSES.txt`, licences(inputs));

/**
 * Imports of Node's own modules become a require(), at the first call where that is possible: as ES modules they are
 * set up whole, getters and all, which for `fs` alone drags in streams. docs/PERFORMANCE.md has the figures.
 */
function nodesOwnModules() {
  const require = createRequire(import.meta.url);
  /** Those of which we use functions and classes only, and not in every run. */
  const late = new Set(['child_process', 'crypto', 'net', 'os', 'timers/promises']);
  const call = name =>
    `export function ${name}(...a){const f=m().${name};return new.target?Reflect.construct(f,a):f(...a)}`;

  function lateModule(name) {
    const names = Object.entries(require(`node:${name}`))
      .filter(([key, value]) => typeof value === 'function' && key !== 'default')
      .map(([key]) => key);
    const whole = 'export default new Proxy({},{get:(_,key)=>m()[key]});';
    return `import{load}from'mltrack:load';const m=()=>load('node:${name}');${whole}${names.map(call).join('')}`;
  }

  return {
    name: 'nodes-own-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^mltrack:load$/ }, () => ({ path: 'load', namespace: 'load' }));
      onLoad({ filter: /.*/, namespace: 'load' }, () => ({
        contents: "import{createRequire}from'node:module';export const load=createRequire(import.meta.url);",
      }));
      onResolve({ filter: /.*/ }, ({ path, namespace }) => {
        const name = path.replace(/^node:/, '');
        if (!builtinModules.includes(name)) return undefined;
        // In a thread of its own it is needed at once, and its values are no functions.
        if (namespace === 'load' || name === 'worker_threads') return { path, external: true };
        return { path: name, namespace: 'node', sideEffects: false };
      });
      onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
        contents: late.has(path)
          ? lateModule(path)
          : `module.exports=require('mltrack:load').load('node:${path}')`,
      }));
    },
  };
}

/**
 * What the command line loads late goes into one chunk, verbs and all, as it is small and nearly all of it common; what
 * is big (yaml, dagre, simple-git, chalk) stays apart. One chunk a verb would mean one for every set of verbs that
 * share something, and each file that is opened costs.
 */
function verbsTogether() {
  const home = './dispatch.ts';
  const late = /import\('(\.\.?\/[a-z/-]+\.ts)'\)/g;
  const importers = ['main', 'registry', 'without-command'];
  const variable = path => path.replaceAll(/\W/g, '_');
  const read = name => readFileSync(`${root}src/cli/${name}.ts`, 'utf8');
  return {
    name: 'verbs-together',
    setup({ onLoad }) {
      for (const name of importers) {
        onLoad({ filter: new RegExp(`src/cli/${name}\\.ts$`) }, () => ({
          contents: read(name).replace(late, (whole, path) =>
            path === home ? whole : `import('${home}').then(all => all.${variable(path)})`,
          ),
          loader: 'ts',
        }));
      }
      onLoad({ filter: /src\/cli\/dispatch\.ts$/ }, () => {
        const found = importers.flatMap(name => [...read(name).matchAll(late)].map(([, path]) => path));
        const paths = new Set(found.filter(path => path !== home));
        const exports = [...paths].map(path => `export * as ${variable(path)} from '${path}';`);
        return { contents: [read('dispatch'), ...exports].join('\n'), loader: 'ts' };
      });
    },
  };
}

/** The licence of every package of which code is in the bundle. */
function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return [...packages]
    .sort()
    .map(folder => {
      const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'));
      const file = readdirSync(`${root}${folder}`).find(each => /^licen[cs]e(\.|$)/i.test(each));
      if (file === undefined && !existsSync(`${root}${folder}/README.md`))
        throw new Error(`${name} ships no licence text`);
      const text =
        file === undefined ? `Licence: ${license}` : readFileSync(`${root}${folder}/${file}`, 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'='.repeat(78)}\n\n`);
}
