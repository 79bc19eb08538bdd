/** Tracked data: `add`, `commit` and `checkout` of files and folders, with every type of link. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { Both } from './rig/both.ts';
import { statusProbes } from './rig/probes.ts';

const binary = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256);

function writeData(both: Both): void {
  both.write('file.csv', 'a,b\n1,2\n');
  both.write('big.bin', binary);
  both.write('run.sh', '#!/bin/sh\n', 0o755);
  both.write('empty.txt', '');
  both.write('odd names/é [1] #2.txt', 'x\n');
  both.write('images/a.png', binary);
  both.write('images/sub/b.png', 'b');
  both.write('images/sub/copy of a', binary);
  both.write('images/empty', '');
  both.write('images/tool', 'x', 0o755);
  both.each(root => mkdirSync(join(root, 'images/no files here')));
}

const targets = ['file.csv', 'big.bin', 'run.sh', 'empty.txt', 'odd names/é [1] #2.txt', 'images'];

describe('tracked data', () => {
  it.for(['reflink,copy', 'copy', 'hardlink', 'symlink', 'hardlink,copy', 'symlink,hardlink'])(
    'is added, lost and checked out alike with cache.type %s',
    async type => {
      using both = await Both.create();
      both.write('.dvc/config', `[cache]\n    type = "${type}"\n`);
      writeData(both);
      await both.run(['add', ...targets]);
      both.compareTrees();
      both.commitAll('added');
      for (const path of ['file.csv', 'run.sh', 'empty.txt', 'images/sub']) both.remove(path);
      await both.probeAll(statusProbes);
      await both.run(['checkout']);
      both.compareTrees();
      for (const path of targets) both.remove(path);
      // In this order only: after a data file DVC forgets targets that are paths (`checkout images.dvc run.sh` makes
      // no run.sh, and ends with an unexpected error where there is one).
      await both.run(['checkout', 'run.sh', 'images.dvc']);
      both.compareTrees();
      await both.run(['checkout', '--relink']);
      both.compareTrees();
      await both.compareStatusCrosswise();
    },
  );

  it('follows the versions that git checks out', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', ...targets]);
    both.commitAll('first');
    both.write('file.csv', 'a,b\n3,4\n');
    both.write('images/new.png', 'new');
    both.remove('images/sub');
    await both.probeAll(statusProbes);
    await both.run(['add', 'file.csv', 'images']);
    both.compareTrees();
    both.commitAll('second');
    both.git('checkout', '--quiet', 'HEAD~1');
    await both.probeAll(statusProbes);
    await both.run(['checkout']);
    both.compareTrees();
    both.git('checkout', '--quiet', 'main');
    await both.run(['checkout', 'images']);
    both.compareTrees();
    await both.run(['checkout']);
    both.compareTrees();
    await both.compareStatusCrosswise();
  });

  it('is committed after changes in place', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', ...targets]);
    both.write('file.csv', 'changed\n');
    both.write('images/sub/b.png', 'changed');
    await both.run(['commit']);
    await both.run(['commit', '--force', 'file.csv.dvc']);
    both.compareTrees();
    await both.run(['commit', '--force']);
    both.compareTrees();
    await both.probeAll(statusProbes);
  });

  it('can be hashed without being stored', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', '--no-commit', 'file.csv', 'images']);
    both.compareTrees();
    await both.probeAll(statusProbes);
    await both.run(['commit', '--force']);
    both.compareTrees();
  });

  it('grows when a path inside a tracked folder is added', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', 'images']);
    both.write('images/later.png', 'later');
    both.write('images/sub/also', 'also');
    await both.run(['add', 'images/later.png']);
    both.compareTrees();
    await both.probeAll(statusProbes);
  });

  it('is refused or taken alike in odd places', async () => {
    using both = await Both.create();
    writeData(both);
    both.write('.dvcignore', '*.tmp\nimages/sub/b.png\n');
    both.write('left.tmp', 'x');
    both.write('in-git.txt', 'x');
    both.git('add', 'in-git.txt');
    both.each(root => {
      symlinkSync('file.csv', join(root, 'to-file'));
      symlinkSync('images', join(root, 'to-folder'));
      symlinkSync('nowhere', join(root, 'to-nothing'));
      mkdirSync(join(root, 'empty folder'));
    });
    const paths = [
      'left.tmp',
      'in-git.txt',
      'images',
      'to-file',
      'to-folder',
      'to-folder/a.png',
      'to-nothing',
      'empty folder',
      'nothing',
      '.',
      'file.csv.dvc',
      '.dvc/config',
    ];
    for (const path of paths) {
      await both.run(['add', path]);
      both.compareTrees();
    }
  });

  it('is not overwritten unless forced, and reported when its content is lost', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', 'file.csv', 'images', 'run.sh']);
    both.write('file.csv', 'precious\n');
    both.write('images/precious', 'precious');
    await both.run(['checkout']);
    both.compareTrees();
    await both.run(['checkout', '--force']);
    both.compareTrees();
    both.each(root => rmSync(join(root, '.dvc/cache'), { recursive: true, force: true }));
    both.remove('run.sh');
    await both.probeAll(statusProbes);
    await both.run(['checkout']);
    both.compareTrees();
  });

  it('works from a sub-folder, and without git', async () => {
    using both = await Both.create({ git: false });
    writeData(both);
    await both.run(['add', 'a.png', 'sub'], { folder: 'images' });
    both.compareTrees();
    both.remove('images/sub');
    await both.run(['checkout', 'sub.dvc'], { folder: 'images' });
    both.compareTrees();
    await both.probeAll(statusProbes, 'images');
  });
});
