import { chmodSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

function remove(rig: Rig, ...names: readonly string[]): void {
  for (const name of names) rmSync(`${rig.root}/${name}`, { recursive: true, force: true });
}

describe.each(LAYOUT_NAMES)('checkout in the layout of %s', name => {
  const { directory, dataSuffix } = LAYOUTS[name];

  /** A file, a folder and a pipeline, all of them tracked. */
  async function tracked(): Promise<Rig> {
    const { rig } = await trained(name);
    rig.write({ file: 'text', 'folder/a': '1', 'folder/b': '2' });
    await rig.mltrack('add -q file folder');
    rig.commit('tracked');
    return rig;
  }

  it('brings back what is missing and says what it did', async () => {
    using rig = await tracked();
    remove(rig, 'file', 'model.txt', 'folder/a');
    expect(await rig.mltrack('checkout')).toEqual({
      code: 0,
      stdout: 'M       folder/\nA       file\nA       model.txt\n',
      stderr: '',
    });
    expect(await rig.mltrack('checkout')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('counts files with --summary', async () => {
    using rig = await tracked();
    expect((await rig.mltrack('checkout --summary')).stdout).toBe('No changes.\n');
    remove(rig, 'file', 'folder/a');
    rig.write({ 'folder/b': '1' });
    expect((await rig.mltrack('checkout --summary')).stdout).toBe('1 file modified and 2 files added\n');
  });

  it('minds only its targets: stages, data files, paths, parts of folders, what they need with -d', async () => {
    using rig = await tracked();
    const all = ['file', 'folder', 'clean.txt', 'model.txt'];
    for (const [line, made] of [
      ['checkout train', ['model.txt']],
      ['checkout -d train', ['clean.txt', 'model.txt']],
      [`checkout file${dataSuffix}`, ['file']],
      ['checkout folder', ['folder']],
      ['checkout clean.txt file', ['file', 'clean.txt']],
    ] as const) {
      remove(rig, ...all);
      expect((await rig.mltrack(line)).code, line).toBe(0);
      expect(
        all.filter(path => rig.has(path)),
        line,
      ).toEqual(made);
    }
    remove(rig, 'folder/a', 'folder/b');
    await rig.mltrack('checkout b', 'folder');
    expect([rig.has('folder/a'), rig.has('folder/b')]).toEqual([false, true]);
  });

  it('follows git: what another version does not track goes', async () => {
    using rig = await tracked();
    rig.git('checkout', '-q', 'HEAD~1');
    expect(await rig.mltrack('checkout')).toEqual({
      code: 0,
      stdout: 'D       folder/\nD       file\n',
      stderr: '',
    });
    rig.git('checkout', '-q', 'main');
    expect((await rig.mltrack('checkout')).stdout).toBe('A       folder/\nA       file\n');
    expect(rig.git('status', '--porcelain')).toBe('');
  });

  it('loses nothing unsaved without --force', async () => {
    using rig = await tracked();
    rig.write({ file: 'precious', 'folder/new': 'precious' });
    expect(await rig.mltrack('checkout')).toEqual({
      code: 255,
      stdout: '',
      stderr:
        "ERROR: Can't remove the following unsaved files without confirmation. Use `--force` to force.\nfile\nfolder/new\n",
    });
    expect(rig.read('file')).toBe('precious');
    expect((await rig.mltrack('checkout --force')).stdout).toBe('M       folder/\nM       file\n');
    expect(rig.read('file')).toBe('text');
    expect(rig.has('folder/new')).toBe(false);
  });

  it('makes what it can when content is lost, and fails unless that is allowed', async () => {
    using rig = await tracked();
    remove(rig, 'file', 'folder', `${directory}/cache/files/md5/1c`);
    expect(await rig.mltrack('checkout')).toEqual({
      code: 255,
      stdout: 'A       folder/\n',
      stderr: 'ERROR: Checkout failed for following targets:\nfile\nIs your cache up to date?\n',
    });
    expect((await rig.mltrack('checkout --allow-missing')).code).toBe(0);
  });

  it('names the file whose object is damaged and how to get it back, and leaves the folder as it was', async () => {
    using rig = await tracked();
    rig.write({ 'folder/b': '2', 'folder/c': '3' });
    await rig.mltrack('add -q folder');
    const damage = (): void => {
      const object = `${directory}/cache/files/md5/c8/1e728d9d4c2f636f067f89cc14862c`;
      chmodSync(`${rig.root}/${object}`, 0o644);
      rig.write({ [object]: 'x' });
      chmodSync(`${rig.root}/${object}`, 0o444);
      remove(rig, 'folder');
    };
    damage();
    const remote = name === 'dvc' ? ', `dvc fetch` for what is in the remote storage' : '';
    expect(await rig.mltrack('checkout')).toEqual({
      code: 255,
      stdout: '',
      stderr: `ERROR: Checkout failed for following targets:
folder
as the cache's copy of 'folder/b' was damaged and has been removed.
hint: To get it back: \`mltrack repro\` for what stages make, \`mltrack fsck --repair\` for what the workspace still has${remote}.
`,
    });
    expect(rig.has('folder')).toBe(false);
    rig.write({ 'folder/a': '1', 'folder/b': '2', 'folder/c': '3' });
    await rig.mltrack('add -q folder');
    damage();
    expect(await rig.mltrack('checkout --allow-missing')).toEqual({
      code: 0,
      stdout: '',
      stderr: "WARNING: the cache's copy of 'folder/b' was damaged and has been removed.\n",
    });
  });

  it('links anew with --relink', async () => {
    using rig = await tracked();
    rig.write({ [`${directory}/config`]: '[cache]\n    type = "hardlink"\n' });
    expect((await rig.mltrack('checkout --relink')).stdout).toBe('Relinked successfully\n');
  });

  it('refuses a target that is unknown', async () => {
    using rig = await tracked();
    const ran = await rig.mltrack('checkout fil');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain("hint: Did you mean 'file'?");
  });
});
