import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { png } from '../rig/pictures.ts';
import { Rig } from '../rig/rig.ts';

const PIPELINE = `stages:
  draw:
    cmd: "true"
    outs: [a.png: {cache: false, persist: true}]
    plots: [loss.csv: {cache: false, persist: true}]
`;

async function start(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'a.png': png([[[1, 2, 3]]]), 'loss.csv': 'l\n1\n2\n' });
  await rig.mltrack('repro -q');
  rig.commit('base');
  rig.write({ 'a.png': png([[[3, 2, 1]]]), 'loss.csv': 'l\n2\n1\n' });
  return rig;
}

const linksIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/src="([^"]*)"/g)].map(([, link = '']) => link);

it('pictures of a report lie beside it, called by what is in them, and are linked from there', async () => {
  using rig = await start();
  rig.write({ 'a folder/keep': '' });
  expect((await rig.mltrack(['report', '-o', 'a folder/my report.md'])).code).toBe(0);
  const links = linksIn(rig.read('a folder/my report.md'));
  expect(links).toHaveLength(3);
  for (const link of links) expect(link).toMatch(/^my%20report\.files\/[0-9a-f]{10}\.png$/);
  const bytes = links.map(link => readFileSync(join(rig.root, 'a folder', decodeURIComponent(link))));
  expect(bytes[1]).toEqual(Buffer.from(png([[[1, 2, 3]]])));
  expect(bytes[2]).toEqual(Buffer.from(png([[[3, 2, 1]]])));
  // The same pictures have the same names.
  await rig.mltrack('report -o other.md');
  expect(linksIn(rig.read('other.md')).map(link => link.slice(-14))).toEqual(
    links.map(link => link.slice(-14)),
  );
});

it('pictures of an earlier report of that name go, and nothing else does', async () => {
  using rig = await start();
  await rig.mltrack('report -o r.md');
  rig.write({ 'r.files/mine.png': 'mine', 'r.files/README.md': '', 'a.png': png([[[9, 9, 9]]]) });
  const before = readdirSync(join(rig.root, 'r.files'));
  await rig.mltrack('report -o r.md');
  const after = readdirSync(join(rig.root, 'r.files'));
  expect(after).toHaveLength(before.length);
  expect(after).toContain('mine.png');
  expect(after).toContain('README.md');
  const shown = linksIn(rig.read('r.md')).map(link => link.replace('r.files/', ''));
  expect([...after].sort()).toEqual([...shown, 'README.md', 'mine.png'].sort());
});

it('a report that is printed says which pictures there would be, and how to get them', async () => {
  using rig = await start();
  const { stdout } = await rig.mltrack('report');
  expect(stdout).toContain(
    '- Changed (1): `loss.csv`: `mltrack report -o report.md` writes pictures beside it',
  );
  expect(stdout).toContain('- Changed (1): `a.png`: `mltrack report -o report.md` writes pictures beside it');
  expect(rig.has('report.files')).toBe(false);
});

it('reports of several formats beside each other keep their pictures, in folders that are made', async () => {
  using rig = await start();
  await rig.mltrack('report -o new/r.md');
  await rig.mltrack('report -o new/r.json');
  for (const link of linksIn(rig.read('new/r.md'))) expect(rig.has(`new/${link}`)).toBe(true);
  expect(rig.read('new/r.json')).toContain('"r.json.files/');
});

it('nothing is written or removed through a link that leads out of the project', async () => {
  using rig = await start();
  rig.write({ '../mine.md': 'mine', '../mine/0123456789.png': 'mine' });
  symlinkSync('../mine.md', join(rig.root, 'out.md'));
  symlinkSync('../mine', join(rig.root, 'r.files'));
  expect((await rig.mltrack('report -o out.md')).code).toBe(2);
  expect((await rig.mltrack('report -o r.md')).code).toBe(2);
  expect(rig.read('../mine.md')).toBe('mine');
  expect(readdirSync(join(rig.root, '../mine'))).toEqual(['0123456789.png']);
  // What lies elsewhere is the user's own affair.
  expect((await rig.mltrack('report -o ../mine.md')).code).toBe(0);
  expect(rig.read('../mine.md')).toContain('##');
});
