/** Writes docs/CLI.md from the commands: `npm run docs`. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'mltrack-docs-'));
try {
  const outfile = join(scratch, 'cli-reference.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/cli-reference.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  const { cliReference } = await import(pathToFileURL(outfile));
  writeFileSync(join(root, 'docs/CLI.md'), await cliReference());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
