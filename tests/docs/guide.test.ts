import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { guide, withoutChance, withoutTracing } from '../../scripts/guide.ts';
import { straceTrouble } from '../rig/strace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('docs/GUIDE.md shows what its commands print today, apart from times', { timeout: 120_000 }, async () => {
  const page = readFileSync(`${root}/docs/GUIDE.md`, 'utf8');
  const trouble = straceTrouble(`the part of docs/GUIDE.md about --trace`);
  const made = withoutChance(await guide(root, trouble === undefined));
  const kept = withoutChance(trouble === undefined ? page : withoutTracing(page));
  expect(
    kept,
    `docs/GUIDE.md is out of date: run \`npm run build && npm run docs\`\n${firstDifference(kept, made)}`,
  ).toBe(made);
});

it('docs/GUIDE.md lists its sections, each of which is there', () => {
  const page = readFileSync(`${root}/docs/GUIDE.md`, 'utf8');
  // What commands print may have titles of its own.
  const [, ...sections] = page.replace(/^```console\n[^]*?^```$/gm, '').split(/^## /m);
  expect([...page.matchAll(/^- \[(.*)\]\(#[a-z0-9-]+\)$/gm)].map(([, title]) => title)).toEqual(
    sections.map(section => section.slice(0, section.indexOf('\n'))),
  );
});

/** A report of many suites shows messages only: which line it is should be one. */
function firstDifference(kept: string, made: string): string {
  const [before, after] = [kept.split('\n'), made.split('\n')];
  const at = after.findIndex((line, index) => line !== before[index]);
  return `line ${String(at + 1)}: ${JSON.stringify(before.slice(at, at + 3))}, now ${JSON.stringify(after.slice(at, at + 3))}`;
}
