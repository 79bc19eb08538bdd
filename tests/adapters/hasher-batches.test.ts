import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_FILE_BYTES } from '../../src/adapters/digest.ts';
import { createHasher } from '../../src/adapters/hasher.ts';
import type { Signal } from '../../src/adapters/signals.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import type { Hasher } from '../../src/ports/hasher.ts';
import { bytes, md5, modeOf, objectPath, objectsIn } from './hasher-rig.ts';
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
