/** What `move` does to tracked data and to the files that say so. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';

describe('move', () => {
  it('renames data with all that its data file says', async () => {
    using both = await Both.create();
    both.write('data', 'd\n');
    both.write('dir/x', 'x\n');
    both.each(root => mkdirSync(join(root, 'sub')));
    await both.run(['add', 'data', 'dir']);
    both.write(
      'data.dvc',
      '# why\nwdir: .\ndesc: hello  # c\nouts:\n- path: ./data\n  md5: e29311f6f1bf1af907f9ef9f44b8328b\n  size: 2\n  hash: md5\n  desc: my\n  cache: true\n  labels: [a, b]\n  type: t\n  push: false\n  persist: false\n  meta: {x: 1}\n# end\nmeta: {a: 1}\nalways_changed: true\nfrozen: true\n',
    );
    both.commitAll('base');
    await both.run(['move', 'data', 'other']);
    both.compareTrees();
    both.write('other', 'changed\n');
    await both.run(['move', 'other', 'sub']);
    both.compareTrees();
    await both.run(['move', 'other', '../third'], { folder: 'sub' });
    both.compareTrees();
    both.remove('third');
    await both.run(['move', 'third', 'fourth']);
    both.compareTrees();
    await both.run(['move', 'dir', 'sub/deep']);
    both.compareTrees();
    await both.probe({ argv: ['status', '--json'], strictness: 'exact' });
  });

  it('edits the data file where that is not named after the data', async () => {
    using both = await Both.create();
    both.write('data', 'd\n');
    both.each(root => mkdirSync(join(root, 'sub')));
    await both.run(['add', 'data']);
    both.remove('data.dvc');
    both.write(
      'x.dvc',
      '# why\nouts:\n- path: data # here\n  md5: e29311f6f1bf1af907f9ef9f44b8328b\n  size: 2\n  hash: md5\n',
    );
    await both.run(['move', 'data', 'sub/five']);
    both.compareTrees();
    await both.run(['move', 'sub/five', 'six']);
    both.compareTrees();
  });

  it('takes data as it lies that was moved by hand', async () => {
    using both = await Both.create();
    both.write('data', 'd\n');
    both.write('dir/x', 'x\n');
    both.each(root => mkdirSync(join(root, 'sub')));
    await both.run(['add', 'data', 'dir']);
    both.each(root => renameSync(join(root, 'data'), join(root, 'sub/data')));
    await both.run(['move', 'data', 'sub']);
    both.compareTrees();
    both.each(root => renameSync(join(root, 'dir'), join(root, 'sub/other')));
    both.write('sub/other/y', 'y\n');
    await both.run(['move', 'dir', 'sub/other']);
    both.compareTrees();
  });

  it.for(['copy', 'symlink', 'hardlink'])('keeps data that is kept as %s', async type => {
    using both = await Both.create();
    both.write('.dvc/config', `[cache]\n    type = ${type}\n[core]\n    autostage = true\n`);
    both.write('data', 'd\n');
    both.write('dir/x', 'x\n');
    await both.run(['add', 'data', 'dir']);
    both.commitAll('base');
    await both.probe({ argv: ['move', 'data', 'dir2'], strictness: 'exact' });
    both.compareTrees();
    await both.probe({ argv: ['move', 'dir', 'dir3'], strictness: 'exact' });
    both.compareTrees();
  });

  it('refuses the same', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', 'stages:\n  a:\n    cmd: cp in out\n    deps: [in]\n    outs: [out]\n');
    for (const name of ['a', 'z', 'in']) both.write(name, `${name}\n`);
    both.write('data', 'd\n');
    both.write('dir/x', 'x\n');
    both.write('ignored/.gitignore', '*\n');
    await both.run(['repro']);
    await both.run(['add', 'data', 'dir']);
    const lines = [
      ['move', 'out', 'new'],
      ['move', 'nope', 'new'],
      ['move', 'dir/x', 'new'],
      ['move', 'data', '../new'],
      ['move', 'data', 'nodir/new'],
      ['move', 'data', 'data'],
      ['move', 'data', 'dir'],
      ['move', 'data', 'ignored/new'],
      ['move', 'data', 'new.dvc'],
      ['move', 'data', '.dvc/new'],
    ];
    for (const argv of lines) {
      await both.probe({ argv, strictness: 'exact' });
      both.compareTrees();
    }
  });

  // Here mltrack differs from DVC 3.67.1 on purpose, which overwrites a file that nothing tracks.
  it('overwrites nothing', async () => {
    using both = await Both.create();
    both.write('data', 'd\n');
    await both.run(['add', 'data']);
    both.write('mine', 'mine\n');
    const { judge, subject } = both;
    expect((await judge.tool.run(judge.root, judge.env, ['move', 'data', 'mine'])).code).toBe(0);
    expect((await subject.tool.run(subject.root, subject.env, ['move', 'data', 'mine'])).code).toBe(1);
    expect(existsSync(join(subject.root, 'data'))).toBe(true);
  });
});
