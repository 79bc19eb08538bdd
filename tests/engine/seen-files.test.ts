import { renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING_COUNTS, SeenFiles } from '../../src/engine/seen-files.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

let rig: Rig;
let engine: OpenedProject;
beforeEach(async () => {
  rig = await Rig.create('dvc');
  engine = await openOn(rig);
});
afterEach(() => {
  engine[Symbol.dispose]();
  rig[Symbol.dispose]();
});

function seen(...paths: readonly string[]): SeenFiles {
  const files = new SeenFiles(engine.project.context, rig.root, new Set(['left-out']));
  for (const path of paths) files.add({ path: join(rig.root, path), skip: EVERYTHING_COUNTS });
  return files;
}

function hasChanged(files: SeenFiles): boolean {
  return files.hasChanged(files.survey());
}

describe('files that a run has seen', () => {
  it('have changed when one is written, replaced, removed or new, also in folders', () => {
    rig.write({ a: 'a', b: 'b', 'd/x/1': '1' });
    const change = (make: () => void): boolean => {
      const files = seen('a', 'b', 'missing', 'd');
      expect(hasChanged(files)).toBe(false);
      make();
      return hasChanged(files);
    };
    expect(change(() => rig.write({ other: '', a2: '' }))).toBe(false);
    expect(change(() => rig.write({ a: 'more' }))).toBe(true);
    expect(change(() => renameSync(join(rig.root, 'a2'), join(rig.root, 'b')))).toBe(true);
    expect(change(() => rig.write({ missing: '' }))).toBe(true);
    expect(change(() => rig.write({ 'd/y/2': '2' }))).toBe(true);
    expect(change(() => rmSync(join(rig.root, 'd'), { recursive: true }))).toBe(true);
  });

  it('are those that are read while it loads, without what is left out or made by a stage', async () => {
    rig.write({ read: '', made: '', 'left-out': '' });
    const files = seen();
    const snapshot = files.reading(engine.project.context).workspace(rig.root);
    for (const path of ['read', 'made', 'left-out', 'missing']) await snapshot.readText(path as RepoPath);
    files.settle([], path => path === join(rig.root, 'made'), []);
    await snapshot.readText('later' as RepoPath);
    expect([...files.survey().looks.keys()]).toEqual(['read', 'missing'].map(path => join(rig.root, path)));
    expect(files.survey().files).toBe(1);
  });

  it('do not change by what the run itself writes to them', () => {
    rig.write({ a: 'a', 'd/1': '1' });
    const files = seen('a', 'd');
    const { files: writing } = files.reading(engine.project.context);
    writing.writeAtomic(join(rig.root, 'a'), 'more');
    writing.link('hardlink', join(rig.root, 'a'), join(rig.root, 'd/1'));
    expect(hasChanged(files)).toBe(false);
    writing.writeAtomic(join(rig.root, 'd/2'), '');
    expect(hasChanged(files)).toBe(true);
  });

  it('are listened for in their folders and all above, up to the root', () => {
    rig.write({ 'd/x/1': '1' });
    const { folders } = seen('d', 'e/f/g', '../outside/x/y').survey();
    expect([...folders].map(path => relative(rig.root, path)).sort()).toEqual([
      '',
      '../outside/x',
      'd',
      'd/x',
      'e',
      'e/f',
    ]);
  });
});
