/** `check-ignore` and `destroy`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { Both } from './rig/both.ts';

const paths = [
  'x.log keep.log d d/k top a/top a/x a/b a/b/y sub sub/z hidden hidden/z nope a/ d/ ./x.log d/../x.log',
  '.dvc .dvc/x .git .git/y .dvcignore . .. ../o /tmp/x a/.git a/.git/x',
  'e/one e/two e/three/four e/three f/x f/.keep f/deep/.keep',
].flatMap(line => line.split(' '));

const rules = `# c
*.log
!keep.log
d/
hidden/
/top
a/b
e/*
!e/three
!e/t*
f/**
!.keep
`;

describe('check-ignore', () => {
  it('names the paths, the rules and the exit codes that DVC names', async () => {
    using both = await Both.create();
    for (const path of [
      'a/x',
      'a/b/y',
      'sub/z',
      'sub/.dvc/x',
      'hidden/.dvc/x',
      'd/k',
      'e/three/four',
      'f/deep/.keep',
    ])
      both.write(path, '');
    both.each(root => writeFileSync(join(root, '.dvcignore'), rules));
    both.write('a/.dvcignore', 'x\n!top\n');
    for (const path of paths) {
      for (const options of [[], ['-d', '-n']])
        await both.probe({ argv: ['check-ignore', ...options, path], strictness: 'exact' });
    }
    await both.probe({ argv: ['check-ignore', ...paths], strictness: 'exact' });
    await both.probe(
      { argv: ['check-ignore', '-d', '../x.log', 'b', 'x', '../sub/z'], strictness: 'exact' },
      'a',
    );
    for (const argv of [[], ['-n', 'x'], ['-a', 'x'], ['-q', '-d', 'x'], ['--stdin', 'x'], ['--stdin', '-n']])
      await both.probe({ argv: ['check-ignore', ...argv], strictness: 'exact' });
  });
});

describe('destroy', () => {
  it.for(['copy', 'symlink', 'hardlink'])(
    'leaves the data that was kept as %s, and nothing else',
    async type => {
      using both = await Both.create();
      both.write('.dvc/config', `[cache]\n    type = ${type}\n`);
      both.write('data', 'd\n');
      both.write('dir/x', 'x\n');
      both.write('sub/dvc.yaml', 'stages:\n  a:\n    cmd: echo > o\n    outs: [o]\n');
      both.write('other/dvc.yaml', 'metrics: [m.json]\n');
      await both.run(['add', 'data', 'dir']);
      await both.run(['repro', 'sub/dvc.yaml']);
      both.commitAll('base');
      await both.run(['destroy']);
      both.compareTrees();
      await both.probe({ argv: ['destroy', '-f'], strictness: 'exact' });
      both.compareTrees();
      await both.run(['destroy', '-f']);
    },
  );

  it('removes nothing of a project that it cannot read', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', 'stages: [\n');
    await both.run(['destroy', '-f']);
    both.compareTrees();
  });
});
