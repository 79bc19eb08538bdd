import { lstatSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../src/engine/report.ts';
import { png } from '../rig/pictures.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const PIPELINE = `stages:
  draw:
    cmd: cp source.png out.png && mkdir -p more && cp source.png more/a.png
    deps: [source.png]
    outs: [out.png, more]
plots:
- more
- out.png
- by_hand.jpg
`;
const RED = png([
  [
    [255, 0, 0],
    [255, 0, 0],
  ],
]);
const BLUE = png([
  [
    [0, 0, 255],
    [255, 0, 0],
  ],
]);

const jpeg = (content: number): Uint8Array => Buffer.from([0xff, 0xd8, 0xff, content]);

async function start(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'source.png': RED, 'by_hand.jpg': jpeg(1) });
  await rig.mltrack('repro -q');
  rig.commit('base');
  return rig;
}

/** Each picture as `path what: base → head`. */
async function pictures(rig: Rig): Promise<readonly string[]> {
  using opened = await openOn(rig);
  const options = { base: 'HEAD', draw: undefined };
  const report = valueOf(await makeReport(opened.workspace, opened.index, options));
  return report.pictures.map(
    ({ path, change, base, head }) => `${path} ${change}: ${base?.kind ?? 'no base'} → ${head.kind}`,
  );
}

describe('the pictures of a report', () => {
  it('are outputs and what is declared as a plot, each once', async () => {
    using rig = await start();
    expect(await pictures(rig)).toEqual([
      'out.png same: here → here',
      'more/a.png same: here → here',
      'by_hand.jpg same: here → here',
    ]);
  });

  it('are compared by what they show, not by what a program writes into them', async () => {
    using rig = await start();
    rig.write({
      'source.png': png(
        [
          [
            [255, 0, 0],
            [255, 0, 0],
          ],
        ],
        'drawn at noon',
      ),
      'by_hand.jpg': jpeg(2),
    });
    await rig.mltrack('repro -q');
    expect(await pictures(rig)).toEqual([
      'out.png same: here → here',
      'more/a.png same: here → here',
      // Of these only the bytes are looked at.
      'by_hand.jpg changed: here → here',
    ]);
    rig.write({ 'source.png': BLUE });
    await rig.mltrack('repro -q');
    expect((await pictures(rig))[0]).toBe('out.png changed: here → here');
  });

  it('may be new, gone, lost or too large', async () => {
    using rig = await start();
    rig.write({
      'dvc.yaml': `${PIPELINE.replace('- by_hand.jpg\n', '')}- large.gif\n- new.svg\n`,
      'large.gif': Buffer.alloc(6 * 1024 * 1024),
      'new.svg': '<svg/>',
    });
    rmSync(join(rig.root, 'by_hand.jpg'));
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    expect(await pictures(rig)).toEqual([
      'out.png changed: lost → here',
      'more/a.png changed: lost → here',
      'large.gif new: absent → too-large',
      'new.svg new: absent → here',
      'by_hand.jpg gone: here → absent',
    ]);
    // Where neither side has them, what is recorded still tells.
    for (const path of ['out.png', 'more']) rmSync(join(rig.root, path), { recursive: true });
    expect((await pictures(rig))[0]).toBe('out.png same: lost → lost');
  });

  it('are none where the file holds something else, or is a link that leads out of the project', async () => {
    using rig = await start();
    rig.write({ 'out.png': 'text', '../secret.jpg': jpeg(3) });
    rmSync(join(rig.root, 'by_hand.jpg'));
    symlinkSync('../secret.jpg', join(rig.root, 'by_hand.jpg'));
    expect(await pictures(rig)).toEqual([
      'out.png changed: here → broken',
      'more/a.png same: here → here',
      'by_hand.jpg changed: here → outside',
    ]);
  });

  it('are too large where they are too many', async () => {
    using rig = await Rig.create('dvc');
    const names = Array.from({ length: 12 }, (_, index) => `${index}.gif`);
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(5_000_000)]);
    rig.write({ 'dvc.yaml': `plots: [${names.join(', ')}]\n` });
    rig.commit('base');
    for (const name of names) rig.write({ [name]: gif });
    const shown = await pictures(rig);
    expect(shown.filter(each => each.endsWith('here'))).toHaveLength(10);
    expect(shown.filter(each => each.endsWith('too-large'))).toHaveLength(2);
  });

  it('may be links into the cache', async () => {
    using rig = await start();
    await rig.mltrack('config cache.type symlink');
    rmSync(join(rig.root, 'out.png'));
    await rig.mltrack('checkout');
    expect(lstatSync(join(rig.root, 'out.png')).isSymbolicLink()).toBe(true);
    expect((await pictures(rig))[0]).toBe('out.png same: here → here');
  });
});
