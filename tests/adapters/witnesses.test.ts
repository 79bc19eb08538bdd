import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNodeFiles } from '../../src/adapters/node-files.ts';
import { lookAt, Witnesses } from '../../src/adapters/witnesses.ts';
import { createGit } from '../../src/adapters/git-process.ts';
import { createMachine } from '../../src/adapters/machine.ts';
import type { Context } from '../../src/ports/context.ts';
import { FileTrouble } from '../../src/ports/files.ts';
import type { Files } from '../../src/ports/files.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const temporaryFolder = temporaryFolders();
let folder: string;
let seen: Witnesses;
let files: Files;
beforeEach(() => {
  folder = temporaryFolder();
  write(folder, { 'data/a': 'A', 'data/deep/b': 'B', c: 'C' });
  seen = new Witnesses();
  files = seen.files(createNodeFiles());
});

function context(): Context {
  const others = { locks: {}, processes: {}, input: {}, shell: {} };
  const ports = { ...others, git: createGit({}), machine: createMachine(folder) };
  return seen.context(ports as unknown as Context);
}

/** What of the paths that were noted looks otherwise now. */
function changed(): readonly string[] {
  return seen.paths.filter((path, index) => {
    const now = lookAt(path, seen.ways[index] ?? 'target');
    return now.some((number, place) => number !== seen.looks[index]?.[place]);
  });
}

describe('what a command looks at', () => {
  it('is noted with how it looked, also where nothing was', () => {
    expect(files.stat(`${folder}/c`)?.size).toBe(1);
    expect(files.readText(`${folder}/missing`)).toBeUndefined();
    expect(files.list(`${folder}/data`)).toHaveLength(2);
    expect(seen.paths).toEqual([`${folder}/c`, `${folder}/missing`, `${folder}/data`]);
    expect(changed()).toEqual([]);
    writeFileSync(`${folder}/c`, 'more');
    writeFileSync(`${folder}/missing`, 'there');
    writeFileSync(`${folder}/data/new`, '');
    expect(changed()).toEqual(seen.paths);
    expect(seen.hasGivenUp).toBe(false);
  });

  it('of a folder is every file and folder below it', () => {
    symlinkSync('nowhere', `${folder}/data/broken`);
    expect(files.walk(`${folder}/data`, () => false)?.names).toEqual(['a', 'deep/b']);
    writeFileSync(`${folder}/data/deep/b`, 'more');
    writeFileSync(`${folder}/data/nowhere`, 'there');
    expect(changed()).toEqual([`${folder}/data`, `${folder}/data/broken`, `${folder}/data/deep/b`]);
  });

  it('of a link is the link itself where that was asked for', () => {
    symlinkSync('c', `${folder}/link`);
    files.lstat(`${folder}/link`);
    writeFileSync(`${folder}/c`, 'more');
    expect(changed()).toEqual([]);
    files.readText(`${folder}/link`);
    writeFileSync(`${folder}/c`, 'still more');
    expect(changed()).toEqual([`${folder}/link`]);
  });
});

it('a change between a folder and what it holds shows, however its clock runs', () => {
  files.walk(`${folder}/data`, (name, isDirectory) => {
    if (!isDirectory && name === 'deep/b') writeFileSync(`${folder}/data/deep/late`, '');
    return false;
  });
  expect(changed()).toEqual([`${folder}/data/deep`]);
});

it('of a folder of git only counts that it is one, of a file there all', () => {
  mkdirSync(`${folder}/.git`);
  context().git.open(folder);
  writeFileSync(`${folder}/.git/index`, '');
  expect(changed()).not.toContain(`${folder}/.git`);
  rmSync(`${folder}/.git`, { recursive: true });
  writeFileSync(`${folder}/.git`, 'gitdir: elsewhere');
  expect(changed()).toContain(`${folder}/.git`);
});

it('folders whose times say nothing are told from others', () => {
  const types = new Map([[`${folder}/data/deep`, 0x65735546]]);
  const onDisk = (): Witnesses => new Witnesses(path => types.get(path) ?? 0xef53);
  const inBucket = onDisk();
  inBucket.files(createNodeFiles()).walk(`${folder}/data`, () => false);
  expect(inBucket.showsWhatIsNew).toBe(false);
  const besides = onDisk();
  besides.files(createNodeFiles()).walk(`${folder}/data`, name => name === 'deep');
  besides.files(createNodeFiles()).list(`${folder}/nowhere`);
  expect(besides.showsWhatIsNew).toBe(true);
  expect(new Witnesses().showsWhatIsNew).toBe(true);
});

describe('nothing can be answered again', () => {
  it.each<[string, () => unknown]>([
    ['writes', () => files.writeLossy(`${folder}/new`, '')],
    ['removes', () => files.remove(`${folder}/c`)],
    ['makes a folder', () => files.makeDirectory(`${folder}/new`)],
    [
      'sees a file change',
      () => {
        files.stat(`${folder}/c`);
        writeFileSync(`${folder}/c`, 'more');
        files.readText(`${folder}/c`);
      },
    ],
    ['asks for all variables', () => Object.entries(seen.env({ A: '1' }, []))],
    ['asks whether there is a variable', () => 'A' in seen.env({}, [])],
    ['asks for a variable of its own', () => Object.hasOwn(seen.env({}, []), 'A')],
    [
      'is refused a look, and goes on',
      () => {
        expect(() => files.stat(`${folder}/${'x'.repeat(300)}`)).toThrow(FileTrouble);
      },
    ],
    ['asks how many processors there are', () => context().machine.cores],
  ])('for a command that %s', (_, act) => {
    act();
    expect(seen.hasGivenUp).toBe(true);
  });
});

it('variables are noted when they are asked for, also those that are not set', () => {
  const env = seen.env({ A: '1', B: '2', HOME: '/h' }, ['HOME']);
  expect([env['A'], env['C']]).toEqual(['1', undefined]);
  expect([...seen.variables]).toEqual([
    ['HOME', '/h'],
    ['A', '1'],
    ['C', undefined],
  ]);
});
