import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

/** `cache/files/md5/…` of an object, by its digest. */
function placeOf(digest: string): string {
  return `files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

const TEXT = '1cb251ec0d568de6a929b520c4aed8d1';
const ONE = 'c4ca4238a0b923820dcc509a6f75849b';

/** A file (`text`), a folder (`1`, `2`) and a stage that makes `made` and counts its runs. */
async function project(name: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(name);
  rig.write({
    file: 'text',
    'folder/a': '1',
    'folder/b': '2',
    [LAYOUTS[name].pipelineFile]:
      'stages:\n  make:\n    cmd: cat file > made && echo >> made && echo x >> ../make.runs\n    deps: [file]\n    outs: [made]\n',
  });
  await rig.mltrack('add -q file folder');
  await rig.mltrack('repro -q');
  return rig;
}

function damage(rig: Rig, digest: string, content: string, directory = '.dvc'): void {
  const path = join(rig.root, directory, 'cache', placeOf(digest));
  chmodSync(path, 0o644);
  writeFileSync(path, content);
  chmodSync(path, 0o444);
}

const MADE = 'e1cbb0c3879af8347246f12c559a86b5';

describe.each(LAYOUT_NAMES)('fsck in the layout of %s', name => {
  const { directory } = LAYOUTS[name];

  it('finds nothing in a cache that is whole', async () => {
    using rig = await project(name);
    expect(await rig.mltrack('fsck')).toEqual({
      code: 0,
      stdout: 'Checked 5 objects, 133 B: all is well.\n',
      stderr: '',
    });
  });

  it('names what is damaged, although its mode says that it is good', async () => {
    using rig = await project(name);
    damage(rig, TEXT, 'tex?', directory);
    expect(await rig.mltrack('fsck')).toEqual({
      code: 1,
      stdout: `damaged     ${placeOf(TEXT)}  file\nChecked 5 objects, 133 B: 1 damaged.\n`,
      stderr: '',
    });
    expect(JSON.parse((await rig.mltrack('fsck --json')).stdout)).toEqual({
      objects: 5,
      size: 133,
      damaged: [
        {
          object: placeOf(TEXT),
          digest: TEXT,
          path: 'file',
          actual: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ],
      misplaced: [],
      incomplete: [],
    });
  });

  it('repairs from the workspace', async () => {
    using rig = await project(name);
    damage(rig, TEXT, 'tex?', directory);
    damage(rig, ONE, '!', directory);
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Everything that was wrong is repaired.');
    expect(rig.read(`${directory}/cache/${placeOf(TEXT)}`)).toBe('text');
    expect(rig.read(`${directory}/cache/${placeOf(ONE)}`)).toBe('1');
    expect(rig.runs('make')).toBe(1);
    expect((await rig.mltrack('undo')).code).toBe(1);
  });
});

describe('fsck', () => {
  it('runs the stage again that made what is lost', async () => {
    using rig = await project();
    damage(rig, MADE, 'bad');
    rmSync(join(rig.root, 'made'));
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("Running stage 'make':");
    expect(rig.runs('make')).toBe(2);
    expect(rig.read(`.dvc/cache/${placeOf(MADE)}`)).toBe('text\n');
    expect((await rig.mltrack('fsck')).code).toBe(0);
  });

  it('does not run a stage over an output that somebody changed', async () => {
    using rig = await project();
    damage(rig, MADE, 'bad');
    rig.write({ made: 'mine' });
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('lost        made\nThe rest could not be made again.\n');
    expect(rig.read('made')).toBe('mine');
    expect(rig.runs('make')).toBe(1);
  });

  it('runs a stage again whose output is a link to what was damaged', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      '.dvc/config': '[cache]\n    type = "symlink"\n',
      'dvc.yaml': 'stages:\n  make:\n    cmd: echo 1 > made\n    outs: [made]\n',
    });
    await rig.mltrack('repro -q');
    damage(rig, 'b026324c6904b2a9cb4b88d6d61c81d1', 'bad');
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('made')).toBe('1\n');
  });

  it('names folders whose files are missing, and gets them back', async () => {
    using rig = await project();
    rmSync(join(rig.root, '.dvc/cache', placeOf(ONE)));
    const ran = await rig.mltrack('fsck');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^incomplete {2}files\/md5\/\S+\.dir {2}folder\/, misses a\n/);
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read(`.dvc/cache/${placeOf(ONE)}`)).toBe('1');
  });

  it('makes the listing of a folder anew', async () => {
    using rig = await project();
    const listing = /md5: (\S+\.dir)/.exec(rig.read('folder.dvc'))?.[1] ?? '';
    const before = rig.read(`.dvc/cache/${placeOf(listing)}`);
    damage(rig, listing, '[]');
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read(`.dvc/cache/${placeOf(listing)}`)).toBe(before);
  });

  it('puts back what lies in the wrong place', async () => {
    using rig = await project();
    const wrong = `.dvc/cache/files/md5/ff/${TEXT.slice(2)}`;
    mkdirSync(dirname(join(rig.root, wrong)), { recursive: true });
    renameSync(join(rig.root, '.dvc/cache', placeOf(TEXT)), join(rig.root, wrong));
    const ran = await rig.mltrack('fsck');
    expect(ran.stdout).toContain(`misplaced   files/md5/ff/${TEXT.slice(2)}, belongs to ${placeOf(TEXT)}\n`);
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read(`.dvc/cache/${placeOf(TEXT)}`)).toBe('text');
    expect(existsSync(join(rig.root, wrong))).toBe(false);
  });

  it('knows objects of 2.x projects, and tells them from those of today', async () => {
    using rig = await Rig.create('dvc');
    // The MD5 of `a\nb\n`.
    const folded = 'dd8c6a395b5dd36c56d23275028f526c';
    rig.write({ [`.dvc/cache/${folded.slice(0, 2)}/${folded.slice(2)}`]: 'a\r\nb\r\n' });
    expect((await rig.mltrack('fsck')).code).toBe(0);
    rig.write({ [`.dvc/cache/${placeOf(folded)}`]: 'a\r\nb\r\n' });
    expect((await rig.mltrack('fsck')).stdout).toContain(
      `misplaced   ${placeOf(folded)}, belongs to ${folded.slice(0, 2)}/${folded.slice(2)}\n`,
    );
  });

  it('leaves temporary files alone and refuses to mix JSON with what commands print', async () => {
    using rig = await project();
    rig.write({ '.dvc/cache/files/md5/ab/.x.tmp': 'half' });
    expect((await rig.mltrack('fsck')).code).toBe(0);
    expect((await rig.mltrack('fsck --json --repair')).code).toBe(1);
  });
});
