/** Writes docs/CLI.md from the commands: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypescript, root } from './typescript.mjs';

const { cliReference } = await importTypescript('scripts/cli-reference.ts');
writeFileSync(join(root, 'docs/CLI.md'), await cliReference());
