import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_FILE_BYTES } from '../../src/adapters/digest.ts';
import { createHasher } from '../../src/adapters/hasher.ts';
import type { Signal } from '../../src/adapters/signals.ts';
import { FileTrouble, type Hasher } from '../../src/ports.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const suiteFolder = temporaryFolders('suite');
const folder = temporaryFolders();
const open: Hasher[] = [];
let workerUrl: URL;

beforeAll(async () => {
  const outfile = `${suiteFolder()}/hash-worker.mjs`;
  const entry = `${import.meta.dirname}/../../src/adapters/hash-worker.ts`;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  workerUrl = pathToFileURL(outfile);
});

afterEach(async () => {
  for (const hasher of open.splice(0)) await hasher.close();
});

function start(withThreads: boolean): Hasher {
  const hasher = createHasher(withThreads ? { workerUrl, cores: 2, filesWorthThreads: 100 } : { cores: 2 });
  open.push(hasher);
  return hasher;
}

const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex');
const modeOf = (path: string): number => statSync(path).mode & 0o7777;
const objectPath = (objects: string, digest: string): string =>
  `${objects}/${digest.slice(0, 2)}/${digest.slice(2)}`;

/** Bytes that differ from place to place, so that a chunk in the wrong place shows. */
function bytes(length: number, seed = 1): Uint8Array {
  const content = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[i] = state >>> 24;
  }
  return content;
}

/** As a whole: names below the object folder, to show that nothing else was left there. */
function objectsIn(objects: string): readonly string[] {
  const all = readdirSync(objects, { recursive: true, withFileTypes: true });
  return all.filter(each => !each.isDirectory()).map(each => each.name);
}

/** Enough questions that threads are worth it, over and over about the same few files. */
const MANY = 300;
const DISTINCT = 40;
const contentOf = (i: number): string => `content ${i % DISTINCT}`;
const digestOf = (i: number) => ({ md5: md5(contentOf(i)), size: contentOf(i).length });

function manyPaths(top: string): string[] {
  write(top, Object.fromEntries(Array.from({ length: DISTINCT }, (_, i) => [`in/${i}`, contentOf(i)])));
  return Array.from({ length: MANY }, (_, i) => `${top}/in/${i % DISTINCT}`);
}

