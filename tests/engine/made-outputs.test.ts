import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memoFolder } from '../../src/engine/memo.ts';
import { Workspace } from '../../src/engine/workspace.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const paths = (...all: string[]): RepoPath[] => all as RepoPath[];

interface Here extends Disposable {
  readonly rig: Rig;
  readonly opened: OpenedProject;
  /** What an own command would take away, with these paths still tracked. */
  removed(...used: string[]): Promise<readonly string[]>;
}

/** `sub/file` and `folder` were made by an earlier command. */
async function made(): Promise<Here> {
  const rig = await Rig.create('dvc');
  rig.write({ 'sub/file': 'text', 'folder/a': '1', 'folder/b/c': '2' });
  const opened = await openOn(rig);
  for (const path of paths('sub/file', 'folder')) await opened.workspace.store(path);
  opened.workspace.save();
  return {
    rig,
    opened,
    removed: async (...used) => {
      const workspace = new Workspace(opened.project);
      const gone = await workspace.made.removeUnused(paths(...used));
      workspace.save();
      return gone;
    },
    [Symbol.dispose]: () => {
      opened[Symbol.dispose]();
      rig[Symbol.dispose]();
    },
  };
}

describe('what was made here and is not tracked any more', () => {
  it('goes once, a folder as a whole, and leaves the folder that it lies in', async () => {
    using here = await made();
    expect(await here.removed()).toEqual(['sub/file', 'folder/']);
    expect([here.rig.has('sub'), here.rig.has('sub/file'), here.rig.has('folder')]).toEqual([
      true,
      false,
      false,
    ]);
    here.rig.write({ 'sub/file': 'text' });
    expect(await here.removed()).toEqual([]);
  });

  it('stays below a path that is tracked', async () => {
    using here = await made();
    expect(await here.removed('sub', 'folder')).toEqual([]);
    // Not below it, only called alike.
    expect(await here.removed('sub', 'fold')).toEqual(['folder/']);
  });

  it('is remembered only once it is saved', async () => {
    using here = await made();
    here.rig.write({ late: 'text' });
    await here.opened.workspace.store('late' as RepoPath);
    expect(await here.removed('sub', 'folder')).toEqual([]);
    here.opened.workspace.save();
    expect(await here.removed('sub', 'folder')).toEqual(['late']);
  });

  it('stays behind a link that leads out of the project', async () => {
    using here = await made();
    renameSync(`${here.rig.root}/sub`, `${here.rig.root}/../elsewhere`);
    symlinkSync('../elsewhere', `${here.rig.root}/sub`);
    expect(await here.removed('folder')).toEqual([]);
    expect(here.rig.read('../elsewhere/file')).toBe('text');
  });

  it('is the user’s when something else stands there, and no trouble when it cannot be tracked', async () => {
    using here = await made();
    rmSync(`${here.rig.root}/folder`, { recursive: true });
    here.rig.write({ folder: 'a file now' });
    rmSync(`${here.rig.root}/sub/file`);
    here.rig.write({ 'sub/file/.dvcignore': '' });
    expect(await here.removed()).toEqual([]);
    expect(here.rig.read('folder')).toBe('a file now');
    // For good: what comes back is the user's as well.
    rmSync(`${here.rig.root}/sub/file`, { recursive: true });
    here.rig.write({ 'sub/file': 'text' });
    expect(await here.removed()).toEqual([]);
  });
});

it.each([
  '',
  '{',
  'null',
  '{"sub/file": 1}',
  '[["sub/file"]]',
  '[["sub/file", {"name": "md5"}]]',
  '[1, null]',
])('nothing was made here by a damaged note: %s', async text => {
  using here = await made();
  writeFileSync(`${memoFolder(here.opened.project)}/made`, text);
  expect(await here.removed()).toEqual([]);
  expect(here.rig.has('sub/file')).toBe(true);
});
