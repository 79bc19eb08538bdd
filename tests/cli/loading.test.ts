import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mltrack-loading-'));
let outputs: Metafile['outputs'];

// Split as the published bundle is: see scripts/build.mjs.
beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    logLevel: 'error',
    // Installed beside the program.
    external: ['@resvg/resvg-js'],
  });
  ({ outputs } = metafile);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sources that are loaded with a module, without those it may ask for later. */
function loadedWith(module: string): ReadonlySet<string> {
  const isOf = ([file, { entryPoint }]: [string, { entryPoint?: string }]): boolean =>
    file.endsWith('.js') && entryPoint === module;
  const first = Object.entries(outputs).find(isOf);
  if (first === undefined) throw new Error(`${module} is no entry of the bundle`);
  const chunks = new Set([first[0]]);
  for (const chunk of chunks) {
    for (const { path, kind, external } of outputs[chunk]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) chunks.add(path);
  }
  return new Set(
    [...chunks].flatMap(chunk => Object.keys(outputs[chunk]?.inputs ?? {}).map(path => relative(path))),
  );
}

function relative(path: string): string {
  return resolve(root, path).slice(root.length);
}

function packagesOf(sources: ReadonlySet<string>): readonly string[] {
  const names = [...sources].flatMap(path => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

describe('what is loaded', () => {
  it('for --version: the way in, and no package', () => {
    const sources = loadedWith('src/cli/main.ts');
    expect(packagesOf(sources)).toEqual([]);
    expect(
      [...sources].filter(
        path => !/^src\/(cli|model)\/|^src\/adapters\/(signals|errno)\.ts$|^src\/ports\//.test(path),
      ),
    ).toEqual([]);
  });

  it('for --help and for words that name no command: no package, no engine, no command', () => {
    const sources = loadedWith('src/cli/without-command.ts');
    expect(packagesOf(sources)).toEqual([]);
    expect(
      [...sources].filter(
        path => /^src\/(engine|commands|adapters)\//.test(path) && !/signals|errno/.test(path),
      ),
    ).toEqual([]);
  });

  it('to run a command: the parser of options, but neither colours nor YAML', () => {
    expect(packagesOf(loadedWith('src/cli/dispatch.ts'))).toEqual(['commander']);
  });

  it.each(['repro', 'status', 'metrics-diff', 'add', 'checkout'])(
    'for %s on plain files: no package',
    name => {
      expect(packagesOf(loadedWith(`src/commands/${name}.ts`))).toEqual([]);
    },
  );
});
