import { createHash } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('repro after damage to the cache in the layout of %s', name => {
  const { directory, pipelineFile, lockFile } = LAYOUTS[name];

  /** `o` is made of `i`, the folder `d` of `o`, and `e` of `d`; all have run. */
  async function project(): Promise<Rig> {
    const rig = await Rig.create(name);
    rig.write({
      i: 'i\n',
      [pipelineFile]: `stages:
  a: {cmd: cat i i > o && echo x >> ../a.runs, deps: [i], outs: [o]}
  b: {cmd: mkdir d && cp i d/1 && cat o o > d/2 && echo x >> ../b.runs, deps: [i, o], outs: [d]}
  c: {cmd: cat d/1 d/2 > e && echo x >> ../c.runs, deps: [d], outs: [e]}
`,
    });
    await rig.mltrack('repro -q');
    return rig;
  }

  /** The object of a file looks as if nobody had touched it, and holds something else. */
  function damage(rig: Rig, path: string): void {
    const digest = createHash('md5').update(rig.read(path)).digest('hex');
    const object = join(rig.root, directory, 'cache/files/md5', digest.slice(0, 2), digest.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(object, 'x');
    chmodSync(object, 0o444);
  }

  function remove(rig: Rig, ...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(rig.root, path), { recursive: true });
  }

  it.each([
    ['the lock says what it made', [], 'repro'],
    ['the run cache knows it', [lockFile], 'repro'],
    ['the lock alone counts', [], 'repro --no-run-cache'],
  ])('makes an output again whose object is damaged, where %s', async (_, gone, line) => {
    using rig = await project();
    damage(rig, 'o');
    remove(rig, 'o', ...gone);
    const ran = await rig.mltrack(line);
    expect(ran.stderr).toBe(
      "WARNING: the cache's copy of 'o' was damaged and has been removed: stage 'a' makes it again.\n",
    );
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^Running stage 'a':\n/);
    expect([rig.read('o'), rig.runs('a'), rig.runs('b')]).toEqual(['i\ni\n', 2, 1]);
    expect((await rig.mltrack('fsck')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it.each(['repro', 'repro -j 2'])('makes a folder again that holds a damaged file (%s)', async line => {
    using rig = await project();
    damage(rig, 'd/2');
    remove(rig, 'd', 'e', lockFile);
    const ran = await rig.mltrack(line);
    expect(ran.stderr).toBe(
      "WARNING: the cache's copy of 'd/2' was damaged and has been removed: stage 'b' makes it again.\n",
    );
    expect(ran.code).toBe(0);
    // What comes before and behind it is whole.
    expect(['a', 'b', 'c'].map(stage => rig.runs(stage))).toEqual([1, 2, 1]);
    expect(ran.stdout).toContain("Stage 'c' is cached - skipping run, checking out outputs\n");
    expect(rig.read('e')).toBe('i\ni\ni\ni\ni\n');
    expect((await rig.mltrack('fsck')).code).toBe(0);
  });

  it('runs the command on nothing of what was restored before the damage showed', async () => {
    using rig = await Rig.create(name);
    rig.write({
      i: 'i\n',
      [pipelineFile]:
        'stages:\n  a: {cmd: test ! -e one && cp i one && cat i i > two, deps: [i], outs: [one, two]}\n',
    });
    await rig.mltrack('repro -q');
    damage(rig, 'two');
    remove(rig, 'one', 'two');
    expect((await rig.mltrack('repro')).code).toBe(0);
    expect([rig.read('one'), rig.read('two')]).toEqual(['i\n', 'i\ni\n']);
  });
});
