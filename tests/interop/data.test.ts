/** Tracked data: `add`, `commit` and `checkout` of files and folders, with every type of link. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

/** With `add --out` DVC forgets its own temporary file, of a random name, when the cache had the content already. */
function removeTemporaryObjects(root: string): void {
  const objects = join(root, '.dvc/cache/files/md5');
  if (!existsSync(objects)) return;
  for (const name of readdirSync(objects)) if (/^\..*\.tmp$/.test(name)) rmSync(join(objects, name));
}

const targets = ['file.csv', 'big.bin', 'run.sh', 'empty.txt', 'odd names/é [1] #2.txt', 'images'];

describe('tracked data', () => {
  it.for([
    'reflink,copy',
    'copy',
    'hardlink',
    'symlink',
    'hardlink,copy',
    'symlink,hardlink',
    'reflink,hardlink,copy',
    'reflink,symlink',
    'reflink,copy,hardlink',
  ])('is added, lost and checked out alike with cache.type %s', async type => {
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
  });

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

  it('that git keeps becomes plain files when it is committed', async () => {
    using both = await Both.create();
    both.write('raw.txt', 'raw');
    both.write(
      'dvc.yaml',
      `stages:
  make:
    cmd: for m in 600 664 755; do cp raw.txt f$m; chmod $m f$m; done && ln -sf f600 link && mkdir -p d && cp f755 d/x && chmod 755 d/x && ln -sf x d/link
    deps: [raw.txt]
    outs: [f600: {cache: false}, f664: {cache: false}, f755: {cache: false}, link: {cache: false}, d: {cache: false}]
`,
    );
    await both.run(['repro']);
    both.compareTrees();
    await both.run(['commit']);
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
    await both.run(['add', '--no-commit', 'images/sub']);
    both.compareTrees();
    await both.run(['add', 'images/sub']);
    both.compareTrees();
    both.write('images/sub/also', 'also changed');
    both.write('images/sub/late', 'late');
    await both.run(['add', 'images']);
    both.compareTrees();
    both.write('images/sub/also', 'and again');
    both.write('images/sub/later', 'late');
    await both.run(['add', 'images/sub', 'images/a.png']);
    both.compareTrees();
    both.write('images/a.png', 'changed');
    await both.run(['add', 'images/a.png']);
    both.compareTrees();
    both.remove('images/a.png');
    both.remove('images/sub');
    await both.run(['add', 'images/sub']);
    both.compareTrees();
    await both.probeAll(statusProbes);
    await both.run(['add', 'images/nothing']);
    await both.run(['add', 'file.csv']);
    await both.run(['add', 'file.csv/inside']);
    await both.run(['add', 'images', 'images/empty']);
    both.compareTrees();
    await both.probeAll(statusProbes);
  });

  it('is chosen by patterns', async () => {
    using both = await Both.create();
    writeData(both);
    // DVC takes the x bit from a file inside a tracked folder that is added by itself.
    both.write('images/tool', 'x');
    both.write('.hidden.csv', 'x');
    both.write('more/1.csv', '1');
    both.write('more/deep/2.csv', '2');
    both.write('more/.deep/3.csv', '3');
    for (const argv of [
      ['add', '--glob', '*.csv'],
      ['add', '--glob', 'more/**/*.csv'],
      ['add', '--glob', '[er]*[ht]'],
      ['add', '--glob', 'odd names/é ?1? #2.*'],
      ['add', '--glob', 'images'],
      ['add', '--glob', 'images/**'],
      ['add', '--glob', '*.none'],
      ['add', '--glob', '*.none', '.h*'],
      ['add', '*.csv'],
    ]) {
      await both.run(argv);
      both.compareTrees();
    }
    await both.run(['add', '--glob', '../*/.deep/*'], { folder: 'more' });
    both.compareTrees();
  });

  it('is copied in from elsewhere', async () => {
    using both = await Both.create();
    writeData(both);
    both.each(root => {
      mkdirSync(join(root, '../elsewhere/folder/empty'), { recursive: true });
      writeFileSync(join(root, '../elsewhere/file'), 'x\n');
      writeFileSync(join(root, '../elsewhere/tool'), '#!', { mode: 0o755 });
      writeFileSync(join(root, '../elsewhere/folder/a'), 'a');
      symlinkSync('../file', join(root, '../elsewhere/folder/link'));
    });
    for (const argv of [
      ['add', '../elsewhere/file'],
      ['add', '../elsewhere/file', '-o', 'copied'],
      ['add', '../elsewhere/tool', '--out', 'tool'],
      ['add', '../elsewhere/folder', '-o', 'folder'],
      ['add', '../elsewhere/folder', '-o', 'images'],
      ['add', 'file.csv', '-o', 'again.csv'],
      ['add', '../elsewhere/file', '-o', 'copied'],
      ['add', '../elsewhere/tool', '-o', 'copied', '--force'],
      ['add', '../elsewhere/nothing', '-o', 'nothing'],
      ['add', '../elsewhere/file', '-o', 'no/such/folder'],
      ['add', '../elsewhere/file', '-o', '../outside'],
      ['add', '../elsewhere/file', 'file.csv', '-o', 'two'],
      ['add', '--glob', '../elsewhere/*', '-o', 'two'],
      ['add', '--no-commit', '../elsewhere/file', '-o', 'two'],
    ]) {
      await both.run(argv);
      both.each(removeTemporaryObjects);
      both.compareTrees();
    }
    await both.probeAll(statusProbes);
  });

  it('goes with the version that tracked it', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', 'file.csv']);
    both.commitAll('first');
    await both.run(['add', 'images', 'big.bin', 'run.sh']);
    both.commitAll('second');
    both.write('run.sh', 'changed, not committed');
    both.git('checkout', '--quiet', 'HEAD~1');
    await both.probe({ argv: ['checkout'], strictness: 'exact' });
    both.compareTrees();
    both.git('checkout', '--quiet', '--force', 'main');
    await both.probe({ argv: ['checkout', '--force'], strictness: 'exact' });
    both.compareTrees();
    both.write('images/new', 'new');
    both.git('checkout', '--quiet', 'HEAD~1');
    await both.probe({ argv: ['checkout', '--summary'], strictness: 'exact' });
    both.compareTrees();
  });

  it('is checked out in part', async () => {
    using both = await Both.create();
    writeData(both);
    await both.run(['add', 'images']);
    for (const path of ['images/a.png', 'images/sub', 'images/empty']) both.remove(path);
    for (const target of ['images/sub', 'images/nothing', 'images/a.png', 'nothing']) {
      await both.run(['checkout', target]);
      both.compareTrees();
    }
    both.remove('images');
    await both.run(['checkout', 'images/tool']);
    both.compareTrees();
  });

  it('is chosen by folders with -R', async () => {
    using both = await Both.create();
    both.write('top', 'top');
    both.write('sub/data', 'data');
    both.write('sub/deep/more', 'more');
    both.write(
      'sub/dvc.yaml',
      'stages:\n  make:\n    cmd: cat ../top > made\n    deps: [../top]\n    outs: [made]\n',
    );
    await both.run(['add', 'top', 'sub/data', 'sub/deep/more']);
    await both.run(['repro', '-R', '.']);
    const everything = ['top', 'sub/data', 'sub/deep/more', 'sub/made'];
    for (const words of [
      ['sub'],
      ['sub/deep', 'top'],
      ['nowhere'],
      ['sub', '-d'],
      ['sub/dvc.yaml', '-d'],
      [],
    ]) {
      for (const path of everything) both.remove(path);
      await both.probe({ argv: ['status', '-R', '--no-updates', '--json', ...words], strictness: 'json' });
      await both.run(['checkout', '-R', ...words]);
      both.compareTrees();
    }
    await both.run(['checkout']);
    for (const path of everything) both.write(path, 'changed');
    for (const words of [['sub/deep'], ['sub']]) {
      await both.run(['commit', '-f', '-R', ...words]);
      both.compareTrees();
    }
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

  it('keeps what people wrote into a data file', async () => {
    using both = await Both.create();
    const read = (path: string): string => {
      let text = '';
      both.each(root => (text = readFileSync(join(root, path), 'utf8')));
      return text;
    };
    writeData(both);
    await both.run(['add', ...targets]);
    const file = read('file.csv.dvc');
    both.write(
      'file.csv.dvc',
      `# where it is from\nmeta: {owner: é,   list: [1, 2.50]}\n\n${file}  # behind\n  labels: [x,   "y"]  # two\n  persist: false\nfrozen: false\n`,
    );
    both.write('run.sh.dvc', read('run.sh.dvc').replace('path: run.sh', 'path: ./run.sh\n  cache: true'));
    both.write('images.dvc', `wdir: .\nlocked: true\ndesc: ''\n${read('images.dvc')}  desc: kept\n`);
    both.write('big.bin.dvc', `# on top\n\n${read('big.bin.dvc')}# at the end\n`);
    for (const path of ['file.csv', 'run.sh', 'images/a.png', 'big.bin']) both.write(path, 'other');
    await both.run(['commit', '--force']);
    both.compareTrees();
    for (const path of ['file.csv', 'run.sh', 'images/a.png', 'big.bin']) both.write(path, 'third');
    await both.run(['add', 'file.csv', 'run.sh', 'images', 'big.bin']);
    both.compareTrees();
  });
});
