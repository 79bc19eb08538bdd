/** Writes docs/CLI.md from the commands, and docs/GUIDE.md from running it; part of `npm run docs`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypescript, root } from './typescript.mjs';

const { cliReference } = await importTypescript('scripts/cli-reference.ts');
writeFileSync(join(root, 'docs/CLI.md'), await cliReference());

// A page that differs by chance only is left alone.
const { guide, withoutChance } = await importTypescript('scripts/guide.ts');
const file = join(root, 'docs/GUIDE.md');
const { tracingTrouble } = await importTypescript('src/adapters/strace.ts');
if (tracingTrouble(process.env) !== undefined)
  throw new Error(
    'docs/GUIDE.md shows what strace sees, which does not work here: `apt install strace`, on Linux',
  );
const page = await guide(root, true);
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (withoutChance(page) !== withoutChance(before)) writeFileSync(file, page);
