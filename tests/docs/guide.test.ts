import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { guide, withoutChance, withoutTracing } from '../../scripts/guide.ts';
import { straceTrouble } from '../rig/strace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('docs/GUIDE.md shows what its commands print today, apart from times', { timeout: 120_000 }, async () => {
  const page = readFileSync(`${root}/docs/GUIDE.md`, 'utf8');
  const trouble = straceTrouble(`the part of docs/GUIDE.md about --trace`);
  const made = await guide(root, trouble === undefined);
  expect(
    withoutChance(trouble === undefined ? page : withoutTracing(page)),
    'docs/GUIDE.md is out of date: run `npm run build && npm run docs`',
  ).toBe(withoutChance(made));
});

it('docs/GUIDE.md lists its sections, each of which is there', () => {
  const page = readFileSync(`${root}/docs/GUIDE.md`, 'utf8');
  const [, ...sections] = page.split(/^## /m);
  expect([...page.matchAll(/^- \[(.*)\]\(#[a-z0-9-]+\)$/gm)].map(([, title]) => title)).toEqual(
    sections.map(section => section.slice(0, section.indexOf('\n'))),
  );
});