describe.each([
  ['in the calling thread', false],
  ['in threads', true],
] as const)('a batch %s', (_, withThreads) => {
  it('is hashed, stored and restored in the order of the questions', async () => {
    const top = folder();
    const paths = manyPaths(top);
    const missing = 107;
    paths[missing] = `${top}/in/vanished`;
    const hasher = start(withThreads);

    const expected = paths.map((_each, i) => (i === missing ? undefined : digestOf(i)));
    expect(await hasher.hash(paths)).toEqual(expected);
    const objects = `${top}/objects`;
    expect(await hasher.store(paths, objects)).toEqual(expected);
    expect(objectsIn(objects)).toHaveLength(DISTINCT);

    mkdirSync(`${top}/out`);
    const jobs = expected.map((digest, i) => {
      const name = digest?.md5 ?? md5('never stored');
      return { object: objectPath(objects, name), md5: name, to: `${top}/out/${i}`, mode: 0o640 };
    });
    expect(await hasher.restore(jobs)).toEqual(paths.map((_each, i) => i !== missing));
    expect(readdirSync(`${top}/out`)).toHaveLength(MANY - 1);
    for (let i = 0; i < MANY; i += 49) {
      expect(readFileSync(`${top}/out/${i}`, 'utf8')).toBe(contentOf(i));
      expect(modeOf(`${top}/out/${i}`)).toBe(0o640);
    }
  });

  it('of a few large files takes all their bytes', async () => {
    const top = folder();
    const sizes = [
      SMALL_FILE_BYTES - 1,
      SMALL_FILE_BYTES,
      SMALL_FILE_BYTES + 1,
      SMALL_FILE_BYTES * 2 + 12_345,
    ];
    const contents = sizes.map((size, i) => bytes(size, i + 1));
    write(top, Object.fromEntries(contents.map((content, i) => [`${i}`, content])));
    const paths = sizes.map((_each, i) => `${top}/${i}`);
    const hasher = start(withThreads);
    const expected = contents.map(content => ({ md5: md5(content), size: content.length }));
    const told: number[] = [];
    expect(await hasher.hash(paths, { onProgress: (_files, done) => told.push(done) })).toEqual(expected);
    expect(told.at(-1)).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    const objects = `${top}/objects`;
    expect(await hasher.store(paths, objects)).toEqual(expected);
    expect(await hasher.store(paths, objects)).toEqual(expected);
    expect(objectsIn(objects)).toHaveLength(sizes.length);
    const jobs = expected.map(({ md5: name }, i) => {
      expect(modeOf(objectPath(objects, name))).toBe(0o444);
      return { object: objectPath(objects, name), md5: name, to: `${top}/out-${i}`, mode: 0o755 };
    });
    expect(await hasher.restore(jobs)).toEqual([true, true, true, true]);
    for (const [i, content] of contents.entries()) {
      expect(Buffer.compare(readFileSync(`${top}/out-${i}`), content)).toBe(0);
      expect(modeOf(`${top}/out-${i}`)).toBe(0o755);
    }
  });

  it('tells which file cannot be read', async () => {
    const top = folder();
    const paths = [...manyPaths(top), `${top}/in`];
    const failing = start(withThreads).hash(paths);
    await expect(failing).rejects.toBeInstanceOf(FileTrouble);
    await expect(failing).rejects.toMatchObject({ code: 'EISDIR', path: `${top}/in`, action: 'reading' });
  });

  it('may be asked for while another one runs', async () => {
    const top = folder();
    const paths = manyPaths(top);
    const hasher = start(withThreads);
    const expected = paths.map((_each, i) => digestOf(i));
    const both = await Promise.all([hasher.hash(paths), hasher.store(paths, `${top}/objects`)]);
    expect(both).toEqual([expected, expected]);
  });
});

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

describe.each([true, false])('a batch that is asked to stop (threads: %s)', withThreads => {
  it('stops in good order with what it has, and the next one is whole', async () => {
    const listeners = new Set<(signal: Signal) => void>();
    const hasher = createHasher({
      cores: 2,
      onSignal: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      ...(withThreads ? { workerUrl, filesWorthThreads: 100 } : {}),
    });
    open.push(hasher);
    const [sources, objects] = [folder(), `${folder()}/objects`];
    const paths = Array.from({ length: 600 }, (_, index) => `${sources}/${index}`);
    paths.forEach((path, index) => writeFileSync(path, bytes(100_000, index)));
    const stopped = hasher.store(paths, objects, {
      onProgress: () => listeners.forEach(listener => listener('SIGINT')),
    });
    await expect(stopped).rejects.toMatchObject({ failure: { code: 'interrupted' } });
    expect(listeners.size).toBe(0);
    const left = existsSync(objects) ? readdirSync(objects, { recursive: true, encoding: 'utf8' }) : [];
    expect(left.filter(name => name.endsWith('.tmp'))).toEqual([]);

    const again = await hasher.hash(paths);
    expect(again.map(each => each?.md5)).toEqual(paths.map(path => md5(readFileSync(path))));
  });
});

describe('a batch that is announced', () => {
  it('finds its threads running when it is worth them, and starts none otherwise', async () => {
    let started = 0;
    const onWorker = (): void => {
      started += 1;
    };
    process.on('worker', onWorker);
    try {
      const hasher = start(true);
      hasher.expect(100);
      await setImmediate();
      expect(started).toBe(0);
      hasher.expect(101);
      hasher.expect(1000);
      await setImmediate();
      expect(started).toBe(2);
      const path = `${folder()}/file`;
      writeFileSync(path, 'x');
      const digested = await hasher.hash(Array.from({ length: 200 }, () => path));
      expect(digested.map(each => each?.md5)).toEqual(Array.from({ length: 200 }, () => md5('x')));
      expect(started).toBe(2);
    } finally {
      process.off('worker', onWorker);
    }
  });
});
