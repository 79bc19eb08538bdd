import { readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

/** Longer than the time in which a change may not show. */
const SETTLED_MS = 120;

/** A project with a tracked folder that was looked at often enough for all of it to be remembered. */
async function settled(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'data/a/1': 'one', 'data/a/2': 'two', 'data/b/deep/3': 'three' });
  await rig.mltrack('add data');
  await pause(SETTLED_MS);
  expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  await rig.mltrack('status');
  expect(listings(rig)).toHaveLength(1);
  return rig;
}

function listings(rig: Rig): readonly string[] {
  const all = readdirSync(`${rig.root}/../cache/mltrack`, { recursive: true, encoding: 'utf8' });
  return all.filter(name => /listing-[0-9a-f]+$/.test(name));
}

/** Everything as it was before but for the names: what `rsync` and `tar` leave. */
function withTimesOf(folder: string, change: () => void): void {
  const { atime, mtime } = statSync(folder);
  change();
  utimesSync(folder, atime, mtime);
}

const CHANGED = 'data.dvc:\n\tchanged outs:\n\t\tmodified:           data\n';

describe('a large folder that was listed before', () => {
  it.each<[string, (rig: Rig) => void]>([
    ['a new file', rig => rig.write({ 'data/b/deep/4': 'four' })],
    ['a file in a new folder', rig => rig.write({ 'data/c/5': 'five' })],
    ['a file that went', rig => rmSync(`${rig.root}/data/a/1`)],
    ['another name', rig => renameSync(`${rig.root}/data/a/1`, `${rig.root}/data/a/9`)],
    ['another name of a folder', rig => renameSync(`${rig.root}/data/b/deep`, `${rig.root}/data/b/deeper`)],
    ['new content in place', rig => rig.write({ 'data/a/1': 'other' })],
    [
      'a new file in a folder whose time was set back',
      rig =>
        withTimesOf(`${rig.root}/data/a`, () => {
          rig.write({ 'data/a/4': 'four' });
        }),
    ],
    [
      'a folder in place of another, with its time',
      rig => {
        rig.write({ 'new/deep/4': 'four' });
        const { atime, mtime } = statSync(`${rig.root}/data/b/deep`);
        renameSync(`${rig.root}/data/b/deep`, `${rig.root}/old`);
        renameSync(`${rig.root}/new/deep`, `${rig.root}/data/b/deep`);
        utimesSync(`${rig.root}/data/b/deep`, atime, mtime);
      },
    ],
    ['a rule that hides a file', rig => rig.write({ '.dvcignore': 'data/a/1\n' })],
  ])('shows %s', async (_, change) => {
    using rig = await settled();
    change(rig);
    expect((await rig.mltrack('status')).stdout).toBe(CHANGED);
    expect((await rig.mltrack('status')).stdout).toBe(CHANGED);
  });

  it('is what it was when a rule came and went', async () => {
    using rig = await settled();
    rig.write({ '.dvcignore': 'data/a/1\n' });
    await pause(SETTLED_MS);
    await rig.mltrack('status');
    await rig.mltrack('status');
    rig.write({ '.dvcignore': '' });
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('shows a link that leads elsewhere now', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'one/x': 'one', 'two/x': 'two', 'data/a': 'a' });
    symlinkSync('../one/x', `${rig.root}/data/link`);
    await rig.mltrack('add data');
    rmSync(`${rig.root}/data/link`);
    symlinkSync('../here/x', `${rig.root}/data/link`);
    renameSync(`${rig.root}/one`, `${rig.root}/here`);
    await pause(SETTLED_MS);
    await rig.mltrack('status');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    renameSync(`${rig.root}/here`, `${rig.root}/one`);
    renameSync(`${rig.root}/two`, `${rig.root}/here`);
    expect((await rig.mltrack('status')).stdout).toBe(CHANGED);
  });
});
