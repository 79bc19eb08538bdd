import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HashRecord } from '../../src/model/hash.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const FOLDER = 'deep/folder' as RepoPath;

interface Here extends Disposable {
  readonly rig: Rig;
  readonly opened: OpenedProject;
  /** Of `a`, `b` and `sub/c`, which hold `1`, `2` and `3`. */
  readonly record: HashRecord;
  /** Absolute path of the object of a text. */
  objectOf(text: string): string;
}

async function start(linkTypes: string): Promise<Here> {
  const rig = await Rig.create('dvc');
  rig.write({ '.dvc/config': `[cache]\n    type = "${linkTypes}"\n` });
  rig.write({ [`${FOLDER}/a`]: '1', [`${FOLDER}/b`]: '2', [`${FOLDER}/sub/c`]: '3' });
  const opened = await openOn(rig);
  const { workspace } = opened;
  const stored = await workspace.store(FOLDER, { relink: false });
  if (stored === undefined) throw new Error('nothing to store');
  const objectOf = (text: string): string =>
    workspace.cache.current.pathOf(createHash('md5').update(text).digest('hex'));
  const dispose = (): void => {
    opened[Symbol.dispose]();
    rig[Symbol.dispose]();
  };
  return { rig, opened, record: stored.record, objectOf, [Symbol.dispose]: dispose };
}

/** Other bytes in an object that looks as if nobody had touched it. */
function damage(object: string): void {
  chmodSync(object, 0o644);
  writeFileSync(object, 'x');
  chmodSync(object, 0o444);
}

function restore({ opened, record }: Here, force = false): Promise<unknown> {
  return failureOf(() => opened.workspace.restore(FOLDER, record, { force }));
}

/** Files of the folder with what they hold, and the folders in it. */
function contentOf({ rig }: Here): readonly string[] {
  const top = `${rig.root}/${FOLDER}`;
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .map(name =>
      statSync(`${top}/${name}`).isFile() ? `${name}: ${readFileSync(`${top}/${name}`, 'utf8')}` : name,
    )
    .sort();
}

const lost = (...damaged: string[]): unknown => ({
  code: 'checkout-failed',
  paths: [FOLDER],
  damaged: damaged.map(name => `${FOLDER}/${name}`),
});

describe.each(['copy', 'hardlink', 'symlink'])('a damaged object, with %s', type => {
  it('leaves nothing where nothing was: a folder is there as a whole or not at all', async () => {
    using here = await start(type);
    rmSync(`${here.rig.root}/deep`, { recursive: true });
    damage(here.objectOf('2'));
    expect(await restore(here)).toEqual(lost('b'));
    expect(here.rig.has('deep')).toBe(false);
  });

  it('leaves files that are there, and takes back those that were added', async () => {
    using here = await start(type);
    for (const name of ['b', 'sub']) rmSync(`${here.rig.root}/${FOLDER}/${name}`, { recursive: true });
    damage(here.objectOf('3'));
    expect(await restore(here)).toEqual(lost('sub/c'));
    expect(contentOf(here)).toEqual(['a: 1']);
  });

  it('leaves alone what it would have changed and what would have gone', async () => {
    using here = await start(type);
    rmSync(`${here.rig.root}/${FOLDER}/sub`, { recursive: true });
    here.rig.write({
      [`${FOLDER}/a`]: 'mine',
      [`${FOLDER}/b`]: 'too',
      [`${FOLDER}/new`]: 'new',
      [`${FOLDER}/sub`]: 's',
    });
    const before = contentOf(here);
    damage(here.objectOf('2'));
    expect(await restore(here, true)).toEqual(lost('b'));
    expect(contentOf(here)).toEqual(before);
  });

  it('is named with all others, and all of them are gone from the cache', async () => {
    using here = await start(type);
    rmSync(`${here.rig.root}/deep`, { recursive: true });
    for (const text of ['1', '3']) damage(here.objectOf(text));
    expect(await restore(here)).toEqual(lost('a', 'sub/c'));
    expect(['1', '2', '3'].map(text => existsSync(here.objectOf(text)))).toEqual([false, true, false]);
    // From now on it is missing, which is known beforehand.
    expect(await restore(here)).toEqual({ code: 'checkout-failed', paths: [FOLDER] });
  });
});

it('a single file takes the place of another in one step, so its object is read once', async () => {
  using here = await start('copy');
  here.rig.write({ [`${FOLDER}/a`]: 'mine' });
  expect(await restore(here, true)).toBeUndefined();
  const tasks = here.opened.events.flatMap(event => (event.type === 'progress' ? [event.task] : []));
  expect(tasks).not.toContain('checking');
});
