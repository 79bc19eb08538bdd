import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestAt, putDigest } from '../../src/core/digest/memo.ts';
import type { MemoTable } from '../../src/core/digest/memo.ts';
import { isSettled, Memo, memoFolder } from '../../src/engine/memo.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { FileStat } from '../../src/ports/files.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

const NOW = 1_700_000_000_123.5;
const LONG_AGO = NOW - 60_000;
const DIGEST = 'ab'.repeat(16);
const FOLDER = 'data' as RepoPath;

const stat = (parts: Partial<FileStat> = {}): FileStat => ({
  kind: 'file',
  size: 3,
  mtimeMs: LONG_AGO,
  ctimeMs: LONG_AGO,
  ino: 7,
  mode: 0o644,
  links: 1,
  ...parts,
});

/** A folder's files with their mtimes, all of one digest. */
function table(files: Readonly<Record<string, number>>): MemoTable {
  const names = Object.keys(files);
  const digests = new Uint8Array(names.length * 16);
  names.forEach((_, index) => putDigest(digests, index, DIGEST));
  const stats = new Float64Array(Object.values(files).flatMap(mtimeMs => [mtimeMs, LONG_AGO, 3, 7]));
  return { names, stats, digests, treeDigest: `${DIGEST}.dir` };
}

describe('the hash of a file', () => {
  it('is known to the next command while its times, size and inode are the same', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const first = new Memo(engine.project);
    first.rememberFile('x', stat(), DIGEST, NOW);
    first.save();
    const memo = new Memo(engine.project);
    expect(memo.file('x', stat({ mode: 0o600, links: 2 }))).toBe(DIGEST);
    for (const change of [{ mtimeMs: LONG_AGO + 1 }, { ctimeMs: LONG_AGO + 1 }, { size: 4 }, { ino: 8 }])
      expect(memo.file('x', stat(change)), JSON.stringify(change)).toBeUndefined();
    expect(memo.file('y', stat())).toBeUndefined();
  });

  it('is not believed when the file changed only just before it was read', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const memo = new Memo(engine.project);
    const racy = stat({ mtimeMs: NOW - 10 });
    memo.rememberFile('x', racy, DIGEST, NOW);
    expect(memo.file('x', racy)).toBeUndefined();
  });

  it('is written only where something was learned, and a damaged file counts as nothing known', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const file = `${memoFolder(engine.project)}/files`;
    const memo = new Memo(engine.project);
    memo.file('x', stat());
    memo.save();
    expect(() => statSync(file)).toThrow('ENOENT');
    memo.rememberFile('x', stat(), DIGEST, NOW);
    memo.save();
    const { ino } = statSync(file);
    memo.save();
    expect(statSync(file).ino).toBe(ino);
    truncateSync(file, 80);
    expect(new Memo(engine.project).file('x', stat())).toBeUndefined();
  });
});

it('of a folder only the files that changed just before it was read are not believed', async () => {
  using rig = await Rig.create('dvc');
  using engine = await openOn(rig);
  const memo = new Memo(engine.project);
  expect(memo.folder(FOLDER)).toBeUndefined();
  const files = table({ a: LONG_AGO, b: NOW - 10, c: LONG_AGO });
  memo.rememberFolder(FOLDER, files, NOW);
  const known = new Memo(engine.project).folder(FOLDER);
  if (known === undefined) return expect.fail('nothing known');
  expect([known.names, known.treeDigest, digestAt(known, 2)]).toEqual([
    ['a', 'b', 'c'],
    files.treeDigest,
    DIGEST,
  ]);
  expect([0, 4, 8].map(at => known.stats[at])).toEqual([LONG_AGO, Number.NaN, LONG_AGO]);
  expect(files.stats[4]).toBe(NOW - 10);
  expect(memo.folder('data/a' as RepoPath)).toBeUndefined();
});

it.each([
  ['long ago', LONG_AGO, LONG_AGO, true],
  ['only just', NOW - 40, LONG_AGO, false],
  ['only just, and its time was set back', LONG_AGO, NOW - 40, false],
  ['in the future', NOW + 1e6, LONG_AGO, false],
  ['at a whole second, as where times tick slowly', 1_699_999_999_000, LONG_AGO, false],
  ['at a whole second long enough ago', 1_699_999_998_000, LONG_AGO, true],
])('what changed %s is settled: %s', (_, mtimeMs, ctimeMs, settled) => {
  expect(isSettled(mtimeMs, ctimeMs, NOW)).toBe(settled);
});

describe('the folder of what is remembered', () => {
  it('is named by a variable, by the config, by the user’s cache folder, in this order', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const { project } = engine;
    const base = (env: Record<string, string>, siteCacheDirectory?: string): string =>
      memoFolder({
        ...project,
        settings: { ...project.settings, siteCacheDirectory },
        context: {
          ...project.context,
          env,
          cwd: '/here',
          machine: { ...project.context.machine, homeDirectory: '/home/u' },
        },
      }).replace(/\/[0-9a-f]{16}$/, '');
    const all = { MLTRACK_SITE_CACHE_DIR: '/memo', XDG_CACHE_HOME: '/cache' };
    expect(base(all, '/site')).toBe('/memo');
    expect(base({ XDG_CACHE_HOME: '/cache' }, '/site')).toBe('/site/mltrack');
    expect(base({}, '../site')).toBe('/site/mltrack');
    expect(base({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/mltrack');
    expect(base({})).toBe('/home/u/.cache/mltrack');
  });

  it('is a nuisance to nobody when it cannot be made', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const cache = `${rig.root}/../cache`;
    rmSync(cache, { recursive: true, force: true });
    writeFileSync(cache, 'a file in the way');
    const memo = new Memo(engine.project);
    memo.rememberFile('x', stat(), DIGEST, NOW);
    memo.save();
    expect(engine.events.at(-1)).toMatchObject({
      type: 'notice',
      level: 'debug',
      message: expect.stringMatching(/^hashes are not remembered: /) as string,
    });
    expect(rig.read('../cache')).toBe('a file in the way');
  });
});
