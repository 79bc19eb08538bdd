import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLocks } from '../../src/adapters/locks.ts';
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
      missing: [],
      lost: [],
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
    expect((await rig.mltrack('undo')).stdout).toContain('the trash holds only damaged objects');
  });
});

describe('fsck', () => {
  it('runs the stage again that made what is lost', async () => {
    using rig = await project();
    damage(rig, MADE, 'bad');
    rmSync(join(rig.root, 'made'));
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^damaged .*\n.*1 damaged\.\nRunning stage 'make':\n/);
    expect(rig.runs('make')).toBe(2);
    expect(rig.read(`.dvc/cache/${placeOf(MADE)}`)).toBe('text\n');
    expect((await rig.mltrack('fsck')).code).toBe(0);
  });

  it.each(['put right', 'taken away'])('leaves alone what others have %s while it waited', async what => {
    using rig = await project();
    damage(rig, TEXT, 'bad');
    const held = await createLocks().acquire(join(rig.root, '.dvc/tmp/lock'), false);
    const running = rig.mltrack('fsck --repair');
    await pause(1_000);
    if (what === 'put right') damage(rig, TEXT, 'text');
    else rmSync(join(rig.root, '.dvc/cache', placeOf(TEXT)));
    held?.release();
    expect((await running).stdout).toContain('Everything that was wrong is repaired.');
    expect(rig.read(`.dvc/cache/${placeOf(TEXT)}`)).toBe('text');
    expect(rig.has('.dvc/tmp/mltrack/trash')).toBe(false);
  });

  it('does not run a stage over an output that somebody changed', async () => {
    using rig = await project();
    damage(rig, MADE, 'bad');
    rig.write({ made: 'mine' });
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(
      `lost        ${placeOf(MADE)}  made, used by workspace: made was changed by hand\nThe rest could not be made again.`,
    );
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

  it('tells what the workspace names and the cache does not have, and stores it again', async () => {
    using rig = await project();
    const listing = /md5: (\S+\.dir)/.exec(rig.read('folder.dvc'))?.[1] ?? '';
    for (const digest of [TEXT, listing]) rmSync(join(rig.root, '.dvc/cache', placeOf(digest)));
    const ran = await rig.mltrack('fsck');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(`missing     ${placeOf(TEXT)}  file\n`);
    expect(ran.stdout).toContain(`missing     ${placeOf(listing)}  folder/\n`);
    expect(ran.stdout).toContain(': 2 missing.\n');
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect((await rig.mltrack('fsck')).code).toBe(0);
  });

  it('runs stages again for all that a lost cache held, in order, and takes inputs from it', async () => {
    using rig = await project();
    rmSync(join(rig.root, '.dvc/cache/files'), { recursive: true });
    rmSync(join(rig.root, 'made'));
    expect((await rig.mltrack('fsck')).stdout).toContain('Checked 0 objects, 0 B: 3 missing.\n');
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('made')).toBe('text\n');
    rmSync(join(rig.root, 'made'));
    rmSync(join(rig.root, 'file'));
    rmSync(join(rig.root, '.dvc/cache', placeOf(MADE)));
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('file')).toBe('text');
  });

  it('names what is lost every time until it is there again, with who uses it', async () => {
    using rig = await project();
    rig.commit('first');
    damage(rig, TEXT, 'bad');
    rmSync(join(rig.root, 'file'));
    const lost = `lost        ${placeOf(TEXT)}  file, used by workspace, main`;
    expect((await rig.mltrack('fsck --repair')).stdout).toContain(
      `${lost}: the workspace has no copy of it\n`,
    );
    for (const line of ['fsck', 'fsck --repair'])
      expect(await rig.mltrack(line)).toMatchObject({ code: 1, stdout: expect.stringContaining(lost) });
    const listed = await rig.mltrack('undo --list');
    expect(listed.stdout).toMatch(
      / fsck {2}1 object, 3 B, damaged\n {2}file {2}\S+\/trash\/\d+\/repo\/1c\/\w+\n$/,
    );
    expect(existsSync((listed.stdout.trim().split(/\s+/).at(-1) ?? '').replace('$ROOT', rig.root))).toBe(
      true,
    );
    rig.write({ file: 'text' });
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect((await rig.mltrack('fsck')).code).toBe(0);
    expect((await rig.mltrack('undo --list')).stdout).toContain('file (whole in the cache again)');
  });

  it('names what only an old commit uses', async () => {
    using rig = await project();
    rig.commit('first');
    rig.write({ file: 'new' });
    await rig.mltrack('add -q file');
    await rig.mltrack('repro -q');
    rig.commit('second');
    damage(rig, TEXT, 'bad');
    for (const line of ['fsck --repair', 'fsck']) {
      const ran = await rig.mltrack(line);
      expect(ran.code).toBe(1);
      expect(ran.stdout).toMatch(/lost {8}\S+ {2}file, used by [0-9a-f]{7}\n/);
    }
  });

  it('says where damaged objects are that nothing uses, and is content', async () => {
    using rig = await project();
    rig.write({ file: 'new' });
    await rig.mltrack('add -q file');
    damage(rig, TEXT, 'bad');
    const ran = await rig.mltrack('fsck --repair');
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 damaged object that nothing here uses'),
    });
    expect((await rig.mltrack('fsck')).code).toBe(0);
  });

  it('takes no other result for the lost one, and leaves the lock alone', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages:\n  make:\n    cmd: date +%N > made; echo 1 > same\n    outs: [made, same]\n',
    });
    await rig.mltrack('repro -q');
    const lock = rig.read('dvc.lock');
    const same = 'b026324c6904b2a9cb4b88d6d61c81d1';
    const made = /path: made\n\s+hash: md5\n\s+md5: (\S+)/.exec(lock)?.[1] ?? '';
    for (const digest of [made, same]) damage(rig, digest, 'bad');
    for (const path of ['made', 'same']) rmSync(join(rig.root, path));
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(
      `${placeOf(made)}  made, used by workspace: stage 'make' made something else now`,
    );
    expect(ran.stdout.match(/^lost/gm)).toHaveLength(1);
    expect(rig.read('dvc.lock')).toBe(lock);
    expect(rig.read(`.dvc/cache/${placeOf(same)}`)).toBe('1\n');
  });

  it('brings back what a stage makes otherwise now, and what it had when its command fails', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  make:\n    cmd: date +%N > random; test ! -e fail && echo 1 > same\n    outs: [random, same]\n',
    });
    await rig.mltrack('repro -q');
    const random = rig.read('random');
    const same = 'b026324c6904b2a9cb4b88d6d61c81d1';
    rmSync(join(rig.root, '.dvc/cache', placeOf(same)));
    rmSync(join(rig.root, 'same'));
    rig.write({ fail: '' });
    const failed = await rig.mltrack('fsck --repair');
    expect(failed.stdout).toContain("same, used by workspace: stage 'make' failed\n");
    expect([rig.read('random'), existsSync(join(rig.root, 'same'))]).toEqual([random, false]);
    rmSync(join(rig.root, 'fail'));
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('random')).toBe(random);
  });

  it('does not run a stage whose inputs have changed since', async () => {
    using rig = await project();
    damage(rig, MADE, 'bad');
    rmSync(join(rig.root, 'made'));
    rig.write({ file: 'other' });
    const ran = await rig.mltrack('fsck --repair');
    expect(ran.stdout).toContain('its stage would not run as it did then: file changed');
    expect(rig.runs('make')).toBe(1);
  });

  it('makes a folder of links anew of which one is damaged', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      '.dvc/config': '[cache]\n    type = "symlink"\n',
      'dvc.yaml':
        'stages:\n  make:\n    cmd: mkdir made; echo 1 > made/a; echo 2 > made/b\n    outs: [made]\n',
    });
    await rig.mltrack('repro -q');
    damage(rig, 'b026324c6904b2a9cb4b88d6d61c81d1', 'bad');
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('made/a')).toBe('1\n');
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

  it('says what is missing after checkout has found the damage', async () => {
    using rig = await project();
    damage(rig, TEXT, 'tex?');
    rmSync(join(rig.root, 'file'));
    expect((await rig.mltrack('checkout')).code).toBe(255);
    expect(await rig.mltrack('fsck')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`missing     ${placeOf(TEXT)}  file\n`),
    });
  });

  it('leaves temporary files alone and refuses to mix JSON with what commands print', async () => {
    using rig = await project();
    rig.write({ '.dvc/cache/files/md5/ab/.x.tmp': 'half' });
    expect((await rig.mltrack('fsck')).code).toBe(0);
    expect((await rig.mltrack('fsck --json --repair')).code).toBe(1);
  });
});
