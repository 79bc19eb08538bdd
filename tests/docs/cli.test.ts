import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cliReference } from '../../scripts/cli-reference.ts';

const page = fileURLToPath(new URL('../../docs/CLI.md', import.meta.url));

it('docs/CLI.md says what the commands say of themselves', async () => {
  expect(readFileSync(page, 'utf8'), 'docs/CLI.md is out of date: run `npm run docs`').toBe(
    await cliReference(),
  );
});

it('docs/CLI.md leaves out hidden options', async () => {
  expect(await cliReference()).not.toContain('--show-json');
});
