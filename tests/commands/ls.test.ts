import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

async function project(name: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(name);
  rig.write({ 'data/a': 'a\n', 'data/sub/b': 'b\n', 'src/code.py': 'x\n' });
  await rig.mltrack('add -q data');
  rig.commit('first');
  return rig;
}

describe.each(LAYOUT_NAMES)('ls in the layout of %s', name => {
  const { dataSuffix, ignoreFile } = LAYOUTS[name];

  it('lists what is there and what is tracked and not there', async () => {
    using rig = await project(name);
    rmSync(join(rig.root, 'data'), { recursive: true });
    expect(await rig.mltrack('ls .')).toEqual({
      code: 0,
      stdout: `${[ignoreFile, '.gitignore', ...(name === 'mltrack' ? ['.gitattributes'] : [])].sort().join('\n')}
data
data${dataSuffix}
src
`,
      stderr: '',
    });
    expect((await rig.mltrack('ls . -R data')).stdout).toBe('a\nsub/b\n');
    expect((await rig.mltrack('list . data/sub --json')).stdout).toBe(
      '[{"isout": true, "isdir": false, "isexec": false, "size": null, "md5": "3b5d5c3712955042212316173ccf37be", "path": "b"}]\n',
    );
    expect((await rig.mltrack('ls --dvc-only --json .')).stdout).toBe(
      '[{"isout": true, "isdir": true, "isexec": false, "size": 4, "md5": "8b3662b0d460701f7734cdf533c5aa85.dir", "path": "data"}]\n',
    );
  });

  it('draws trees, with sizes and hashes', async () => {
    using rig = await project(name);
    rig.write({ 'data/sub/b': 'b'.repeat(5000) });
    expect((await rig.mltrack('ls . data -T --dvc-only')).stdout).toBe('data\n├── a\n└── sub\n    └── b\n');
    expect((await rig.mltrack('ls . data/sub -R --size --show-hash')).stdout).toBe(
      '4.88k  3b5d5c3712955042212316173ccf37be  b\n',
    );
    expect((await rig.mltrack('ls . -T -L 0')).stdout).toBe('.\n');
  });
});

describe('ls', () => {
  it('lists commits, other projects and repositories by URL', async () => {
    using rig = await project();
    using other = await Rig.create();
    rig.write({ 'src/new.py': 'x\n', 'data/c': 'c\n' });
    expect((await rig.mltrack('ls --rev HEAD . src')).stdout).toBe('code.py\n');
    expect((await other.mltrack(`ls ${rig.root} data`)).stdout).toBe('a\nc\nsub\n');
    expect((await other.mltrack(`ls ${pathToFileURL(rig.root).href} data`)).stdout).toBe('a\nsub\n');
    expect((await other.mltrack('ls .')).stdout).toBe('');
    expect(await other.mltrack('ls . --rev HEAD')).toMatchObject({ code: 1, stdout: '' });
  });

  it('lists the last commit of a repository without a work tree, not what git keeps in it', async () => {
    using rig = await project();
    rig.git('clone', '-q', '--bare', '.', 'bare.git');
    const { stdout } = await rig.mltrack('ls --rev HEAD .');
    expect(await rig.mltrack('ls bare.git')).toEqual({ code: 0, stdout, stderr: '' });
    expect((await rig.mltrack('ls --rev nope bare.git')).code).toBe(1);
  });

  it('shows all of a project from a folder in it, and paths from that folder', async () => {
    using rig = await project();
    expect((await rig.mltrack('ls . -R', 'src')).stdout).toContain('../data/a\n../data/sub/b\ncode.py\n');
    expect((await rig.mltrack('ls . code.py', 'src')).stdout).toBe('code.py\n');
    expect((await rig.mltrack('ls src data')).stdout).toBe('a\nsub\n');
  });

  it('hides projects inside, unless one is asked for', async () => {
    using rig = await project();
    mkdirSync(join(rig.root, 'inner'));
    await rig.mltrack('init --dvc --subdir -q', 'inner');
    rig.write({ 'inner/own': 'x\n' });
    await rig.mltrack('add -q own', 'inner');
    expect((await rig.mltrack('ls . -R')).stdout).not.toContain('inner');
    expect((await rig.mltrack('ls . inner --dvc-only')).stdout).toBe('own\n');
    expect((await rig.mltrack('ls inner --dvc-only')).stdout).toBe('own\n');
  });

  it('refuses what is on another machine, in clear words', async () => {
    using rig = await project();
    for (const url of ['https://example.com/x.git', 'git@example.com:x.git', 'ssh://example.com/x']) {
      const failed = await rig.mltrack(`ls ${url}`);
      expect(failed).toMatchObject({ code: 1, stdout: '' });
      expect(failed.stderr).toBe(
        `ERROR: '${url}' is on another machine, and this version lists only what is on this one.\nhint: Clone it with git, and list the clone.\n`,
      );
    }
  });

  it('fails on what is not there, on wrong numbers, and on a lost list of files', async () => {
    using rig = await project();
    expect((await rig.mltrack('ls . nope')).stderr).toBe("ERROR: there is no 'nope'.\n");
    expect(await rig.mltrack('ls nowhere')).toMatchObject({ code: 1, stdout: '' });
    expect(await rig.mltrack('ls src/code.py')).toMatchObject({ code: 1, stdout: '' });
    expect(await rig.mltrack('ls . ../../outside')).toMatchObject({ code: 1, stdout: '' });
    expect(await rig.mltrack('ls . -L two')).toMatchObject({ code: 254, stdout: '' });
    expect(await rig.mltrack('ls . --tree --json')).toMatchObject({ code: 255, stdout: '' });
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    expect((await rig.mltrack('ls .')).code).toBe(0);
    const lost = await rig.mltrack('ls . data');
    expect(lost).toMatchObject({ code: 255, stdout: '' });
    expect(lost.stderr).toContain("failed to load directory 'data'");
  });
});
