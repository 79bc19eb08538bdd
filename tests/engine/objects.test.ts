import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeTree } from '../../src/core/digest/tree.ts';
import type { ObjectStore } from '../../src/engine/objects.ts';
import type { TreeEntry } from '../../src/model/hash.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

async function start(): Promise<{ rig: Rig; opened: OpenedProject; objects: ObjectStore } & Disposable> {
  const rig = await Rig.create('dvc');
  const opened = await openOn(rig);
  const dispose = (): void => {
    opened[Symbol.dispose]();
    rig[Symbol.dispose]();
  };
  return { rig, opened, objects: opened.workspace.cache.current, [Symbol.dispose]: dispose };
}

/** Puts an object into the cache by hand. */
function put(objects: ObjectStore, digest: string, text: string, mode = 0o444): string {
  const path = objects.pathOf(digest);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function putTree(objects: ObjectStore, files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).map(([relpath, text]): TreeEntry => ({ relpath, md5: md5(text) }));
  const { digest, bytes } = encodeTree(entries);
  objects.putTree(digest, bytes, entries);
  return digest;
}

describe('an object of the cache', () => {
  it('lies where DVC puts it, in 2.x projects in the cache itself', async () => {
    using here = await start();
    const { current, legacy } = here.opened.workspace.cache;
    expect(current.pathOf(`${'ab'.repeat(16)}.dir`)).toBe(
      `${here.rig.root}/.dvc/cache/files/md5/ab/${'ab'.repeat(15)}.dir`,
    );
    expect(legacy.pathOf('ab'.repeat(16))).toBe(`${here.rig.root}/.dvc/cache/ab/${'ab'.repeat(15)}`);
    expect(here.opened.workspace.cache.of({ name: 'md5-dos2unix', digest: 'x' })).toBe(legacy);
  });

  it('is believed while it is read-only', async () => {
    using here = await start();
    put(here.objects, md5('a'), 'not checked');
    expect(await here.objects.has(md5('a'))).toBe(true);
    expect(await here.objects.has(md5('b'))).toBe(false);
  });

  it('is checked otherwise: a good one is protected again, a damaged one is taken away', async () => {
    using here = await start();
    const good = put(here.objects, md5('good'), 'good', 0o644);
    const cut = put(here.objects, md5('damaged'), 'dama', 0o544);
    expect(await here.objects.has(md5('good'))).toBe(true);
    expect(modeOf(good)).toBe(0o444);
    expect(await here.objects.has(md5('damaged'))).toBe(false);
    expect(existsSync(cut)).toBe(false);
  });

  it('is no folder', async () => {
    using here = await start();
    mkdirSync(here.objects.pathOf(md5('a')), { recursive: true });
    expect(await here.objects.has(md5('a'))).toBe(false);
  });
});

describe('the list of a folder', () => {
  it('is stored read-only and read back', async () => {
    using here = await start();
    const digest = putTree(here.objects, { a: '1', 'b/c': '2' });
    expect(modeOf(here.objects.pathOf(digest))).toBe(0o444);
    using again = await openOn(here.rig);
    expect(await again.workspace.cache.current.tree(digest)).toEqual([
      { relpath: 'a', md5: md5('1') },
      { relpath: 'b/c', md5: md5('2') },
    ]);
  });

  it('is written anew when what stands there is not it', async () => {
    using here = await start();
    const digest = putTree(here.objects, { a: '1' });
    const path = here.objects.pathOf(digest);
    const whole = readFileSync(path, 'utf8');
    chmodSync(path, 0o644);
    writeFileSync(path, whole.slice(0, -5));
    putTree(here.objects, { a: '1' });
    expect(readFileSync(path, 'utf8')).toBe(whole);
    expect(modeOf(path)).toBe(0o444);
  });

  it.each([
    ['no JSON', '[{"md5"'],
    ['a path out of the folder', '[{"md5": "0cc175b9c0f1b6a831c399e269772661", "relpath": "../a"}]'],
    ['an absolute path', '[{"md5": "0cc175b9c0f1b6a831c399e269772661", "relpath": "/etc/a"}]'],
    ['a path into git', '[{"md5": "0cc175b9c0f1b6a831c399e269772661", "relpath": ".git/config"}]'],
  ])('with %s in it counts as lost', async (_, text) => {
    using here = await start();
    const digest = `${md5(text)}.dir`;
    put(here.objects, digest, text);
    expect(await here.objects.tree(digest)).toBeUndefined();
    expect(await here.objects.hasAll({ name: 'md5', digest })).toBe(false);
  });
});

describe('the damaged list of a folder', () => {
  it('is none, however much it looks like one, and goes', async () => {
    using here = await start();
    const digest = putTree(here.objects, { a: '1', b: '2' });
    const path = here.objects.pathOf(digest);
    chmodSync(path, 0o644);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"b"', '"c"'));
    chmodSync(path, 0o444);
    using later = await openOn(here.rig);
    expect(await later.workspace.cache.current.tree(digest)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });
});

describe('a folder in the cache', () => {
  it('is there when its list and every file on it are', async () => {
    using here = await start();
    const digest = putTree(here.objects, { a: '1', b: '2' });
    put(here.objects, md5('1'), '1');
    expect(await here.objects.hasAll({ name: 'md5', digest })).toBe(false);
    expect(await here.objects.missing((await here.objects.tree(digest)) ?? [])).toEqual([
      { relpath: 'b', md5: md5('2') },
    ]);
    put(here.objects, md5('2'), '2');
    expect(await here.objects.hasAll({ name: 'md5', digest })).toBe(true);
  });

  it('of many files is looked up by listing, and missed when one has gone since', async () => {
    using here = await start();
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`f${i}`, `text ${i}`]));
    const digest = putTree(here.objects, files);
    for (const text of Object.values(files)) put(here.objects, md5(text), text);
    const record = { name: 'md5', digest } as const;
    expect(await here.objects.hasAll(record)).toBe(true);
    rmSync(here.objects.pathOf(md5('text 17')));
    here.objects.forgetListings();
    expect(await here.objects.hasAll(record)).toBe(false);
    expect(await here.objects.missing((await here.objects.tree(digest)) ?? [])).toEqual([
      { relpath: 'f17', md5: md5('text 17') },
    ]);
  });
});
