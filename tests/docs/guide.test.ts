import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { guide, withoutChance } from '../../scripts/guide.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('docs/GUIDE.md shows what its commands print today, apart from times', () => {
  const page = readFileSync(`${root}/docs/GUIDE.md`, 'utf8');
  expect(withoutChance(page), 'docs/GUIDE.md is out of date: run `npm run build && npm run docs`').toBe(
    withoutChance(guide(root)),
  );
});
