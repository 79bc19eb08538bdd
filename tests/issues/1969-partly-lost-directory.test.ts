import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { objectOf } from './cache.ts';

/** A tracked folder of two files; the cache has lost that of `b.png`. */
async function partlyLost(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'images/a.png': 'A', 'images/b.png': 'B' });
  await rig.mltrack('add -q images');
  rmSync(join(rig.root, objectOf('B')));
  return rig;
}

describe.each(['checkout', 'checkout -f'])(
  'dvc issue #1969: a folder that the cache has only in part (%s)',
  line => {
    it('keeps what is there, and gets back what the cache still has', async () => {
      using rig = await partlyLost();
      rmSync(join(rig.root, 'images/a.png'));
      const { code, stdout } = await rig.mltrack(line);
      expect(code).toBe(0);
      expect(stdout).toBe('M       images/\n');
      expect(rig.read('images/a.png')).toBe('A');
      // The last copy of it.
      expect(rig.read('images/b.png')).toBe('B');
      // What the cache has lost is seen, and put back by an add.
      expect((await rig.mltrack('status')).stdout).toContain('not in cache:       images');
      expect((await rig.mltrack('add images')).code).toBe(0);
      expect(rig.read(objectOf('B'))).toBe('B');
    });

    it('stays as it is when what was lost is needed, and the command fails', async () => {
      using rig = await partlyLost();
      rig.write({ 'images/b.png': 'edited', 'images/new.png': 'N' });
      const { code, stderr } = await rig.mltrack(line);
      expect(code).toBe(255);
      expect(stderr).toContain('images');
      expect([rig.read('images/a.png'), rig.read('images/b.png'), rig.read('images/new.png')]).toEqual([
        'A',
        'edited',
        'N',
      ]);
    });
  },
);
