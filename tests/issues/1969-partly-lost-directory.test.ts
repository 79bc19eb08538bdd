import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { objectOf } from './cache.ts';

it.each(['checkout', 'checkout -f'])(
  'dvc issue #1969: a folder that the cache has only in part keeps what is there (%s)',
  async line => {
    using rig = await Rig.create('dvc');
    rig.write({ 'images/a.png': 'A', 'images/b.png': 'B' });
    await rig.mltrack('add -q images');
    rmSync(join(rig.root, objectOf('B')));
    rmSync(join(rig.root, 'images/a.png'));
    const { code, stderr } = await rig.mltrack(line);
    expect(code).not.toBe(0);
    expect(stderr).toContain('images');
    // The last copy of it.
    expect(rig.read('images/b.png')).toBe('B');
    // What is lost is seen, and put back by an add once the file is there again.
    expect((await rig.mltrack('status')).stdout).toContain('images');
    rig.write({ 'images/a.png': 'A' });
    expect((await rig.mltrack('add images')).code).toBe(0);
    expect(rig.read(objectOf('B'))).toBe('B');
  },
);
