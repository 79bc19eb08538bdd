import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CompleteTrees } from '../../src/engine/complete-trees.ts';
import { memoFolder } from '../../src/engine/memo.ts';
import type { Project } from '../../src/engine/project.ts';
import type { TreeEntry } from '../../src/model/hash.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const DIGEST = `${'0'.repeat(32)}.dir`;
const ENTRIES: readonly TreeEntry[] = ['aa', 'bb'].map(start => ({
  relpath: start,
  md5: start.repeat(16),
}));

interface Here extends Disposable {
  readonly project: Project;
  readonly objects: string;
  readonly trees: CompleteTrees;
}

/** Two folders of objects that nobody has touched for long, known to be complete. */
async function complete(): Promise<Here> {
  const rig = await Rig.create('dvc');
  rig.write({ 'objects/aa/1': '', 'objects/bb/2': '' });
  const objects = `${rig.root}/objects`;
  for (const prefix of ['aa', 'bb']) utimesSync(`${objects}/${prefix}`, 1e9, 1e9);
  const engine = await openOn(rig);
  const { project } = engine;
  new CompleteTrees(project, objects).remember(DIGEST, ENTRIES);
  const dispose = (): void => {
    engine[Symbol.dispose]();
    rig[Symbol.dispose]();
  };
  return { project, objects, trees: new CompleteTrees(project, objects), [Symbol.dispose]: dispose };
}

describe('a tree that was complete', () => {
  it('still is while nothing has come or gone, also to the next command', async () => {
    using here = await complete();
    expect(here.trees.has(DIGEST)).toBe(true);
    expect(here.trees.has(`${'1'.repeat(32)}.dir`)).toBe(false);
    writeFileSync(`${here.objects}/cc`, 'beside');
    expect(here.trees.has(DIGEST)).toBe(true);
  });

  it.each<[string, (objects: string) => void]>([
    ['an object has gone', objects => rmSync(`${objects}/bb/2`)],
    ['an object has come', objects => writeFileSync(`${objects}/aa/3`, '')],
    ['all objects of a folder have gone', objects => rmSync(`${objects}/bb`, { recursive: true })],
    [
      'an object has gone and the time was set back',
      objects => {
        const before = statSync(`${objects}/bb`).ctimeMs;
        rmSync(`${objects}/bb/2`);
        // Until the clock of the file system has ticked.
        do utimesSync(`${objects}/bb`, 1e9, 1e9);
        while (statSync(`${objects}/bb`).ctimeMs === before);
      },
    ],
  ])('is looked at again when %s', async (_, change) => {
    using here = await complete();
    change(here.objects);
    expect(here.trees.has(DIGEST)).toBe(false);
  });

  it('says nothing of another cache', async () => {
    using here = await complete();
    expect(new CompleteTrees(here.project, `${here.objects}/../other`).has(DIGEST)).toBe(false);
  });

  it.each(['', '{}', 'null', '[', '["$OBJECTS", []]', '["$OBJECTS", [["aa", 1]]]', '["$OBJECTS", "aa"]'])(
    'is not known by a damaged note: %s',
    async text => {
      using here = await complete();
      const note = `${memoFolder(here.project)}/complete-${DIGEST}`;
      writeFileSync(note, text.replace('$OBJECTS', here.objects));
      expect(here.trees.has(DIGEST)).toBe(false);
    },
  );
});

describe('nothing is noted', () => {
  it('of a folder that changed only just, as it may change again unseen', async () => {
    using here = await complete();
    const digest = `${'2'.repeat(32)}.dir`;
    const at = (now: number): CompleteTrees => {
      const clock = { ...here.project.context.clock, now: () => now };
      return new CompleteTrees(
        { ...here.project, context: { ...here.project.context, clock } },
        here.objects,
      );
    };
    // Whole seconds tick slowly.
    at(1e12 + 1999).remember(digest, ENTRIES);
    expect(here.trees.has(digest)).toBe(false);
    at(1e12 + 2001).remember(digest, ENTRIES);
    expect(here.trees.has(digest)).toBe(true);
  });

  it('of objects that are not there, or of none at all', async () => {
    using here = await complete();
    const [lost, empty] = [`${'3'.repeat(32)}.dir`, `${'4'.repeat(32)}.dir`];
    here.trees.remember(lost, [...ENTRIES, { relpath: 'c', md5: 'cc'.repeat(16) }]);
    here.trees.remember(empty, []);
    expect([here.trees.has(lost), here.trees.has(empty)]).toEqual([false, false]);
  });
});
