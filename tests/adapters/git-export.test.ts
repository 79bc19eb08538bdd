import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, commit, git, initialise, open } from './git-rig.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const temporaryFolder = temporaryFolders();

function repository(): string {
  const root = initialise(temporaryFolder());
  write(root, { 'sub/run.sh': 'true\n' });
  chmodSync(`${root}/sub/run.sh`, 0o755);
  symlinkSync('a.txt', `${root}/sub/link`);
  commit(root, {
    '.gitattributes': '*.txt text eol=crlf\n',
    '.gitignore': '*.log\n',
    'sub/a.txt': 'one\n',
    top: 'x',
  });
  return root;
}

async function exported(root: string, revision: string, prefix: string): Promise<string> {
  const repo = open(root);
  const place = temporaryFolder();
  mkdirSync(`${place}/out`);
  const hash = await repo.resolve(revision);
  expect(await repo.exportFiles(hash ?? '', at(prefix), `${place}/out`, `${place}/index`)).toEqual([
    'sub/link',
  ]);
  repo.close();
  expect(readdirSync(place)).toEqual(['out']);
  return `${place}/out`;
}

describe('the files of a commit', () => {
  it('come as from a checkout: links, of which it tells, modes and line ends', async () => {
    const root = repository();
    const folder = await exported(root, 'HEAD', 'sub');
    expect(readdirSync(folder)).toEqual(['sub']);
    expect(readdirSync(`${folder}/sub`)).toEqual(['a.txt', 'link', 'run.sh']);
    expect(readFileSync(`${folder}/sub/a.txt`, 'utf8')).toBe('one\r\n');
    expect(readlinkSync(`${folder}/sub/link`)).toBe('a.txt');
    expect(statSync(`${folder}/sub/run.sh`).mode & 0o111).not.toBe(0);
  });

  it('come without a change to the repository, whatever its config', async () => {
    const root = repository();
    git(root, 'config', 'core.splitIndex', 'true');
    git(root, 'config', 'core.sparseCheckout', 'true');
    write(root, { '.git/info/sparse-checkout': '/top\n', 'sub/a.txt': 'edited\n' });
    const looks = (): unknown => [
      readdirSync(`${root}/.git`),
      readFileSync(`${root}/.git/index`).toString('latin1'),
      git(root, 'status', '--porcelain'),
    ];
    git(root, 'status');
    const before = looks();
    const folder = await exported(root, 'main', '');
    expect(readdirSync(folder).sort()).toEqual(['.gitattributes', '.gitignore', 'sub', 'top']);
    expect(readFileSync(`${folder}/sub/a.txt`, 'utf8')).toBe('one\r\n');
    expect(looks()).toEqual(before);
  });
});

describe('the files of a work tree', () => {
  it('are those in the index and new ones that no rule hides, below a folder', async () => {
    const root = repository();
    write(root, { 'sub/new.txt': '', 'sub/é b.txt': '', 'sub/x.log': '', 'other.txt': '' });
    rmSync(`${root}/sub/link`);
    const repo = open(root);
    const found = await repo.filesBelow(`${root}/sub`);
    repo.close();
    expect(found.map(file => file.slice(root.length)).sort()).toEqual(
      ['/sub/a.txt', '/sub/link', '/sub/new.txt', '/sub/run.sh', '/sub/é b.txt'].sort(),
    );
    expect(existsSync(`${root}/sub/link`)).toBe(false);
  });
});
