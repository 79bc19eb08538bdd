import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNodeFiles } from '../../src/adapters/node-files.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const files = createNodeFiles();
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

describe('looking', () => {
  it('tells kind, size, times, inode, links and permission bits', () => {
    const top = folder();
    write(top, { file: 'four' });
    chmodSync(`${top}/file`, 0o640);
    utimesSync(`${top}/file`, 1, 1_700_000_000.25);
    linkSync(`${top}/file`, `${top}/second`);
    const real = statSync(`${top}/file`);
    expect(files.stat(`${top}/file`)).toEqual({
      kind: 'file',
      size: 4,
      mtimeMs: 1_700_000_000_250,
      ctimeMs: real.ctimeMs,
      ino: real.ino,
      links: 2,
      mode: 0o640,
    });
    expect(files.stat(top)?.kind).toBe('directory');
    expect(files.stat('/dev/null')?.kind).toBe('other');
  });

  it('follows links with stat and not with lstat', () => {
    const top = folder();
    write(top, { file: 'four' });
    symlinkSync('file', `${top}/link`);
    symlinkSync('nothing', `${top}/broken`);
    symlinkSync('loop', `${top}/loop`);
    expect(files.stat(`${top}/link`)).toMatchObject({ kind: 'file', size: 4 });
    expect(files.lstat(`${top}/link`)?.kind).toBe('symlink');
    expect(files.lstat(`${top}/broken`)?.kind).toBe('symlink');
    expect(files.stat(`${top}/broken`)).toBeUndefined();
    expect(files.stat(`${top}/loop`)).toBeUndefined();
    expect(files.readLink(`${top}/broken`)).toBe('nothing');
    expect(files.realPath(`${top}/link`)).toBe(`${top}/file`);
  });

  it('finds nothing where nothing is, also below a file', () => {
    const top = folder();
    write(top, { file: '' });
    for (const path of [`${top}/no`, `${top}/no/where`, `${top}/file/below`]) {
      for (const look of [
        'stat',
        'lstat',
        'list',
        'readText',
        'readBytes',
        'readLink',
        'realPath',
      ] as const) {
        expect(files[look](path), `${look} ${path}`).toBeUndefined();
      }
    }
    expect(files.list(`${top}/file`)).toBeUndefined();
  });

  it('lists a folder by kind, sorted by UTF-16 units', () => {
    const top = folder();
    write(top, { b: '', B: '', é: '', '10': '', '9': '', '😀': '', '\uffee': '', 'sub/x': '' });
    symlinkSync('b', `${top}/a`);
    expect(files.list(top)).toEqual([
      { name: '10', kind: 'file' },
      { name: '9', kind: 'file' },
      { name: 'B', kind: 'file' },
      { name: 'a', kind: 'symlink' },
      { name: 'b', kind: 'file' },
      { name: 'sub', kind: 'directory' },
      { name: 'é', kind: 'file' },
      { name: '😀', kind: 'file' },
      { name: '\uffee', kind: 'file' },
    ]);
  });

  it('reads text and bytes, and throws trouble for a folder', () => {
    const top = folder();
    write(top, { file: 'é\r\n' });
    expect(files.readText(`${top}/file`)).toBe('é\r\n');
    expect([...(files.readBytes(`${top}/file`) ?? [])]).toEqual([0xc3, 0xa9, 13, 10]);
    expect(() => files.readText(top)).toThrow(FileTrouble);
    try {
      files.readText(top);
    } catch (error) {
      expect(error).toMatchObject({ code: 'EISDIR', path: top, action: 'reading' });
    }
  });
});

