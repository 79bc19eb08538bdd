import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SMALL_FILE_BYTES } from '../../src/adapters/digest.ts';
import { createHasher } from '../../src/adapters/hasher.ts';
import { bytes, md5, modeOf, objectPath, objectsIn } from './hasher-rig.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();

describe('hashing', () => {
  const hasher = createHasher({ cores: 1 });

  it('follows links, and finds nothing behind a broken one', async () => {
    const top = folder();
    write(top, { file: 'text' });
    symlinkSync('file', `${top}/link`);
    symlinkSync('nothing', `${top}/broken`);
    const found = await hasher.hash([`${top}/link`, `${top}/broken`, `${top}/file/below`]);
    expect(found).toEqual([{ md5: md5('text'), size: 4 }, undefined, undefined]);
  });

  it('gives the digest of nothing for an empty file', async () => {
    const top = folder();
    write(top, { empty: '' });
    expect(await hasher.hash([`${top}/empty`])).toEqual([
      { md5: 'd41d8cd98f00b204e9800998ecf8427e', size: 0 },
    ]);
  });

  it('reads files that hide their size', async () => {
    const [found] = await hasher.hash(['/proc/self/limits']);
    expect(found).toEqual({
      md5: md5(readFileSync('/proc/self/limits')),
      size: readFileSync('/proc/self/limits').length,
    });
  });

  it('does not wait for a named pipe', async () => {
    const top = folder();
    execFileSync('mkfifo', [`${top}/pipe`]);
    await expect(hasher.hash([`${top}/pipe`])).rejects.toMatchObject({ code: 'EINVAL' });
  });

  it('works without the built program of a thread', async () => {
    const top = folder();
    const lone = createHasher({ workerUrl: pathToFileURL(`${top}/no.js`), cores: 2, filesWorthThreads: 0 });
    write(top, { file: 'text' });
    expect(await lone.hash([`${top}/file`])).toEqual([{ md5: md5('text'), size: 4 }]);
  });

  it('answers an empty batch', async () => {
    expect(await hasher.hash([])).toEqual([]);
    expect(await hasher.restore([])).toEqual([]);
  });

  const MIB = 1024 * 1024;
  it.each([
    ['text', 'a\r\nb\r\n', 'a\nb\n'],
    ['lone carriage returns', 'a\r\r\nb\rc\r', 'a\r\nb\rc\r'],
    ['an empty file', '', ''],
    ['bytes with a NUL', 'a\r\n\0', 'a\r\n\0'],
    ['up to 30 % of odd bytes', `${'\x01'.repeat(3)}aaaaa\r\n`, `${'\x01'.repeat(3)}aaaaa\n`],
    ['more odd bytes than that', `${'\x01'.repeat(4)}aaaa\r\n`, `${'\x01'.repeat(4)}aaaa\r\n`],
    ['text that turns odd after 512 bytes', `${'a'.repeat(512)}\0\r\n`, `${'a'.repeat(512)}\0\n`],
    [
      'each MiB by its own beginning',
      `${'a'.repeat(MIB - 2)}\r\n\0${'b'.repeat(MIB - 3)}\r\nc\r\n`,
      `${'a'.repeat(MIB - 2)}\n\0${'b'.repeat(MIB - 3)}\r\nc\n`,
    ],
    ['a line end across two of them', `${'a'.repeat(MIB - 1)}\r\nb`, `${'a'.repeat(MIB - 1)}\r\nb`],
    ['a file of many MiB', 'line\r\n'.repeat(1_500_000), undefined],
  ])('folds line ends as DVC 2 did: %s', async (_name, content, folded) => {
    const top = folder();
    write(top, { file: content });
    const [found] = await hasher.hash([`${top}/file`], { legacy: true });
    expect(found).toEqual({
      md5: folded === undefined ? foldByChunk(content) : md5(folded),
      size: content.length,
    });
  });

  function foldByChunk(content: string): string {
    let folded = '';
    for (let at = 0; at < content.length; at += MIB)
      folded += content.slice(at, at + MIB).replaceAll('\r\n', '\n');
    return md5(folded);
  }
});

