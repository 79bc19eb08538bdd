import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

/** Two commits, the second one tagged `v2`. */
async function versions(layout: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(layout);
  rig.write({ 'data/a': 'a\n', 'data/sub/b': 'b\n', 'file.csv': '1\n' });
  await rig.mltrack('add -q data file.csv');
  rig.commit('first');
  rig.write({ 'data/a': 'a2\n', 'data/sub/moved': 'b\n' });
  rmSync(join(rig.root, 'data/sub/b'));
  await rig.mltrack('add -q data');
  rig.commit('second');
  rig.git('tag', 'v2');
  return rig;
}

describe.each(LAYOUT_NAMES)('diff in the layout of %s', name => {
  it('compares commits, file by file', async () => {
    using rig = await versions(name);
    expect(await rig.mltrack('diff HEAD~1 v2')).toEqual({
      code: 0,
      stdout:
        'Renamed:\n    data/sub/b -> data/sub/moved\n\nModified:\n    data/\n    data/a\n\nfiles summary: 1 renamed, 1 modified\n',
      stderr: '',
    });
    expect((await rig.mltrack('diff HEAD~1 v2 --md --show-hash --targets data/a')).stdout).toBe(
      '| Status   | Hash               | Path   |\n|----------|--------------------|--------|\n| modified | 60b725f1..1597a5a9 | data/a |\n\n',
    );
    expect((await rig.mltrack('diff HEAD v2 --json')).stdout).toBe('{}\n');
  });

  it('compares with the workspace, and tells what the cache has lost of the old side', async () => {
    using rig = await versions(name);
    expect(await rig.mltrack('diff')).toEqual({ code: 0, stdout: '', stderr: '' });
    rmSync(join(rig.root, 'file.csv'));
    rmSync(join(rig.root, name === 'dvc' ? '.dvc' : '.mltrack', 'cache/files/md5/15'), { recursive: true });
    expect((await rig.mltrack('diff --json')).stdout).toBe(
      '{"added": [], "deleted": [{"path": "file.csv"}], "modified": [], "renamed": [], "not in cache": [{"path": "data/a"}]}\n',
    );
    expect((await rig.mltrack('diff --hide-missing')).stdout).toBe(
      'Deleted:\n    file.csv\n\nfiles summary: 1 deleted\n',
    );
  });
});

describe('diff', () => {
  it('compares the workspace with a commit in either direction', async () => {
    using rig = await versions();
    rig.write({ 'file.csv': '2\n', 'data/new': 'n\n' });
    expect((await rig.mltrack('diff HEAD workspace')).stdout).toContain('Added:\n    data/new\n');
    expect((await rig.mltrack('diff workspace HEAD')).stdout).toContain('Deleted:\n    data/new\n');
  });

  it('knows stages and data files as targets, and refuses what is tracked nowhere', async () => {
    using rig = await versions();
    rig.write({ 'file.csv': '2\n' });
    expect((await rig.mltrack('diff --targets file.csv.dvc')).stdout).toContain('Modified:\n    file.csv\n');
    const failed = await rig.mltrack('diff --targets nope');
    expect(failed).toMatchObject({ code: 255, stdout: '' });
    expect(failed.stderr).toContain("'nope' is tracked neither in HEAD nor in workspace.");
  });

  it('fails with 1 on a revision that is none, and without git', async () => {
    using rig = await versions();
    expect(await rig.mltrack('diff nope')).toMatchObject({ code: 1, stdout: '' });
    expect(await rig.mltrack('diff workspace')).toMatchObject({ code: 1, stdout: '' });
    rig.write({ '.dvc/config': '[core]\n    no_scm = true\n' });
    expect((await rig.mltrack('diff')).stderr).toContain('Only supported for Git repositories.');
  });

  it('has no hash of what was never made', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'stages:\n  make:\n    cmd: echo 1 > made\n    outs: [made]\n' });
    rig.commit('first');
    expect((await rig.mltrack('diff --md --show-hash')).stdout).toContain('| deleted  |        | made   |\n');
  });

  it('says on a terminal that nothing differs', async () => {
    using rig = await versions();
    let screen = '';
    const stdout = {
      isTerminal: true,
      columns: 80,
      write: (text: string | Uint8Array) => (screen += String(text)),
    };
    expect(await main({ ...rig.process(['diff', 'v2']), stdout })).toBe(0);
    expect(screen).toContain('No tracked data differs between v2 and workspace.');
  });
});
