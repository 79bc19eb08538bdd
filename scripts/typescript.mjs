import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports a module of this folder that is written in TypeScript, which Node 20 cannot do by itself. */
export async function importTypescript(path) {
  const scratch = mkdtempSync(join(tmpdir(), 'mltrack-script-'));
  try {
    const outfile = join(scratch, 'module.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: [path],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
