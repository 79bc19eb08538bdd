/**
 * Writes docs/demo.svg, the picture of the README, from a real run of the built program on its example; part of
 * `npm run docs`. Needs Python 3, which opens the terminal. A picture that differs in times only is left alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypescript, root } from './typescript.mjs';

const { recordDemo, withoutTimes } = await importTypescript('scripts/demo.ts');
const { terminalPicture } = await importTypescript('scripts/terminal-picture.ts');

const file = join(root, 'docs/demo.svg');
const picture = terminalPicture(recordDemo(root), 'mltrack on its example');
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (withoutTimes(picture) !== withoutTimes(before)) writeFileSync(file, picture);
