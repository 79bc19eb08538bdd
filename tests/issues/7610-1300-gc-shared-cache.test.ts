import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

/** Two projects that keep their objects in one place, one file in common. */
async function sharing(): Promise<readonly [Rig, Rig]> {
  const [mine, other] = [await Rig.create('dvc'), await Rig.create('dvc')];
  const cache = join(mine.root, '../shared');
  for (const rig of [mine, other]) {
    rig.write({ '.dvc/config': `[cache]\n    dir = ${cache}\n    type = symlink\n`, both: 'both\n' });
    await rig.mltrack('add -q both');
  }
  other.write({ theirs: 'theirs\n', 'folder/a': 'a\n' });
  await other.mltrack('add -q theirs folder');
  mine.write({ gone: 'gone\n' });
  await mine.mltrack('add -q gone');
  await mine.mltrack('remove gone.dvc both.dvc');
  return [mine, other];
}

const objects = (rig: Rig): number =>
  readdirSync(join(rig.root, '../shared/files'), { recursive: true, encoding: 'utf8' }).filter(
    path => path.split('/').length === 3,
  ).length;

it('dvc issues #7610 and #1300: gc keeps what a project named with -p uses', async () => {
  const [mine, other] = await sharing();
  using _mine = mine;
  using _other = other;
  const before = objects(mine);
  const done = await mine.mltrack(['gc', '-w', '-f', '-p', other.root]);
  expect(done.code).toBe(0);
  expect(objects(mine)).toBe(before - 1);
  expect((await other.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  expect([other.read('both'), other.read('theirs'), other.read('folder/a')]).toEqual([
    'both\n',
    'theirs\n',
    'a\n',
  ]);
});

it('dvc issue #7610: gc warns of a cache that others may use, and undo gives them back what it took', async () => {
  const [mine, other] = await sharing();
  using _mine = mine;
  using _other = other;
  const before = objects(mine);
  const done = await mine.mltrack('gc -w -f');
  expect(done.stderr).toMatch(/WARNING: .*cache.*outside/s);
  expect(objects(mine)).toBeLessThan(before - 1);
  expect((await mine.mltrack('undo')).code).toBe(0);
  expect(objects(mine)).toBe(before);
  expect(other.read('theirs')).toBe('theirs\n');
});
