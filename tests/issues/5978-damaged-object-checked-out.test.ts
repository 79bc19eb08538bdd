import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { damage, objectOf } from './cache.ts';

it.each(['copy', 'hardlink', 'symlink', 'reflink,copy'])(
  'dvc issue #5978: a damaged object is never checked out (%s)',
  async type => {
    using rig = await Rig.create('dvc');
    rig.write({ 'data.csv': '1,2\n' });
    await rig.mltrack('add -q data.csv');
    await rig.mltrack(`config cache.type ${type}`);
    rmSync(join(rig.root, 'data.csv'));
    // As an object that was never touched looks: nobody would look into it.
    damage(rig, '1,2\n', 'damaged\n', 0o444);
    const { code, stderr } = await rig.mltrack('checkout');
    expect(code).not.toBe(0);
    expect(stderr).toContain('data.csv');
    expect(rig.has('data.csv')).toBe(false);
    // Gone, so that a fetch or the next add brings the right one.
    expect(rig.has(objectOf('1,2\n'))).toBe(false);
  },
);