describe('walking', () => {
  it('gives every file below a folder with its numbers, in the same order each time', () => {
    const top = folder();
    write(top, { 'b/2': '22', 'b/1': '1', a: '', 'b.txt': '', 'b/c/3': '333' });
    utimesSync(`${top}/b/2`, 1, 2_000);
    symlinkSync('b/2', `${top}/link`);
    symlinkSync('b', `${top}/to-folder`);
    symlinkSync('nothing', `${top}/broken`);
    const walked = files.walk(top, () => false);
    expect(walked?.names).toEqual(['a', 'b/1', 'b/2', 'b/c/3', 'b.txt', 'link']);
    expect(walked?.broken).toEqual(['broken']);
    expect(walked?.folders).toEqual(['b', 'b/c']);
    expect(walked?.linked).toEqual(['link']);
    const real = statSync(`${top}/b/2`);
    expect([...(walked?.stats.subarray(8, 12) ?? [])]).toEqual([2_000_000, real.ctimeMs, 2, real.ino]);
    expect([...(walked?.stats.subarray(20) ?? [])]).toEqual([2_000_000, real.ctimeMs, 2, real.ino]);
  });

  it('tells which files have another name somewhere', () => {
    const top = folder();
    write(top, { a: '', 'b/c': '', d: '' });
    linkSync(`${top}/a`, `${top}/b/second`);
    expect(files.walk(top, () => false)?.linked).toEqual(['a', 'b/second']);
  });

  it('asks what to skip before it looks, and goes into no folder that is skipped', () => {
    const top = folder();
    write(top, { 'keep/a': '', 'keep/skip-me': '', 'skip/a': '', c: '' });
    symlinkSync('nothing', `${top}/skip-broken`);
    const asked: string[] = [];
    const walked = files.walk(top, (path, isDirectory) => {
      asked.push(isDirectory ? `${path}/` : path);
      return path.includes('skip');
    });
    expect(walked).toMatchObject({ names: ['c', 'keep/a'], broken: [] });
    expect(asked).toEqual(['c', 'keep/', 'keep/a', 'keep/skip-me', 'skip/', 'skip-broken']);
  });

  it('looks at known files again without listing, unless one of them is gone', () => {
    const top = folder();
    write(top, { 'b/2': '22', 'b/1': '1', a: '', d: '' });
    const walked = files.walk(top, () => false);
    const names = walked?.names ?? [];
    expect(files.lookAgain(top, names)).toEqual({ stats: walked?.stats, linked: [] });
    write(top, { 'b/2': '333' });
    expect(files.lookAgain(top, names)?.stats[10]).toBe(3);
    linkSync(`${top}/a`, `${top}/second`);
    expect(files.lookAgain(top, names)?.linked).toEqual(['a']);
    rmSync(`${top}/d`);
    expect(files.lookAgain(top, names)).toBeUndefined();
    mkdirSync(`${top}/d`);
    expect(files.lookAgain(top, names)).toBeUndefined();
  });

  it('tells links to folders, and does not go into them', () => {
    const top = folder();
    write(top, { 'b/1': '' });
    symlinkSync('b', `${top}/to-folder`);
    expect(files.walk(top, () => false)).toMatchObject({ names: ['b/1'], linkedFolders: ['to-folder'] });
  });

  it('holds more files than it made room for at first', () => {
    const top = folder();
    const names = Array.from({ length: 700 }, (_, i) => `f${String(i).padStart(3, '0')}`);
    write(top, Object.fromEntries(names.map((name, i) => [name, 'x'.repeat(i % 5)])));
    const walked = files.walk(top, () => false);
    expect(walked?.names).toEqual(names);
    expect(walked?.stats).toHaveLength(700 * 4);
    expect(names.map((_, i) => walked?.stats[i * 4 + 2])).toEqual(names.map((_, i) => i % 5));
  });

  it('answers undefined for what is no folder, and nothing for an empty one', () => {
    const top = folder();
    write(top, { file: '' });
    expect(files.walk(`${top}/file`, () => false)).toBeUndefined();
    expect(files.walk(`${top}/no`, () => false)).toBeUndefined();
    mkdirSync(`${top}/empty`);
    expect(files.walk(`${top}/empty`, () => false)).toMatchObject({ names: [], broken: [] });
  });
});

describe('writing', () => {
  it('makes a new file with the usual mode, and another one when asked', () => {
    const top = folder();
    files.writeAtomic(`${top}/new`, 'text');
    files.writeAtomic(`${top}/bytes`, Uint8Array.of(0, 255), 0o666);
    expect(readFileSync(`${top}/new`, 'utf8')).toBe('text');
    expect(modeOf(`${top}/new`)).toBe(0o666 & ~files.umask);
    expect([...readFileSync(`${top}/bytes`)]).toEqual([0, 255]);
    expect(modeOf(`${top}/bytes`)).toBe(0o666);
  });

  it('replaces a file as a whole and keeps its mode', () => {
    const top = folder();
    write(top, { file: 'a longer old text' });
    chmodSync(`${top}/file`, 0o755);
    const handleBefore = statSync(`${top}/file`).ino;
    files.writeAtomic(`${top}/file`, 'new');
    expect(readFileSync(`${top}/file`, 'utf8')).toBe('new');
    expect(modeOf(`${top}/file`)).toBe(0o755);
    expect(statSync(`${top}/file`).ino).not.toBe(handleBefore);
  });

  it('keeps a link and writes where it leads', () => {
    const top = folder();
    write(top, { 'shared/file': 'old' });
    symlinkSync('shared/file', `${top}/link`);
    files.writeAtomic(`${top}/link`, 'new');
    expect(readlinkSync(`${top}/link`)).toBe('shared/file');
    expect(readFileSync(`${top}/shared/file`, 'utf8')).toBe('new');
  });

  it('leaves no temporary file behind, whether it works or not', () => {
    const top = folder();
    mkdirSync(`${top}/taken`);
    write(top, { 'taken/x': '' });
    files.writeAtomic(`${top}/fine`, '');
    expect(() => files.writeAtomic(`${top}/taken`, 'text')).toThrow(FileTrouble);
    expect(() => files.writeAtomic(`${top}/no/where`, 'text')).toThrow(`writing ${top}/no/where: ENOENT`);
    expect(readdirSync(top).sort()).toEqual(['fine', 'taken']);
  });

  it('makes folders with all above them, again without complaint', () => {
    const top = folder();
    files.makeDirectory(`${top}/a/b/c`);
    files.makeDirectory(`${top}/a/b/c`);
    expect(statSync(`${top}/a/b/c`).isDirectory()).toBe(true);
    write(top, { file: '' });
    expect(() => files.makeDirectory(`${top}/file`)).toThrow(FileTrouble);
  });

  it('renames and changes modes', () => {
    const top = folder();
    write(top, { a: 'a', b: 'b' });
    files.rename(`${top}/a`, `${top}/b`);
    files.chmod(`${top}/b`, 0o444);
    expect(readFileSync(`${top}/b`, 'utf8')).toBe('a');
    expect(modeOf(`${top}/b`)).toBe(0o444);
    expect(() => files.rename(`${top}/a`, `${top}/c`)).toThrow(FileTrouble);
    expect(() => files.chmod(`${top}/a`, 0o444)).toThrow(FileTrouble);
  });
});

