/** Builds the published bundle: one entry per process kind, shared code split so that a verb loads only its own. */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}dist`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const result = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/main.ts', 'hash-worker': 'src/adapters/hash-worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.12',
  minify: true,
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages inside an ES module still ask for Node's own modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
writeFileSync(`${out}/THIRD-PARTY-LICENSES.txt`, licences(Object.keys(result.metafile.inputs)));

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