describe('storing', () => {
  const hasher = createHasher({ cores: 1 });
  const text = 'some text';
  const object = (objects: string): string => objectPath(objects, md5(text));

  it('makes objects read-only and leaves no other file behind', async () => {
    const top = folder();
    write(top, { file: text });
    await hasher.store([`${top}/file`], `${top}/a/b/objects`);
    expect(readFileSync(object(`${top}/a/b/objects`), 'utf8')).toBe(text);
    expect(modeOf(object(`${top}/a/b/objects`))).toBe(0o444);
    expect(objectsIn(`${top}/a/b/objects`)).toEqual([md5(text).slice(2)]);
  });

  it('makes the object a copy: the file keeps its mode and may change', async () => {
    const top = folder();
    write(top, { file: text });
    chmodSync(`${top}/file`, 0o600);
    await hasher.store([`${top}/file`], `${top}/objects`);
    expect(modeOf(`${top}/file`)).toBe(0o600);
    writeFileSync(`${top}/file`, 'changed');
    expect(readFileSync(object(`${top}/objects`), 'utf8')).toBe(text);
  });

  it('believes a read-only object and does not touch it', async () => {
    const top = folder();
    write(top, { file: text });
    await hasher.store([`${top}/file`], `${top}/objects`);
    const before = statSync(object(`${top}/objects`));
    await hasher.store([`${top}/file`], `${top}/objects`);
    const after = statSync(object(`${top}/objects`));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it('makes a good writable object read-only', async () => {
    const top = folder();
    write(top, { file: text });
    await hasher.store([`${top}/file`], `${top}/objects`);
    chmodSync(object(`${top}/objects`), 0o644);
    const before = statSync(object(`${top}/objects`)).ino;
    await hasher.store([`${top}/file`], `${top}/objects`);
    expect(statSync(object(`${top}/objects`)).ino).toBe(before);
    expect(modeOf(object(`${top}/objects`))).toBe(0o444);
  });

  it.each(['some', 'other texts of another length', ''])(
    'replaces a damaged writable object: %j',
    async damage => {
      const top = folder();
      write(top, { file: text });
      mkdirSync(object(`${top}/objects`).slice(0, -31), { recursive: true });
      writeFileSync(object(`${top}/objects`), damage, { mode: 0o644 });
      await hasher.store([`${top}/file`], `${top}/objects`);
      expect(readFileSync(object(`${top}/objects`), 'utf8')).toBe(text);
      expect(modeOf(object(`${top}/objects`))).toBe(0o444);
    },
  );

  it('makes folders again that were removed meanwhile', async () => {
    const top = folder();
    write(top, { a: text, b: 'other' });
    for (const name of ['a', 'b', 'a']) {
      const objects = `${top}/objects`;
      await hasher.store([`${top}/${name}`], objects);
      expect(objectsIn(objects)).toHaveLength(1);
      rmSync(objects, { recursive: true });
    }
  });
});

describe('restoring', () => {
  const hasher = createHasher({ cores: 1 });

  it.each([
    ['small', 20],
    ['large', SMALL_FILE_BYTES + 10],
  ])('refuses a damaged %s object and leaves nothing behind', async (_size, length) => {
    const top = folder();
    const content = bytes(length);
    write(top, { file: content });
    const [digest] = await hasher.store([`${top}/file`], `${top}/objects`);
    const name = digest?.md5 ?? '';
    const object = objectPath(`${top}/objects`, name);
    chmodSync(object, 0o644);
    writeFileSync(object, content.subarray(0, length - 1));
    chmodSync(object, 0o444);
    mkdirSync(`${top}/out`);
    const job = { object, md5: name, to: `${top}/out/file`, mode: 0o644 };
    expect(await hasher.restore([job])).toEqual([false]);
    expect(readdirSync(`${top}/out`)).toEqual([]);
    expect(existsSync(object)).toBe(true);
  });

  it('gives exactly the mode that is asked for, whatever the umask cuts', async () => {
    const top = folder();
    write(top, { file: 'x' });
    await hasher.store([`${top}/file`], `${top}/objects`);
    for (const mode of [0o666, 0o777, 0o444, 0o600]) {
      const to = `${top}/out-${mode}`;
      await hasher.restore([{ object: objectPath(`${top}/objects`, md5('x')), md5: md5('x'), to, mode }]);
      expect(lstatSync(to).mode & 0o7777).toBe(mode);
    }
  });

  it('throws when the target’s folder is missing', async () => {
    const top = folder();
    write(top, { file: 'x' });
    await hasher.store([`${top}/file`], `${top}/objects`);
    const job = {
      object: objectPath(`${top}/objects`, md5('x')),
      md5: md5('x'),
      to: `${top}/no/file`,
      mode: 0o644,
    };
    await expect(hasher.restore([job])).rejects.toMatchObject({ code: 'ENOENT', path: `${top}/no/file` });
  });
});
