import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RepoPath } from '../../src/model/path.ts';
import { SetAside } from '../../src/engine/set-aside.ts';
import { Rig } from '../rig/rig.ts';
import { trained } from '../rig/trained.ts';
import { openOn } from './opened.ts';

const ASIDE = '.dvc/tmp/mltrack/aside';
/** MD5 of `1`. */
const ONE = 'c4ca4238a0b923820dcc509a6f75849b';

/** What a repair leaves that is killed while it runs a stage again. */
async function killed(rig: Rig, contents: readonly object[], files: readonly string[]): Promise<void> {
  using engine = await openOn(rig);
  const dead = engine.project.context.processes.self.replace(/-\d+-/, `-${2 ** 30}-`);
  const folder = `${ASIDE}/${dead}.1`;
  rig.write({ [`${folder}/contents.json`]: JSON.stringify(contents) });
  files.forEach((text, index) => rig.write({ [`${folder}/${index}`]: text }));
}

describe('what a repair has put aside that was killed', () => {
  it('comes back with the next command that writes', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ other: 'x' });
    await killed(rig, [{ path: 'sub/out' }], ['1']);
    const added = await rig.mltrack('add -q other');
    expect(added.code, added.stderr).toBe(0);
    expect(rig.read('sub/out')).toBe('1');
    expect(readdirSync(join(rig.root, ASIDE))).toEqual([]);
  });

  it('is what the next run sees', async () => {
    const { rig } = await trained();
    using _ = rig;
    await killed(rig, [{ path: 'model.txt' }], [rig.read('model.txt')]);
    rmSync(join(rig.root, 'model.txt'));
    const ran = await rig.mltrack('repro');
    expect(ran.stderr).toContain(
      "'model.txt' was put aside by a `fsck --repair` that was killed: it is back.\n",
    );
    expect(ran.stdout).toContain("Stage 'train' didn't change, skipping\n");
    expect(rig.runs('train')).toBe(1);
  });

  it('is named by commands that only look', async () => {
    using rig = await Rig.create('dvc');
    await killed(rig, [{ path: 'out' }], ['1']);
    const words =
      "'out' was put aside by a `fsck --repair` that was killed: `mltrack fsck --repair` brings it back.\n";
    for (const line of ['status', 'why', 'fsck']) expect((await rig.mltrack(line)).stderr).toContain(words);
    expect(rig.has('out')).toBe(false);
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(rig.read('out')).toBe('1');
  });

  it('stays aside where something else is at its path by now, until somebody takes it away', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ good: 'other', damaged: 'other', same: '1' });
    const good = { name: 'md5', digest: ONE };
    await killed(
      rig,
      [{ path: 'good', good }, { path: 'damaged' }, { path: 'same', good }],
      ['1', 'bad', '1'],
    );
    const { stderr } = await rig.mltrack('fsck --repair');
    const [, place = ''] = /'good' was put aside .* it lies in '(\S+)', as something/.exec(stderr) ?? [];
    expect(rig.read(place)).toBe('1');
    expect(stderr).not.toMatch(/'damaged'|'same'/);
    expect(rig.read('good')).toBe('other');
    rmSync(join(rig.root, place));
    expect((await rig.mltrack('fsck --repair')).stderr).toBe('');
    expect(readdirSync(join(rig.root, ASIDE))).toEqual([]);
  });

  it('is not brought to where nothing of the user lies', async () => {
    using rig = await Rig.create('dvc');
    await killed(rig, [{ path: '../x' }, { path: '.git/x' }, { path: 3 }], ['1', '1', '1']);
    expect((await rig.mltrack('fsck --repair')).code).toBe(0);
    expect(existsSync(join(rig.root, '../x'))).toBe(false);
    expect(rig.has('.git/x')).toBe(false);
  });
});

describe('what is put aside', () => {
  it('comes back over what was made since, and is not touched by others meanwhile', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ a: 'before', 'b/c': 'before', other: 'x' });
    using engine = await openOn(rig);
    const aside = new SetAside(engine.project, [{ path: 'a' as RepoPath }, { path: 'b' as RepoPath }]);
    aside.takeAll();
    await rig.mltrack('add -q other');
    expect([rig.has('a'), rig.has('b')]).toEqual([false, false]);
    rig.write({ a: 'since', 'b/d': 'since' });
    aside.putBack('b' as RepoPath);
    expect([rig.read('a'), rig.read('b/c'), rig.has('b/d')]).toEqual(['since', 'before', false]);
    aside.putBack();
    expect(rig.read('a')).toBe('before');
    aside.end();
    expect(readdirSync(join(rig.root, ASIDE))).toEqual([]);
  });
});
