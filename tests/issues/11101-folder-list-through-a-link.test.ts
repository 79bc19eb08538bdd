import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const object = (digest: string): string => `.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;

describe('dvc issue #11101: a folder’s list leads through a real link out of the project', () => {
  it.each(['checkout', 'checkout -f', 'checkout --relink -f', 'repro'])(
    '%s writes nothing there',
    async line => {
      using rig = await Rig.create('dvc');
      const list = JSON.stringify([{ md5: md5('evil\n'), relpath: 'link/file.txt' }]);
      rig.write({
        '../outside/file.txt': 'theirs\n',
        [object(md5('evil\n'))]: 'evil\n',
        [object(`${md5(list)}.dir`)]: list,
        'images.dvc': `outs:\n- path: images\n  hash: md5\n  md5: ${md5(list)}.dir\n`,
      });
      mkdirSync(join(rig.root, 'images'));
      symlinkSync('../../outside', join(rig.root, 'images/link'));
      await rig.mltrack(line);
      expect(rig.read('../outside/file.txt')).toBe('theirs\n');
      // Forced, the link itself gives way to a folder of the project's.
      if (line === 'checkout -f') expect(rig.read('images/link/file.txt')).toBe('evil\n');
    },
  );
});