describe('removing', () => {
  it('takes a file, a link or a whole folder, and is content with nothing', () => {
    const top = folder();
    write(top, { 'kept/file': '', 'gone/deep/file': '', single: '' });
    symlinkSync(`${top}/kept`, `${top}/gone/link`);
    symlinkSync(`${top}/kept`, `${top}/link`);
    for (const name of ['gone', 'link', 'single', 'never-there', 'single/below'])
      files.remove(`${top}/${name}`);
    expect(readdirSync(top)).toEqual(['kept']);
    expect(readdirSync(`${top}/kept`)).toEqual(['file']);
  });

  it('takes folders that forbid it', () => {
    const top = folder();
    write(top, { 'gone/a/file': '', 'gone/b/c/file': '' });
    chmodSync(`${top}/gone/a/file`, 0o444);
    chmodSync(`${top}/gone/a`, 0o555);
    chmodSync(`${top}/gone/b/c`, 0o000);
    files.remove(`${top}/gone`);
    expect(readdirSync(top)).toEqual([]);
  });

  it('takes a folder only when it is empty, if told so', () => {
    const top = folder();
    write(top, { 'full/file': '', file: '' });
    mkdirSync(`${top}/empty`);
    expect(['empty', 'full', 'file', 'no'].map(name => files.removeEmptyDirectory(`${top}/${name}`))).toEqual(
      [true, false, false, false],
    );
    expect(readdirSync(top).sort()).toEqual(['file', 'full']);
  });
});

describe('linking', () => {
  it('makes copies, hard links and symbolic links', () => {
    const top = folder();
    write(top, { from: 'text' });
    chmodSync(`${top}/from`, 0o444);
    expect(files.link('copy', `${top}/from`, `${top}/copy`)).toBe(true);
    expect(files.link('hardlink', `${top}/from`, `${top}/hard`)).toBe(true);
    expect(files.link('symlink', `${top}/from`, `${top}/soft`)).toBe(true);
    expect(readFileSync(`${top}/copy`, 'utf8')).toBe('text');
    expect(statSync(`${top}/copy`).ino).not.toBe(statSync(`${top}/from`).ino);
    expect(statSync(`${top}/hard`).ino).toBe(statSync(`${top}/from`).ino);
    expect(readlinkSync(`${top}/soft`)).toBe(`${top}/from`);
  });

  it('makes a reflink, or says that this file system cannot and leaves nothing there', () => {
    const top = folder();
    write(top, { from: 'text' });
    const made = files.link('reflink', `${top}/from`, `${top}/to`);
    expect(readdirSync(top).sort()).toEqual(made ? ['from', 'to'] : ['from']);
    if (made) expect(readFileSync(`${top}/to`, 'utf8')).toBe('text');
  });

  it('says that a hard link cannot reach another file system', () => {
    const top = folder();
    const isOtherSystem = statSync('/proc').dev !== statSync(top).dev;
    expect(isOtherSystem).toBe(true);
    expect(files.link('hardlink', '/proc/version', `${top}/to`)).toBe(false);
    expect(readdirSync(top)).toEqual([]);
  });

  it('takes the place of what stands there, in one step and without a trace', () => {
    const top = folder();
    write(top, { from: 'new' });
    for (const type of ['copy', 'hardlink', 'hardlink', 'symlink', 'symlink', 'reflink'] as const) {
      if (!existsSync(`${top}/taken`)) write(top, { taken: 'old' });
      const made = files.link(type, `${top}/from`, `${top}/taken`);
      expect(made || type === 'reflink', type).toBe(true);
      if (made) expect(readFileSync(`${top}/taken`, 'utf8'), type).toBe('new');
      expect(readdirSync(top).sort(), type).toEqual(['from', 'taken']);
    }
  });

  it('throws for every other trouble and leaves what was there', () => {
    const top = folder();
    write(top, { from: 'new', taken: 'old', 'folder/inside': 'kept' });
    expect(() => files.link('copy', `${top}/no`, `${top}/taken`)).toThrow(/ENOENT/);
    for (const type of ['copy', 'hardlink', 'symlink'] as const)
      expect(() => files.link(type, `${top}/from`, `${top}/folder`), type).toThrow(/EISDIR|ENOTDIR|EEXIST/);
    expect(readFileSync(`${top}/taken`, 'utf8')).toBe('old');
    expect(readFileSync(`${top}/folder/inside`, 'utf8')).toBe('kept');
    expect(readdirSync(top).sort()).toEqual(['folder', 'from', 'taken']);
  });
});
